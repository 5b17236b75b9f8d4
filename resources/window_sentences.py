"""What the station's window says around the pictures; part of ``resources.sentences``."""

from __future__ import annotations

from typing import Final

from resources.marking import N_

WINDOW_SENTENCES: Final[dict[str, str]] = {
    # frame
    "window_title": N_("Munjigi"),
    "window_live": N_("Live"),
    "window_settings": N_("Settings"),
    "window_navigation": N_("Screens"),
    "window_doors_live": N_("{doors} doors, {live} live"),
    "window_one_door_live": N_("1 door, {live} live"),
    "window_landmarks": N_("Landmarks"),
    "window_curtain": N_("Curtain"),
    "window_visits_panel": N_("Visits panel"),
    "window_status_server": N_("Server"),
    "window_status_cameras": N_("Cameras"),
    "window_status_device": N_("Device"),
    "window_status_recogniser": N_("Recogniser"),
    "window_status_faces": N_("faces/s"),
    "window_status_none": N_("not running"),
    "window_status_loading": N_("loading"),
    # visits
    "window_visits_today": N_("Visits today"),
    "window_visits_none": N_("No visit yet today"),
    "window_visits_none_more": N_("Whoever comes to a door appears here."),
    "window_visits_legend": N_("Shorter bar = more alike. Left of the gate = same person."),
    "window_visit_too_far": N_("Nearest {person}, {excess} too far"),
    "window_visit_between": N_("{person} or {other}, {margin} apart"),
    # beginning and trouble
    "window_starting": N_("Munjigi is getting ready"),
    "window_starting_more": N_("The window can be used; the doors follow in a few seconds."),
    "window_step_server": N_("Opening the household and starting the server"),
    "window_step_models": N_("Loading the networks that compare faces"),
    "window_step_stopping": N_("Finishing what is being written"),
    "window_stopping": N_("Munjigi is stopping"),
    "window_loading_banner": N_("Recognition is still starting."),
    "window_loading_banner_more": N_("Doors may connect already; nobody is compared yet."),
    "window_not_started": N_("Munjigi could not start"),
    "window_stop_server": N_("To stop it, press Ctrl+C where it runs, or run: kill {process}"),
    "window_engine_trouble": N_("Recognition is off."),
    "window_pictures_trouble": N_(
        "The pictures cannot be written to {folder} ({problem}). Please choose another folder."
    ),
    "window_port_taken": N_(
        "Another program already uses port {port} of {host}. Close it and try again, or use another port."
    ),
    "window_weight_missing": N_("A model file is not on this PC: {file}. Fetching it needs the internet once."),
    "window_weight_damaged": N_("A model file is damaged and is not used: {file}. Please fetch it anew."),
    "window_try_again": N_("Try again"),
    "window_other_port": N_("Use another port"),
    "window_fetch_models": N_("Fetch the models"),
    "window_fetching_models": N_("Fetching the models"),
    "window_fetching_models_more": N_("Every file is checked before it is used."),
    "window_nobody_enrolled": N_("Nobody is enrolled yet, so everybody is unknown."),
    "window_nobody_enrolled_more": N_("Enrol somebody in front of a camera, or from photos: it takes about a minute."),
    "window_copy_command": N_("Copy the command"),
    "window_copied": N_("Copied"),
    # no door yet
    "window_empty": N_("No door is watched yet"),
    "window_empty_more": N_("Start with what is at hand. You can change this later."),
    "window_webcam": N_("Use this PC's webcam"),
    "window_webcam_more": N_("Good for enrolling at the desk, and for a door beside it."),
    "window_demo": N_("Try the demo doors"),
    "window_demo_more": N_("Two doors played from sample footage. Nothing is kept afterwards."),
    "window_start_demo": N_("Start the demo"),
    "window_demo_banner": N_("This is the demo: two doors played from sample footage."),
    "window_demo_banner_more": N_("Nothing is kept afterwards."),
    "window_end_demo": N_("End the demo"),
    # closing
    "window_keeps_watching": N_("Munjigi keeps watching: {doors}. Quit with Ctrl+Q."),
    "window_tray_show": N_("Show Munjigi"),
    "window_quit": N_("Quit"),
    "window_quit_question": N_("Quit Munjigi?"),
    "window_quit_more": N_("Then nobody watches: {doors}."),
    "window_keep_watching": N_("Keep watching"),
    "window_no_display": N_(
        "There is no display here for the window. Start “munjigi” on a desktop, or run “munjigi demo --headless”."
    ),
    "window_help_screenshot": N_("draw every screen with drawn faces into this folder and end"),
    "window_help_port": N_("the port to listen at; 0 takes any free one"),
    # keys
    "window_keys": N_("Keys of this screen"),
    "window_key_screens": N_("Go to a screen"),
    "window_key_settings": N_("Settings"),
    "window_key_tiles": N_("Move over doors and visits"),
    "window_key_landmarks": N_("Show or hide the 68 points"),
    "window_key_curtain": N_("Hide or show the pictures; watching goes on"),
    "window_key_panel": N_("Show or hide the visits"),
    "window_key_quit": N_("Quit; nobody watches then"),
    "window_key_help": N_("These keys"),
    "window_close": N_("Close"),
    # settings
    "window_setting_language": N_("Language"),
    "window_setting_language_more": N_("Changes at once."),
    "window_setting_theme": N_("Theme"),
    "window_setting_theme_more": N_("Pictures look the same in both."),
    "window_theme_system": N_("System"),
    "window_theme_dark": N_("Dark colours"),
    "window_theme_light": N_("Light colours"),
    "window_setting_data": N_("Data folder"),
    "window_setting_data_more": N_("Everything about your household stays there."),
    "window_setting_address": N_("Server address"),
    "window_setting_address_more": N_("Only this PC is answered."),
    "window_setting_about": N_("Version"),
    "window_setting_about_more": N_("Munjigi is free software (Apache-2.0)."),
    "window_not_known_yet": N_("not known yet"),
}
