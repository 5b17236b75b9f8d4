"""Guided enrolment: one person in front of one camera, led by hints until every direction has its samples.

``session.begin`` starts one; ``house.guided.session`` is the one that goes on, if any; its ``state`` (``states.py``) is
polled. ``hints.arrow_of(state.hint)`` says which way an arrow points (the subject's own left and right). Every code is
in ``reasons.GuidedReason`` and is said by ``resources.guided_sentences``. Figures in brackets; those of a hint are for
drawing, its sentence says none of them: they stand in ``state.detail``.

Hints (``state.hint``), the first that holds, and the detail under each:

=====================  ===================================  ===================================================
hint                   figures                              detail
=====================  ===================================  ===================================================
guided_waiting                                              (no picture has come yet)
guided_no_face
guided_several_faces   faces, person
guided_someone_else    person                               (the admin said: this is not the person)
guided_too_far         face_px, needed_px                   guided_size_figures (the same)
guided_cut_off
guided_too_dark        brightness, needed                   guided_light_figures (the same)
guided_backlit         brightness, needed                   guided_light_figures (the same)
guided_too_bright      brightness, limit                    guided_bright_figures (the same)
guided_low_contrast    contrast, needed                     guided_contrast_figures (the same)
guided_blurred         sharpness, needed                    guided_sharpness_figures (the same)
guided_eyes_closed     eye_openness, needed                 guided_eyes_figures (the same)
guided_leaning         roll_deg, limit_deg                  guided_leaning_figures (the same)
guided_as_you_arrive                                        guided_eyes_on_camera
guided_look_straight   turn_deg, limit_deg                  guided_straight_figures (the same)
guided_turn_left       turn_deg, needed_deg; arrow left     guided_turn_figures (the same), or what is kept
guided_turn_right      turn_deg, needed_deg; arrow right    guided_turn_figures (the same), or what is kept
guided_turn_up         turn_deg, needed_deg; arrow up       guided_turn_figures (the same), or what is kept
guided_turn_down       turn_deg, needed_deg; arrow down     guided_turn_figures (the same), or what is kept
guided_turn_back       turn_deg, limit_deg, direction       guided_straight_figures (turn_deg, limit_deg)
guided_hold                                                 what is kept
guided_move_slightly                                        what is kept
guided_complete                                             (the phase is COMPLETE)
=====================  ===================================  ===================================================

"What is kept" is guided_one_more, guided_two_more, guided_more (count), guided_eyes_on_camera before the first,
guided_aimed_size (face_px, aimed_px) for a face between floor and aim, or guided_still_cost without head movement.
No hint is given while the session is paused, over, without a camera, or the camera is lost.

Questions (``state.question``, nothing is kept until ``answer``): guided_is_this_really (person, other, distance,
threshold), guided_not_like_before (person, distance, threshold).

Refusals: guided_already_running (person), guided_nothing_kept, guided_is_over; those of a photo are the pipeline's and
the server's own (face_too_small ..., eyes_closed, no_face_in_picture, several_faces_in_picture, sample_already_kept,
looks_like_someone_else, not_like_earlier_samples, too_many_samples, picture_damaged ...).
"""
