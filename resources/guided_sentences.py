"""What a guided enrolment says while it leads a person round the ring; part of ``resources.sentences``.

A hint is one short sentence without a figure; the figures stand in the smaller line under it.
"""

from __future__ import annotations

from typing import Final

from resources.marking import N_

GUIDED_SENTENCES: Final[dict[str, str]] = {
    # hints
    "guided_waiting": N_("Waiting for the first picture"),
    "guided_no_face": N_("Please look at the camera"),
    "guided_several_faces": N_("Only {person} in the picture, please"),
    "guided_too_far": N_("Come one step closer"),
    "guided_cut_off": N_("Move to the middle of the picture"),
    "guided_too_dark": N_("Turn towards the light"),
    "guided_backlit": N_("Turn away from the light behind you"),
    "guided_too_bright": N_("Step out of the strong light"),
    "guided_low_contrast": N_("Wipe the lens or change the light"),
    "guided_blurred": N_("Hold still for a moment"),
    "guided_eyes_closed": N_("Keep your eyes open"),
    "guided_leaning": N_("Hold your head upright"),
    "guided_look_straight": N_("Look straight at the camera"),
    "guided_turn_left": N_("Turn a little to your left"),
    "guided_turn_right": N_("Turn a little to your right"),
    "guided_turn_up": N_("Lift your chin a little"),
    "guided_turn_down": N_("Lower your chin a little"),
    "guided_turn_back": N_("A little less far, please"),
    "guided_hold": N_("Good, hold it there"),
    "guided_move_slightly": N_("Move your head very slightly"),
    "guided_as_you_arrive": N_("Look as you usually arrive: glasses, hat"),
    "guided_someone_else": N_("Only {person} should stand here now"),
    "guided_complete": N_("Done. That was all."),
    # details
    "guided_size_figures": N_("The face is {face_px} px wide, needed {needed_px} px."),
    "guided_aimed_size": N_("This works: {face_px} px. Closer than {aimed_px} px would be better."),
    "guided_light_figures": N_("The face is too dark: brightness {brightness}, needed {needed}."),
    "guided_bright_figures": N_("The face is too bright: brightness {brightness}, at most {limit}."),
    "guided_contrast_figures": N_("The face is too flat: contrast {contrast}, needed {needed}."),
    "guided_sharpness_figures": N_("The picture is blurred: sharpness {sharpness}, needed {needed}."),
    "guided_eyes_figures": N_("The eyes look closed: openness {eye_openness}, needed {needed}."),
    "guided_leaning_figures": N_("The head leans {roll_deg}°, at most {limit_deg}° is good."),
    "guided_straight_figures": N_("Turned {turn_deg}°, at most {limit_deg}° is good."),
    "guided_turn_figures": N_("Turned {turn_deg}° of {needed_deg}°. Keep your eyes on the camera."),
    "guided_eyes_on_camera": N_("Slowly, and keep your eyes on the camera."),
    "guided_one_more": N_("Good. One more like this. Keep your eyes on the camera."),
    "guided_two_more": N_("Good. Two more like this. Keep your eyes on the camera."),
    "guided_more": N_("Good. {count} more like this. Keep your eyes on the camera."),
    "guided_still_cost": N_(
        "Only the view from the front is learnt: a face that comes in turned to the side may be recognised later, or "
        "not at all."
    ),
    # questions
    "guided_is_this_really": N_(
        "Is this really {person}? The face is nearer to {other}: distance {distance} L2, threshold {threshold} L2."
    ),
    "guided_not_like_before": N_(
        "Is this really {person}? The face is not like the samples before: distance {distance} L2, at most "
        "{threshold} L2."
    ),
    # refusals
    "guided_already_running": N_("{person} is just being enrolled. Please finish or leave that first."),
    "guided_nothing_kept": N_("There is no sample to save yet. Please take at least one."),
    "guided_is_over": N_("This enrolment is over. Please begin a new one."),
    "eyes_closed": N_("The eyes look closed: openness {eye_openness}, needed {needed}. Please keep them open."),
}
