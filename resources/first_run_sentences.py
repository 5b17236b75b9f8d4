"""What the first minutes in a new household say; part of ``resources.sentences``."""

from __future__ import annotations

from typing import Final

from resources.marking import N_

FIRST_RUN_SENTENCES: Final[dict[str, str]] = {
    "first_run_what": N_("the doorkeeper of your house"),
    "first_run_promise": N_("You can close this at any time and go on later, in Settings."),
    "first_run_done": N_("done"),
    "first_run_here": N_("you are here"),
    "first_run_step_language": N_("Language"),
    "first_run_step_household": N_("Household"),
    "first_run_step_models": N_("Models"),
    "first_run_step_camera": N_("First camera"),
    "first_run_step_person": N_("First person"),
    "first_run_back": N_("Back"),
    "first_run_close": N_("Close"),
    "first_run_later": N_("Do this later"),
    "first_run_next_household": N_("Next: household"),
    "first_run_next_models": N_("Next: models"),
    "first_run_next_camera": N_("Next: first camera"),
    "first_run_next_person": N_("Next: first person"),
    "first_run_next_finish": N_("Finish"),
    "first_run_language": N_("Which language?"),
    "first_run_language_more": N_("Changes at once, and can be changed at any time."),
    "first_run_household": N_("What is your household called?"),
    "first_run_household_more": N_("Cameras and this window show the name, so that two homes are not mixed up."),
    "first_run_household_example": N_("The Kims"),
    "first_run_household_note": N_("Whoever is in your network can read this name; no name of a person is ever told."),
    "first_run_models": N_("Getting the models"),
    "first_run_models_more": N_("They stay on this PC. No picture ever leaves the house."),
    "first_run_all_here": N_("Everything that Munjigi needs to see is here"),
    "first_run_all_here_more": N_("Every byte was checked. Recognition starts by itself."),
    "first_run_landmarks_terms": N_("The 68-point model may not be used commercially."),
    "first_run_camera": N_("The first camera"),
    "first_run_camera_more": N_("Any of these will do for now. More can be added at any time."),
    "first_run_use_webcam": N_("Use the webcam"),
    "first_run_webcam": N_("This PC's webcam"),
    "first_run_webcam_more": N_("At once, to try things out. It watches as if it hung at a door."),
    "first_run_webcam_name": N_("Webcam"),
    "first_run_opening_webcam": N_("Opening the webcam"),
    "first_run_no_webcam": N_("No webcam was found at this PC."),
    "first_run_pi": N_("A Raspberry Pi at the door"),
    "first_run_pi_more": N_(
        "Run “munjigi-pi run --camera picamera” there, and let cameras of the network in here: it appears by itself, "
        "and asks to be confirmed."
    ),
    "first_run_doors": N_("Already here: {doors}."),
    "first_run_person": N_("The first face"),
    "first_run_person_more": N_("Yours, perhaps: no Raspberry Pi is needed for it."),
    "first_run_face": N_("My own face named in two minutes"),
    "first_run_face_more": N_("In front of a camera, or from a few photos of one person."),
    "first_run_enrol": N_("Enrol"),
    "first_run_consent": N_("Nobody is enrolled without consent: the text comes first, and can be withdrawn later."),
}
