"""What ``munjigi-pi doctor`` and the camera's configuration file say; part of ``resources.sentences``."""

from __future__ import annotations

from typing import Final

from resources.marking import N_

DOCTOR_SENTENCES: Final[dict[str, str]] = {
    "pi_doctor_state_ok": N_("ok"),
    "pi_doctor_state_problem": N_("to do"),
    "pi_doctor_state_unknown": N_("not judged"),
    "pi_doctor_topic_camera": N_("Camera"),
    "pi_doctor_topic_light": N_("Light"),
    "pi_doctor_topic_focus": N_("Focus"),
    "pi_doctor_topic_network": N_("Network"),
    "pi_doctor_topic_server": N_("Server"),
    "pi_doctor_topic_clock": N_("Clock"),
    "pi_doctor_camera_not_asked": N_("No camera was named. Name it with “--camera” to have it checked."),
    "pi_doctor_camera_gives_pictures": N_("The camera gives pictures: {camera}."),
    "pi_doctor_camera_fine": N_("The camera gives {fps} pictures a second of {width_px} × {height_px} px."),
    "pi_doctor_camera_too_coarse": N_(
        "The pictures measure {width_px} × {height_px} px; the longer side needs {needed_px} px. Please "
        "choose a larger picture size on the camera."
    ),
    "pi_doctor_no_picture": N_("There is no picture to judge it by."),
    "pi_doctor_picture_not_measurable": N_("This kind of JPEG cannot be judged here. Recognition is not affected."),
    "pi_doctor_light_fine": N_("The picture is light enough: mean brightness {brightness} of 255."),
    "pi_doctor_light_too_dark": N_(
        "The picture is too dark: mean brightness {brightness} of 255. Please switch on a light at the door."
    ),
    "pi_doctor_light_too_bright": N_(
        "The picture is too bright: mean brightness {brightness} of 255. Please turn the camera away "
        "from the sun or the lamp."
    ),
    "pi_doctor_focus_something_sharp": N_(
        "Something in the picture is sharp. Whether it is the place where people stand can only be seen on the PC."
    ),
    "pi_doctor_focus_nothing_sharp": N_(
        "Nothing in the picture is sharp. Unless the camera looks at an empty wall, please wipe the lens "
        "and turn its focus ring."
    ),
    "pi_doctor_focus_in_the_dark": N_("It is too dark to judge the focus. Switch on a light and ask again."),
    "pi_doctor_network_fine": N_("This machine has the address {address}."),
    "pi_doctor_network_none": N_(
        "This machine is in no network. Please plug in the cable, or set up Wi-Fi with “sudo raspi-config”."
    ),
    "pi_doctor_network_no_dhcp": N_(
        "The router gave no address; this machine made one up: {address}. Please restart the router, or "
        "check the Wi-Fi password."
    ),
    "pi_doctor_server_fine": N_("The server was found and answers: {server}."),
    "pi_doctor_server_not_heard": N_(
        "The server answers at {server}, but it is not found by itself: this network does not pass mDNS "
        "on. The camera works; if the address of the PC changes, give the new one with “--server”."
    ),
    "pi_doctor_server_no_network": N_("The server cannot be looked for without a network."),
    "pi_doctor_server_not_found": N_(
        "No server was found. Please start Munjigi on the PC with “--insecure-lan” and put both into the "
        "same network (no guest Wi-Fi). If the router keeps devices apart (“AP isolation”), switch that "
        "off, or give the address of the PC with “--server”."
    ),
    "pi_doctor_server_not_running": N_(
        "The PC answers, but no Munjigi runs at {server}. Please start it there with “--insecure-lan”."
    ),
    "pi_doctor_server_isolated": N_(
        "Nothing answers at {server}, although this machine has a network. Please check that the PC is "
        "on and in the same network (no guest Wi-Fi), that the router does not keep devices apart (“AP "
        "isolation”, “client isolation”), and that the firewall of the PC lets the port in."
    ),
    "pi_doctor_server_is_another": N_(
        "Something else than Munjigi answers at {server}. Please check the address and the port."
    ),
    "pi_doctor_clock_fine": N_("The clock agrees with the server's."),
    "pi_doctor_clock_wrong": N_(
        "The clock differs from the server's by {seconds} s. Please run “sudo timedatectl set-ntp true” on both."
    ),
    "pi_doctor_clock_never_set": N_(
        "The clock was never set. Please run “sudo timedatectl set-ntp true” and wait a minute."
    ),
    "pi_doctor_clock_not_compared": N_("Without a server there is nothing to compare the clock with."),
    "pi_help_doctor": N_("check camera, light, focus, network, server and clock"),
    "pi_help_json": N_("print the findings as JSON"),
    "pi_help_config": N_("a TOML file with these options, under the same names"),
    "pi_config_unreadable": N_("The configuration file cannot be read: {file} ({problem})."),
    "pi_config_wrong": N_(
        "The configuration file is wrong: {file}, “{option}”. Please compare it with the example in "
        "docs/raspberry-pi.md."
    ),
}
