"""What the camera's program says to whoever started it; part of ``resources.sentences``."""

from __future__ import annotations

from typing import Final

from resources.marking import N_

PI_SENTENCES: Final[dict[str, str]] = {
    "pi_camera_spec_wrong": N_("This is no camera: {spec}. Use picamera, v4l2:/dev/video0, mjpeg:URL or file:FOLDER."),
    "pi_server_address_wrong": N_("This is no address: {address}. Use HOST:PORT, for example 192.168.0.10:8710."),
    "pi_data_folder_unusable": N_(
        "The data folder cannot be used: {folder} ({problem}). Please choose another one with “--data”."
    ),
    "pi_data_folder_in_use": N_(
        "Another camera already uses this data folder: {folder}. Give each camera its own with “--data”."
    ),
    "pi_state_damaged": N_(
        "What the camera remembered cannot be read and is begun anew: {file}. The server will see it as a new camera."
    ),
    "pi_looking_for_server": N_("Looking for the server."),
    "pi_server_unreachable": N_("The server does not answer: {server}. Trying again by itself."),
    "pi_connected": N_("Connected to {server}."),
    "pi_disconnected": N_("The connection was lost. Connecting again by itself."),
    "pi_camera_not_there": N_("The camera is not there: {camera}. Please check its cable and its name."),
    "pi_camera_forbidden": N_(
        "This user may not use the camera: {camera}. Please add the user to the group “video” and log in again."
    ),
    "pi_camera_busy": N_("Another program uses the camera: {camera}. Please close it."),
    "pi_camera_no_mjpeg": N_("The camera gives no MJPEG pictures: {camera}. Please use another camera."),
    "pi_camera_silent": N_("The camera gives no pictures: {camera}. Please check its cable. Trying again by itself."),
    "pi_camera_failed": N_("The camera failed: {camera} ({problem}). Trying again by itself."),
    "pi_camera_back": N_("The camera gives pictures again: {camera}."),
    "pi_picamera_missing": N_(
        "The Raspberry Pi camera needs the package python3-picamera2. Please run “sudo apt install python3-picamera2”."
    ),
    "pi_no_pictures": N_("There are no JPEG pictures in this folder: {folder}. Please choose another one."),
    "pi_picture_too_large": N_(
        "The camera's picture has {bytes}, at most {limit_bytes} can be sent. Please choose a smaller "
        "picture size on the camera."
    ),
    "pi_picture_not_jpeg": N_(
        "The camera gave something that is no JPEG picture. It was left out; the next one is tried."
    ),
    "pi_stopped": N_("Stopped."),
    # the command
    "pi_help": N_("The camera at a door: it streams to its Munjigi."),
    "pi_help_run": N_("stream until stopped"),
    "pi_help_camera": N_(
        "picamera, v4l2:/dev/video0, mjpeg:http://HOST/PATH, file:FOLDER[?fps=N] or file:FILE.mjpeg[?fps=N]"
    ),
    "pi_help_server": N_("a fixed server; otherwise it is found by itself"),
    "pi_help_server_id": N_("among the servers that are found, only the one with this id"),
    "pi_help_name": N_("suggested name of the camera (default: this machine's)"),
    "pi_help_data": N_("where the camera keeps what it must remember"),
    "pi_help_fps": N_("pictures per second (default: 15)"),
    "pi_help_log_json": N_("print one JSON line for each event"),
    "pi_help_supervised": N_(
        "for programs: take the camera from the first line of standard input, and end when that is closed"
    ),
    "pi_help_verbose": N_("log everything"),
}
