"""What the full view of one door says; part of ``resources.sentences``."""

from __future__ import annotations

from typing import Final

from resources.marking import N_

FULL_SENTENCES: Final[dict[str, str]] = {
    "full_back": N_("Back to all doors"),
    "full_panel": N_("Who is at this door"),
    "full_key_curtain": N_("Hide or show the picture of this door alone"),
    "full_key_points": N_("Show or hide the 68 points of this door alone"),
    "full_key_faces": N_("At full size: tell of another face"),
    # the visit
    "full_visit": N_("visit {seconds} s · {kept} of {most} crops"),
    "full_visit_short": N_("{seconds} s · {kept}/{most}"),
    "full_face_of": N_("face {number} of {count}"),
    "full_face_next": N_("Next face"),
    "full_face_before": N_("Face before"),
    "full_not_compared": N_("Not compared yet; the first must be within {threshold}."),
    "full_compared_once": N_("Compared once; the next must be within {threshold}."),
    "full_compared": N_("Compared {attempts} times; the next must be within {threshold}."),
    "full_second_agrees": N_("Second opinion agrees: {recogniser} {distance}, threshold {threshold}"),
    "full_second_differs": N_("Second opinion says no: {recogniser} {distance}, threshold {threshold}"),
    # everybody
    "full_everybody": N_("Distance to everybody"),
    "full_smaller": N_("{unit}, smaller = closer"),
    "full_mean": N_("Mean of {crops} crops"),
    "full_one_look": N_("This picture alone, not yet a mean"),
    "full_show_all": N_("Show all {count}"),
    "full_show_fewer": N_("Show fewer"),
    "full_person_heard": N_("{person} {distance}"),
    "full_nobody_judged": N_("Nobody is compared while the view is too poor."),
    "full_nobody_yet": N_("Nobody has been compared yet."),
    # what the camera gives
    "full_quality": N_("What the camera gives"),
    "full_aligned": N_("aligned {side_px}"),
    "full_no_crop": N_("no crop yet"),
    "full_size": N_("Size"),
    "full_sharpness": N_("Sharp"),
    "full_light": N_("Brightness"),
    "full_contrast": N_("Contrast"),
    "full_turn": N_("Turn"),
    "full_eyes": N_("Eyes open"),
    "full_meter_met": N_("{name} {value}, good enough"),
    "full_meter_missed": N_("{name} {value}, not good enough"),
    "full_meter": N_("{name} {value}"),
    "full_crops": N_("Crops of this visit"),
    "full_crops_heard": N_("{kept} of {most} crops kept"),
    "full_not_kept": N_("Not kept: {reasons}"),
    "full_not_kept_one": N_("{reason} {count}"),
    "full_nothing_new": N_("like a kept one"),
    "full_pose": N_("turn {yaw_deg}° · tilt {pitch_deg}° · roll {roll_deg}°"),
    # the way of a frame
    "full_lens_to_answer": N_("lens to answer"),
    "full_part_link": N_("link"),
    "full_part_wait": N_("wait"),
    "full_part_decode": N_("decode"),
    "full_part_detect": N_("detect"),
    "full_part_points": N_("68 points"),
    "full_part_embed": N_("embed"),
    "full_part_compare": N_("compare"),
    # nobody to tell about
    "full_nobody": N_("Nobody in view"),
    "full_nobody_more": N_("Whoever comes to this door is judged here."),
    "full_hidden": N_("The picture is hidden"),
    "full_hidden_more": N_("Watching goes on: visits are judged and recorded as before."),
    "full_not_live": N_("Nothing is judged now"),
    "full_not_live_more": N_("This door sends no live picture."),
}
