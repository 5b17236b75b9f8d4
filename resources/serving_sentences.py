"""What a running server says: to who started it, to programs, of its cameras; part of ``resources.sentences``."""

from __future__ import annotations

from typing import Final

from resources.marking import N_

SERVING_SENTENCES: Final[dict[str, str]] = {
    # requests and connections
    "host_refused": N_("The server was called {host}, a name that is not this machine. Please use 127.0.0.1."),
    "websocket_needed": N_("This address only speaks WebSocket. Please connect with a WebSocket client."),
    "too_many_messages": N_(
        "The camera sent far more messages than the server asked for. Please update Munjigi on the camera."
    ),
    "address_unusable": N_(
        "The server cannot listen at {host}, port {port}. Please give an address of this machine with “--host” and a "
        "port above 1023 with “--port”."
    ),
    "data_folder_unusable": N_(
        "The data folder cannot be used: {folder} ({problem}). Please check who may write there, or choose another "
        "folder with “--data”."
    ),
    "setting_invalid_in_file": N_(
        "Line {line} of the settings file {file} is not valid: {setting}. Needed: {problem}. Please correct that line."
    ),
    "setting_invalid_in_environment": N_(
        "The environment variable {variable} is not valid. Needed: {problem}. Please correct or remove it."
    ),
    "setting_unknown": N_(
        "Line {line} of the settings file {file} names an unknown setting: {setting}. Please correct or remove "
        "that line."
    ),
    # what the operating system says
    "os_not_found": N_("No such file or directory"),
    "os_exists": N_("File exists"),
    "os_no_folder": N_("Not a directory"),
    "os_is_folder": N_("Is a directory"),
    "os_forbidden": N_("Permission denied"),
    "os_not_permitted": N_("Operation not permitted"),
    "os_read_only": N_("Read-only file system"),
    "os_full": N_("No space left on device"),
    # noticed at a camera
    "camera_software_old": N_(
        "A camera was turned away: its software ({software}, wire version {version}) is too old. Please update Munjigi "
        "on the camera (docs/raspberry-pi.md, “Update”)."
    ),
    "camera_software_new": N_(
        "A camera was turned away: its software ({software}, wire version {version}) is newer than this server. Please "
        "update Munjigi on this PC (“git pull”, then “scripts/run”)."
    ),
    "bell_rang": N_("Someone rang."),
    "door_touched": N_("Someone touched the door."),
    "camera_lost": N_("The camera is connected but gives no pictures. Please check its cable, then restart it."),
    "camera_back": N_("The camera gives pictures again."),
    # the command
    "serve_help": N_("Munjigi's server without a window: it watches the doors, decides and answers."),
    "serve_help_run": N_("run the server (this is done when no command is given)"),
    "serve_help_data": N_("the household's data folder"),
    "serve_help_host": N_("the address to listen at; only addresses of this machine without “--insecure-lan”"),
    "serve_help_port": N_("the port to listen at, 0 to 65535; 0 takes any free one"),
    "serve_help_insecure_lan": N_("let cameras of the whole network in without proof, unencrypted"),
    "serve_help_weights": N_("the folder of the models"),
    "serve_listening": N_("Munjigi listens at {url}. Stop it with Ctrl+C."),
    "serve_token": N_("The admin token is in {file}. Keep it to yourself."),
    "serve_insecure_lan": N_(
        "Careful, “--insecure-lan”: anyone on this network can see what cameras send and pretend to be a camera. "
        "The admin token is taken on this machine only: never send it over the network. Use it only to try Munjigi out."
    ),
    "serve_stopped": N_("Munjigi has stopped."),
    "serve_failed": N_("Munjigi could not go on: {problem}"),
}
