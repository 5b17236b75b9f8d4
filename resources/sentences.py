"""Every sentence that Munjigi says, in English, by its code; the Korean ones stand in ``translations/ko``.

Style (board.md 6): plain, short, calm; the reason, then the next step; never a percentage of likeness. Parameters carry
their unit in their name (``face_px``); ``resources.figures`` writes them. In Korean a name is followed by 님, and any
other parameter by no particle at all, so that no particle depends on what is filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from resources.admin_sentences import ADMIN_SENTENCES
from resources.camera_sentences import CAMERA_SENTENCES
from resources.command_sentences import COMMAND_SENTENCES
from resources.doctor_sentences import DOCTOR_SENTENCES
from resources.enrol_sentences import ENROL_SENTENCES
from resources.events_sentences import EVENTS_SENTENCES
from resources.first_run_sentences import FIRST_RUN_SENTENCES
from resources.frame_sentences import FRAME_SENTENCES
from resources.full_sentences import FULL_SENTENCES
from resources.guided_sentences import GUIDED_SENTENCES
from resources.lab_sentences import LAB_SENTENCES
from resources.marking import N_
from resources.people_sentences import PEOPLE_SENTENCES
from resources.pi_sentences import PI_SENTENCES
from resources.serving_sentences import SERVING_SENTENCES
from resources.settings_sentences import SETTINGS_SENTENCES
from resources.terms_sentences import TERMS_SENTENCES
from resources.tile_sentences import TILE_SENTENCES
from resources.weights_sentences import WEIGHTS_SENTENCES
from resources.window_sentences import WINDOW_SENTENCES

# What the pipeline says of a face, a picture, a visit and of itself.
_PIPELINE: Final[dict[str, str]] = {
    "face_too_small": N_("Too small: {face_px} of {needed_px} px. Come one step closer."),
    "face_turned": N_("Turned {yaw_deg}° to the side, at most {limit_deg}° can be judged. Please look at the camera."),
    "face_leaning": N_(
        "Leaning {roll_deg}° to the side, at most {limit_deg}° can be judged. Please hold your head upright."
    ),
    "face_tilted": N_("Tilted {pitch_deg}° up or down, at most {limit_deg}° can be judged. Please look at the camera."),
    "face_too_dark": N_(
        "The face is too dark: brightness {brightness}, needed {needed}. Please turn towards the light."
    ),
    "face_too_bright": N_(
        "The face is too bright: brightness {brightness}, at most {limit}. Please step out of the strong light."
    ),
    "face_low_contrast": N_(
        "The face is too flat to judge: contrast {contrast}, needed {needed}. Please wipe the lens or change the light."
    ),
    "face_blurred": N_("The picture is blurred: sharpness {sharpness}, needed {needed}. Hold still for a moment."),
    "face_cut_off": N_("Part of the face is outside the picture. Please move to the middle."),
    "picture_empty": N_("The picture is empty (0 bytes). Please send a JPEG or PNG file."),
    "picture_not_supported": N_(
        "This kind of picture cannot be read: {kind}. Please save it as JPEG or PNG and send it again."
    ),
    "picture_damaged": N_("The picture is damaged or incomplete. Please take it or send it again."),
    "picture_too_many_bytes": N_(
        "The picture has {bytes}, at most {limit_bytes} are accepted. Please send a smaller one."
    ),
    "picture_too_large": N_(
        "The picture measures {width_px} × {height_px} px, at most {limit_megapixels} megapixels are "
        "accepted. Please send a smaller one."
    ),
    "no_one_enrolled": N_("Nobody is enrolled yet, so everybody is unknown. Please enrol someone first."),
    "nearest_too_far": N_("Nobody enrolled is near enough: distance {distance} L2, threshold {threshold} L2."),
    "close_to_threshold": N_(
        "Too close to the threshold to be sure: distance {distance} L2, threshold {threshold} L2."
    ),
    "too_alike": N_("The two nearest people look too alike here: {margin} L2 apart, needed {needed} L2."),
    "too_few_good_frames": N_(
        "Too few good pictures: {frames} of {needed}. Please look at the camera a moment longer."
    ),
    "liveness_doubted": N_("This may be a photo or a screen. The door stayed locked."),
    "engine_loading": N_("Face recognition is still starting. Please try again in a few seconds."),
    "engine_failed": N_(
        "Face recognition could not be started: {problem} Run “munjigi-lab weights verify”, then start Munjigi again."
    ),
    "runtime_measured_fastest": N_(
        "Measured fastest on this PC when the models were installed: {face_ms} ms a face, the slowest {slowest_ms} ms."
    ),
    "runtime_has_gpu": N_("This PC has a graphics card that TensorFlow can use."),
    "runtime_asked_for": N_("Chosen in the settings or on the command line."),
    "runtime_not_converted": N_(
        "The networks were not converted for LiteRT on this PC, so TensorFlow runs them. “munjigi-lab convert” does it."
    ),
    "spaces_differ": N_(
        "These samples were made by another network and cannot be compared. Please enrol the person again."
    ),
    "embedding_invalid": N_("The network gave no usable numbers for this face. Please try another picture."),
}

# What the server answers: rights, requests, things, enrolment, storage.
_SERVER: Final[dict[str, str]] = {
    "token_missing": N_(
        "This needs the admin token. Send it as “Authorization: Bearer …”; it is in the file “admin-token” "
        "of the data folder."
    ),
    "token_wrong": N_(
        "This admin token is not valid here. Please use the one in the file “admin-token” of the data folder."
    ),
    "scope_missing": N_(
        "This access lacks the right “{scope}”. Please use the admin token, or munjigi-pi for a camera's stream."
    ),
    "browser_origin_refused": N_("Requests from web pages are refused. Please use a program or the command line."),
    "camera_not_local": N_(
        "Cameras of other machines are not admitted yet. Start the server with “--insecure-lan” if you trust "
        "everyone on this network."
    ),
    "admin_not_local": N_(
        "The admin token is taken on this machine only: on the network, others could read it. Please use it here."
    ),
    "route_not_found": N_("There is nothing at this address. “/api/v1/openapi.json” lists what there is."),
    "method_not_allowed": N_("This address does not accept that method. “/api/v1/openapi.json” lists what it accepts."),
    "body_too_large": N_("The request is too large: at most {limit_bytes} are accepted. Please send less."),
    "content_type_wrong": N_("The content type is {got}, expected {expected}. Please set the Content-Type header."),
    "body_not_json": N_("The request is not valid JSON. Please check it and send it again."),
    "field_unknown": N_("Unknown field: {field}. Please remove it or check its spelling."),
    "field_missing": N_("The field {field} is missing. Please add it."),
    "field_invalid": N_("The field {field} is not valid. Needed: {problem}"),
    "internal_error": N_(
        "Something went wrong inside Munjigi, and nothing of this request was kept. The log of the server says more."
    ),
    "person_not_found": N_("There is no such person. The list of people shows who is there."),
    "person_name_unknown": N_("Nobody of this name is enrolled. The list of people shows who is there."),
    "stream_url_unknown": N_(
        "stream_url must be the name or the id of a camera of this house. No address is fetched; the list of cameras "
        "shows what is there."
    ),
    "no_fresh_picture": N_(
        "There is no picture of the last two seconds from this camera. Please try again in a moment."
    ),
    "sample_not_found": N_("There is no such sample. The list of samples shows what is there."),
    "camera_not_found": N_("There is no such camera. The list of cameras shows what is there."),
    "camera_not_connected": N_("This camera is not connected. Please check its power and network."),
    "event_not_found": N_("There is no such event. The list of events shows what is there."),
    "snapshot_not_found": N_("This event has no picture. It was erased, or none was kept."),
    "name_empty": N_("A name is needed. Please enter one."),
    "name_too_long": N_("The name is too long: at most {limit} characters. Please shorten it."),
    "name_taken": N_("{name} is already there. Please choose another name."),
    "name_unprintable": N_(
        "The name holds characters that cannot be shown. Please use letters, digits, spaces and usual signs."
    ),
    "consent_missing": N_("This person has not agreed yet. Please record the consent first, then enrol."),
    "consent_text_unknown": N_(
        "The consent text {text_version} is not known; the current one is {current}. Please show the current "
        "text and ask again."
    ),
    "no_face_in_picture": N_("No face was found in this picture. Please use one with a clear face."),
    "several_faces_in_picture": N_(
        "There are {faces} faces in this picture. Please use one that shows only the person to enrol."
    ),
    "sample_already_kept": N_("This picture is already among the samples. Please use another one."),
    "looks_like_someone_else": N_(
        "This face looks like {person}: distance {distance} L2, threshold {threshold} L2. Please check whose "
        "picture it is."
    ),
    "not_like_earlier_samples": N_(
        "This face is not like the earlier samples: distance {distance} L2, threshold {threshold} L2. Please "
        "check whose picture it is."
    ),
    "too_many_samples": N_("This person already has {limit} samples, the most that are kept. Please erase one first."),
    "no_usable_frame": N_(
        "No usable picture came within {seconds} s. Please look at the camera in good light and try again."
    ),
    "storage_full": N_("The disk is full, and nothing of this request was kept. Please free some space and try again."),
    "storage_damaged": N_("The stored data cannot be read. Please put back a backup of the data folder."),
    "storage_too_new": N_(
        "The stored data was written by a newer Munjigi. Please update this one, or put back a backup of the "
        "data folder."
    ),
    "household_key_unusable": N_(
        "The household's key cannot be used: {file}. Without it the stored faces stay sealed. Please put "
        "this file back from a backup."
    ),
    "data_folder_in_use": N_(
        "Another Munjigi already uses the data folder {folder} ({owner}). Stop that one, or choose another "
        "folder with “--data”."
    ),
    "port_taken": N_(
        "Port {port} of {host} is already taken. Stop the other program, or choose another port with “--port”."
    ),
    "address_not_loopback": N_(
        "{host} can be reached from other machines, and cameras cannot be paired yet. Use 127.0.0.1, or add "
        "“--insecure-lan” if you trust everyone on this network."
    ),
    "settings_unreadable": N_("The settings file cannot be read: {file} ({problem}). Please correct or remove it."),
    "setting_invalid": N_("The setting {setting} is not valid. Needed: {problem}"),
    "setting_fixed_by_environment": N_(
        "The setting {setting} is fixed by the environment variable {variable}. Please change or remove that one."
    ),
}

# Why a camera and the server parted.
_CONNECTION: Final[dict[str, str]] = {
    "protocol_too_old": N_(
        "The camera's software is too old for this server. Please update Munjigi on the camera "
        "(docs/raspberry-pi.md, “Update”)."
    ),
    "protocol_too_new": N_(
        "The camera's software is newer than this server. Please update Munjigi on the PC (“git pull”, then "
        "“scripts/run”)."
    ),
    "not_a_hello": N_("The connection did not begin as a Munjigi camera does. Please connect with munjigi-pi."),
    "message_too_large": N_(
        "A message was larger than the protocol allows. Please choose a smaller picture size on the camera."
    ),
    "malformed_message": N_(
        "A message could not be read. Please use the same version of Munjigi on the camera and the PC."
    ),
    "too_many_cameras": N_(
        "The server already knows as many cameras as it can. Please remove one that is not used any more."
    ),
    "replaced": N_("A newer connection of the same camera took over. Nothing needs to be done."),
    "forgotten": N_("This camera was removed from the household. Restart it to add it again."),
    "shutting_down": N_("The server is stopping. The camera connects again by itself when the server is back."),
    "camera_stopped": N_("The camera gives no pictures any more. Please check its cable, then restart it."),
}

# Labels of a verdict (board.md) and what a door shows (messages.md); no figures here.
_STATES: Final[dict[str, str]] = {
    "verdict_recognised": N_("Recognised"),
    "verdict_unknown": N_("Unknown"),
    "verdict_uncertain": N_("Uncertain"),
    "verdict_poor_view": N_("Poor view"),
    "verdict_attack_suspected": N_("Attack suspected"),
    "indicator_idle": N_("Ready"),
    "indicator_looking": N_("One moment, please."),
    "indicator_come_closer": N_("Come one step closer."),
    "indicator_look_here": N_("Please look at the camera."),
    "indicator_hold_still": N_("Hold still for a moment."),
    "indicator_recognised": N_("Welcome."),
    "indicator_not_recognised": N_("The door stays locked. Please ring, or use the PIN."),
    "indicator_unavailable": N_("Face recognition is off right now. Please use your key or PIN."),
}

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **_PIPELINE,
        **_SERVER,
        **_CONNECTION,
        **_STATES,
        **ADMIN_SENTENCES,
        **CAMERA_SENTENCES,
        **COMMAND_SENTENCES,
        **SERVING_SENTENCES,
        **DOCTOR_SENTENCES,
        **EVENTS_SENTENCES,
        **FRAME_SENTENCES,
        **FULL_SENTENCES,
        **ENROL_SENTENCES,
        **GUIDED_SENTENCES,
        **PEOPLE_SENTENCES,
        **PI_SENTENCES,
        **FIRST_RUN_SENTENCES,
        **SETTINGS_SENTENCES,
        **TERMS_SENTENCES,
        **TILE_SENTENCES,
        **WEIGHTS_SENTENCES,
        **LAB_SENTENCES,
        **WINDOW_SENTENCES,
    },
)
"""Code → English sentence with ``{parameters}``."""
