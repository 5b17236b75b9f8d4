"""The codes of a guided enrolment; the package's docstring has the table, ``resources.guided_sentences`` the words."""

from __future__ import annotations

import enum


class GuidedReason(enum.StrEnum):
    """Parameters in brackets; a hint carries figures that only its detail says."""

    # hints: one short sentence in large type
    WAITING = "guided_waiting"
    NO_FACE = "guided_no_face"
    SEVERAL_FACES = "guided_several_faces"  # faces, person
    TOO_FAR = "guided_too_far"  # face_px, needed_px
    CUT_OFF = "guided_cut_off"
    TOO_DARK = "guided_too_dark"  # brightness, needed
    BACKLIT = "guided_backlit"  # brightness, needed
    TOO_BRIGHT = "guided_too_bright"  # brightness, limit
    LOW_CONTRAST = "guided_low_contrast"  # contrast, needed
    BLURRED = "guided_blurred"  # sharpness, needed
    EYES_CLOSED = "guided_eyes_closed"  # eye_openness, needed
    LEANING = "guided_leaning"  # roll_deg, limit_deg
    LOOK_STRAIGHT = "guided_look_straight"  # turn_deg, limit_deg
    TURN_LEFT = "guided_turn_left"  # turn_deg, needed_deg
    TURN_RIGHT = "guided_turn_right"  # turn_deg, needed_deg
    TURN_UP = "guided_turn_up"  # turn_deg, needed_deg
    TURN_DOWN = "guided_turn_down"  # turn_deg, needed_deg
    TURN_BACK = "guided_turn_back"  # turn_deg, limit_deg, direction
    HOLD = "guided_hold"
    MOVE_SLIGHTLY = "guided_move_slightly"
    AS_YOU_ARRIVE = "guided_as_you_arrive"
    SOMEONE_ELSE = "guided_someone_else"  # person
    COMPLETE = "guided_complete"
    # details: the smaller line under a hint
    SIZE_FIGURES = "guided_size_figures"  # face_px, needed_px
    AIMED_SIZE = "guided_aimed_size"  # face_px, aimed_px
    LIGHT_FIGURES = "guided_light_figures"  # brightness, needed
    BRIGHT_FIGURES = "guided_bright_figures"  # brightness, limit
    CONTRAST_FIGURES = "guided_contrast_figures"  # contrast, needed
    SHARPNESS_FIGURES = "guided_sharpness_figures"  # sharpness, needed
    EYES_FIGURES = "guided_eyes_figures"  # eye_openness, needed
    LEANING_FIGURES = "guided_leaning_figures"  # roll_deg, limit_deg
    STRAIGHT_FIGURES = "guided_straight_figures"  # turn_deg, limit_deg
    TURN_FIGURES = "guided_turn_figures"  # turn_deg, needed_deg
    EYES_ON_CAMERA = "guided_eyes_on_camera"
    ONE_MORE = "guided_one_more"
    TWO_MORE = "guided_two_more"
    MORE = "guided_more"  # count
    STILL_COST = "guided_still_cost"
    # questions to the admin
    IS_THIS_REALLY = "guided_is_this_really"  # person, other, distance, threshold
    NOT_LIKE_BEFORE = "guided_not_like_before"  # person, distance, threshold
    # refusals
    ALREADY_RUNNING = "guided_already_running"  # person
    NOTHING_KEPT = "guided_nothing_kept"
    IS_OVER = "guided_is_over"
