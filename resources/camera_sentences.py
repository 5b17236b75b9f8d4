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
    "mjpeg_needs_password": N_(
        "The camera wants a name and a password. Please write them into the address: http://NAME:PASSWORD@HOST/."
    ),
    "mjpeg_no_page": N_(
        "The camera has no pictures at this address ({problem}). Please check the part after the host."
    ),
    "mjpeg_not_reached": N_("Nobody answers at this address. Please check it, and that the camera is on."),
    "mjpeg_silent": N_("The camera answers but gives no MJPEG pictures. Please look up its MJPEG address."),
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
    # adding, confirming, forgetting
    "camera_add": N_("Add a camera"),
    "camera_add_more": N_("Use what is at hand. You can rename or forget it later."),
    "camera_connect": N_("Connect a door camera"),
    "camera_connect_more": N_("A Raspberry Pi at your door, or a network camera that shows MJPEG."),
    "camera_connect_now": N_("Connect a camera"),
    "camera_use_webcam": N_("Use the webcam"),
    "camera_webcam": N_("This PC's webcam"),
    "camera_webcam_more": N_("It becomes a door like any other, and comes back at every start."),
    "camera_webcam_name": N_("This PC"),
    "camera_name": N_("Name of the door"),
    "camera_name_example": N_("Front door"),
    "camera_add_this": N_("Add this camera"),
    "camera_look_again": N_("Look again"),
    "camera_looking": N_("Looking for webcams"),
    "camera_no_webcam": N_("No webcam was found. Plug one in, then look again."),
    "camera_opening": N_("Opening the camera"),
    "camera_no_picture": N_("No picture"),
    "camera_preview_later": N_("The camera is open. Its picture appears when recognition has started."),
    "camera_network": N_("Network camera"),
    "camera_address": N_("Address"),
    "camera_address_more": N_(
        "A camera that shows its pictures at an address (MJPEG): many IP cameras, ESP32-CAM, mjpg-streamer."
    ),
    "camera_address_password": N_(
        "A password may stand in it: http://NAME:PASSWORD@HOST/. It is kept sealed, but travels unencrypted "
        "unless the address begins with https."
    ),
    "camera_check": N_("Check and add"),
    "camera_pi": N_("Raspberry Pi"),
    "camera_pi_more": N_("A Raspberry Pi at the door finds this PC by itself. Start its camera there."),
    "camera_pi_command": N_("On the Raspberry Pi"),
    "camera_pi_then": N_("A few seconds later it appears on the Live screen and asks whether it is yours."),
    "camera_pi_closed": N_("Munjigi answers only this PC now, so no Raspberry Pi can reach it."),
    "camera_lan_means": N_(
        "If you let cameras of your network in, anybody in it can connect as a camera and read along: nothing is "
        "encrypted until cameras can be paired. Do it only in a network whose users you trust. Each new camera "
        "waits until you confirm it, and a banner stays on the Live screen."
    ),
    "camera_lan_on": N_("Let cameras in"),
    "camera_demo_more": N_(
        "Two doors played from sample footage. Nothing is kept afterwards, and your own doors are not watched "
        "meanwhile."
    ),
    "camera_cancel": N_("Cancel"),
    "camera_added": N_("“{camera}” is watched now."),
    "camera_waiting": N_("New camera: is this yours?"),
    "camera_waiting_from": N_("It comes from {address}."),
    "camera_waiting_here": N_("It was started on this PC."),
    "camera_waiting_more": N_("Only you see this picture. Until you say yes, no visit of it is recorded."),
    "camera_waiting_others": N_("{others} more waiting"),
    "camera_no_picture_yet": N_("No picture yet"),
    "camera_is_mine": N_("Yes, it is mine"),
    "camera_not_mine": N_("No, send it away"),
    "camera_confirmed": N_("“{camera}” is one of your doors now."),
    "camera_sent_away": N_("Sent away. It cannot ask again for ten minutes."),
    "camera_rename": N_("Rename"),
    "camera_rename_title": N_("What is this door called?"),
    "camera_save": N_("Save"),
    "camera_forget": N_("Forget this door"),
    "camera_forget_title": N_("Forget {door}?"),
    "camera_forget_more": N_(
        "Nobody watches it then, and its camera has to be added anew. The visits recorded so far stay."
    ),
    "camera_keep": N_("Keep it"),
    "camera_forgotten_id": N_("{camera} is forgotten. Its visits stay."),
    "camera_line": N_("{id}  {camera}  (last seen {seen})"),
    "camera_line_waits": N_("{id}  {camera}  (last seen {seen}) waits: is this yours?"),
    "camera_help_list": N_("list the cameras, and those that wait to be confirmed"),
    "camera_help_confirm": N_("say that a waiting camera is yours, and name it"),
    "camera_help_forget": N_("send a waiting camera away, or forget one of yours; its visits stay"),
    "camera_help_id": N_("as “cameras” prints it"),
    "serve_help_confirm_local": N_(
        "cameras of this machine wait to be confirmed too, for a PC that several people use"
    ),
    "camera_forgotten": N_("{door} is forgotten. Its visits stay."),
}
