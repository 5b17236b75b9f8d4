"""What is said about adding, confirming and forgetting cameras; part of ``resources.sentences``."""

from __future__ import annotations

from typing import Final

from resources.marking import N_

CAMERA_SENTENCES: Final[dict[str, str]] = {
    # reasons of the server
    "camera_not_confirmed": N_("This camera was never confirmed. Please confirm that it is yours first."),
    "webcam_not_there": N_("The camera is not there: {camera}. Please check its cable."),
    "webcam_forbidden": N_(
        "This user may not use the camera: {camera}. Please add the user to the group “video” and log in again."
    ),
    "webcam_busy": N_("Another program uses the camera: {camera}. Please close it."),
    "webcam_silent": N_("The camera gives no pictures: {camera}. Please check its cable and its cover."),
    "mjpeg_address_wrong": N_(
        "This is no address of a camera: {address}. It begins with http:// or https://, for example "
        "http://192.168.0.20:8080/?action=stream."
    ),
    "mjpeg_not_started": N_("The camera's program could not run: {problem}. Please try again."),
    "camera_already_added": N_("This camera is there already, as “{camera}”."),
    # the network
    "camera_lan_not_remembered": N_(
        "This holds until Munjigi is closed; it could not be remembered. Is MUNJIGI_INSECURE_LAN set?"
    ),
    "camera_lan_banner": N_("Everybody in your network can reach Munjigi now."),
    "camera_lan_banner_more": N_(
        "Cameras can connect without proof, and their pictures travel unencrypted. You confirm each new camera."
    ),
    "camera_lan_off": N_("Close it to the network"),
}
