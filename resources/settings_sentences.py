"""What the Settings screen and the settings file say; part of ``resources.sentences``."""

from __future__ import annotations

from typing import Final

from resources.marking import N_

SETTINGS_SENTENCES: Final[dict[str, str]] = {
    # the screen
    "settings_page_general": N_("General"),
    "settings_page_recognition": N_("Recognition"),
    "settings_page_retention": N_("Retention"),
    "settings_page_network": N_("Network"),
    "settings_page_about": N_("About"),
    "settings_language": N_("Language"),
    "settings_language_more": N_("Changes at once. Spoken hints follow."),
    "settings_theme": N_("Theme"),
    "settings_theme_more": N_("Pictures look the same in both."),
    "settings_theme_system": N_("System"),
    "settings_theme_dark": N_("Dark"),
    "settings_theme_light": N_("Light"),
    "settings_name": N_("Household"),
    "settings_name_more": N_("The name that this server has on the network."),
    "settings_data": N_("Data folder"),
    "settings_data_more": N_("Everything about your household stays there."),
    "settings_data_where": N_("{folder} · For another folder, start “munjigi --data DIR”."),
    "settings_open": N_("Open"),
    "settings_copy_path": N_("Copy path"),
    "settings_first_steps": N_("First steps"),
    "settings_first_steps_more": N_("Language, models, first camera, first person: one after the other."),
    "settings_first_steps_open": N_("Go through them"),
    "settings_preset": N_("Recogniser"),
    "settings_preset_more": N_("Which network compares the faces."),
    "settings_choice_standard": N_("Standard"),
    "settings_choice_classic": N_("Classic"),
    "settings_preset_standard_more": N_(
        "Standard compares with SFace: surer at the door, in poor light and from the side."
    ),
    "settings_preset_classic_more": N_(
        "Classic compares as in 2019, with OpenFace: much less sure. It finds faces from the front only, and mistakes "
        "strangers and family for one another far more often. For comparing, not for a door."
    ),
    "settings_threshold": N_("Threshold"),
    "settings_threshold_more": N_("How alike a visitor must be. The distance is known when the recogniser is there."),
    "settings_threshold_means": N_(
        "About 1 stranger in {strangers} would be taken for somebody: distance {threshold} L2. Measured on public "
        "faces, not in your household; close relatives are confused more often."
    ),
    "settings_threshold_rate": N_("1 in {strangers} strangers"),
    "settings_threshold_2019": N_("{l2} as in 2019 (1 in {strangers})"),
    "settings_preset_demo": N_("The demo always uses Standard."),
    "settings_device": N_("Compute device"),
    "settings_device_more": N_("Where the networks run; a graphics card is used when set-up found one."),
    "settings_models": N_("Models"),
    "settings_models_more": N_("The files that the networks are made of."),
    "settings_models_fetching": N_("The models are being fetched."),
    "settings_models_unknown": N_("The files have not been checked yet."),
    "settings_models_checked": N_("All {here} files are here, and every byte is right."),
    "settings_models_absent": N_("Of {all} files, {here} are here and right."),
    "settings_model_yunet": N_("Face finder · YuNet"),
    "settings_model_landmarks_68": N_("68 points · dlib"),
    "settings_model_sface": N_("Recogniser · SFace"),
    "settings_model_openface": N_("Recogniser of 2019 · OpenFace"),
    "settings_model_dlib_resnet": N_("Second opinion · ResNet"),
    "settings_model_some_of": N_("{done} of {total} MB"),
    "settings_model_files_of": N_("{done} of {total} files"),
    "settings_model_unknown": N_("not checked yet"),
    "settings_model_checked": N_("checked"),
    "settings_model_missing": N_("not here"),
    "settings_model_damaged": N_("damaged"),
    "settings_model_waiting": N_("waiting"),
    "settings_model_fetching": N_("fetching"),
    "settings_models_by_hand": N_(
        "With the files in a folder of yours, this does it too: munjigi-lab weights install {preset} --from FOLDER "
        '--weights "{folder}"'
    ),
    "settings_use_standard": N_("Use Standard?"),
    "settings_use_classic": N_("Use Classic?"),
    "settings_use_standard_button": N_("Use Standard"),
    "settings_use_classic_button": N_("Use Classic"),
    "settings_change_people": N_(
        "Have to enrol again, as their samples were made by another network ({count}): {people}."
    ),
    "settings_change_nobody": N_("Nobody has to enrol again."),
    "settings_change_restart": N_(
        "Recognition starts anew, which takes some seconds. Samples of the other recogniser are kept for the way back."
    ),
    "settings_from_folder": N_("From a folder…"),
    "settings_cancel": N_("Cancel"),
    "settings_snapshot_days": N_("Pictures of visits"),
    "settings_snapshot_days_more": N_("Then erased for good; the record of the visit stays."),
    "settings_event_days": N_("Record of visits"),
    "settings_event_days_more": N_("Who came when, with the distance and the reason. Then erased for good."),
    "settings_days": N_("{days} days"),
    "settings_no_days": N_("not kept"),
    "settings_address": N_("Server address"),
    "settings_address_more": N_("Cameras find it by themselves; this is for those that cannot."),
    "settings_copy_address": N_("Copy"),
    "settings_lan": N_("Let cameras of the whole network in"),
    "settings_lan_more": N_(
        "Off: only this PC is answered. On: cameras appear by themselves, but anyone on this network can pretend to be "
        "one, and pictures travel unencrypted. Pairing will make this needless."
    ),
    "settings_lan_on": N_(
        "On: anyone on this network can pretend to be a camera, and pictures travel unencrypted. Use it on a network "
        "that you trust."
    ),
    "settings_awake": N_("Staying awake"),
    "settings_awake_more": N_("While cameras are connected, this PC does not fall asleep by itself."),
    "settings_awake_not_asked": N_("While cameras are connected, this PC does not fall asleep by itself."),
    "settings_awake_held": N_("Cameras are connected, so this PC does not fall asleep by itself."),
    "settings_awake_no_means": N_(
        "This system offers no way to stay awake. Please turn off automatic sleep in its settings."
    ),
    "settings_awake_refused": N_("The system refused to stay awake. Please turn off automatic sleep in its settings."),
    "settings_version": N_("Munjigi"),
    "settings_version_more": N_("Free software (Apache-2.0). Nothing leaves the house, and nothing is counted."),
    "settings_about_models": N_("Models"),
    "settings_about_models_more": N_("Each is accepted by its SHA-256 alone, wherever it came from."),
    "settings_check_models": N_("Check every byte"),
    "settings_libraries": N_("Libraries"),
    "settings_libraries_more": N_("Installed on this PC, as they name their licences themselves."),
    # the command line and the file
    "settings_help_only": N_("with --screenshot: only this screen, for example live; may be given several times"),
    "munjigi_help_picture": N_("without a window: write a picture of the wall as PNG (else into the cache folder)"),
    "munjigi_wall_picture": N_("The wall, as a window would have shown it: {file}"),
    "settings_help_preset": N_("which recogniser, for this start: standard (SFace) or classic (OpenFace, as in 2019)"),
    "serve_help_preset": N_("which recogniser, for this start: standard (SFace) or classic (OpenFace, as in 2019)"),
    # presets
    "settings_recogniser_sface": N_("SFace"),
    "settings_recogniser_openface": N_("OpenFace"),
    "settings_preset_standard": N_("standard"),
    "settings_preset_classic": N_("classic"),
    "settings_not_comparable": N_("Some people have to enrol again."),
    "settings_not_comparable_more": N_(
        "Their samples were made by another recogniser and cannot be compared with this one: {people}."
    ),
    "settings_enrol_again": N_("Enrol again"),
    "settings_no_toml": N_(
        "Line {line}, column {column} of the settings file {file} cannot be read as TOML. Please correct that line, or "
        "remove the file."
    ),
}
