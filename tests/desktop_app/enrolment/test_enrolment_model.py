"""From one step to the next, and what is asked for at each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.enrolment import enrolment_model as moves
from desktop_app.enrolment.enrolment_model import PHOTOS, Consent, EnrolmentModel, Member, Source, SourceKind, Step
from offload_server.household.guided.states import (
    Direction,
    EnrolmentReport,
    GuidedPhase,
    GuidedState,
)
from pipeline.types import CameraId, PersonId, Reason, Threshold
from tests.desktop_app.enrolment.drafts import RING, drafts, state_with

_AGREED = Member(PersonId("p1"), "Min-jun", 4, Consent("Min-jun", guardian=False))
_NOT_YET = Member(PersonId("p2"), "Ha-eun", 0, None)
_DOOR = Source(SourceKind.DOOR, CameraId("c1"), "Front door")
_BEGUN = EnrolmentModel(members=(_AGREED, _NOT_YET))


def _report() -> EnrolmentReport:
    return EnrolmentReport(PersonId("p3"), "Mina", 15, 38.0, Threshold(1.08, "l2", 1e-3, "test"), ())


def test_a_new_name_is_asked_for_its_consent() -> None:
    model = moves.choose_name(_BEGUN, "  Mina   Kim ")
    assert (model.step, model.name, model.person) == (Step.CONSENT, "Mina Kim", None)
    agreed = moves.agree(model, Consent(" Seo-yeon ", guardian=True))
    assert agreed.step is Step.CAMERA
    assert agreed.consent == Consent("Seo-yeon", guardian=True)


def test_a_name_that_is_there_means_that_person() -> None:
    model = moves.choose_name(_BEGUN, "min-JUN")
    assert (model.person, model.step) == (_AGREED, Step.CAMERA)
    assert moves.choose_name(_BEGUN, "Ha-eun").step is Step.CONSENT, "she has not agreed yet"


def test_back_passes_over_a_consent_that_was_given_before() -> None:
    known = moves.choose_member(_BEGUN, _AGREED)
    assert moves.step_back(known).step is Step.PERSON
    new = moves.agree(moves.choose_name(_BEGUN, "Mina"), Consent("Mina", guardian=False))
    assert moves.step_back(new).step is Step.CONSENT
    assert moves.step_back(moves.step_back(new)).step is Step.PERSON


def test_back_from_another_camera_leads_to_the_faces_again() -> None:
    running = moves.began(_BEGUN, _DOOR, state_with(3))
    choosing = replace(running, step=Step.CAMERA)
    assert moves.step_back(choosing).step is Step.FACES
    assert moves.step_back(running) is running, "a running session is not left by stepping back"


def test_a_full_ring_leads_to_as_you_arrive_and_a_removed_sample_back() -> None:
    running = moves.began(_BEGUN, _DOOR, state_with(3))
    full = replace(state_with(3, 3, 3, 3, 3), phase=GuidedPhase.COMPLETE)
    arriving = moves.took_state(running, full)
    assert arriving.step is Step.ARRIVAL
    assert arriving.can_save
    assert moves.took_state(arriving, state_with(3, 3, 3, 3, 2)).step is Step.FACES


def test_a_ring_that_is_not_full_cannot_be_saved_but_photos_can() -> None:
    running = moves.began(_BEGUN, _DOOR, state_with(3, 2))
    assert not running.can_save
    assert moves.began(_BEGUN, PHOTOS, state_with(1)).can_save
    assert not moves.began(_BEGUN, PHOTOS, state_with()).can_save


@pytest.mark.parametrize(("source", "step"), [(_DOOR, Step.TRY), (PHOTOS, Step.REPORT)])
def test_only_a_camera_can_be_tried_out(source: Source, step: Step) -> None:
    done = moves.saved(moves.began(_BEGUN, source, state_with(3)), _report())
    assert done.step is step
    assert len(done.kept) == 3
    assert not done.has_session


def test_a_taken_name_is_asked_for_anew_and_another_refusal_stays() -> None:
    choosing = moves.agree(moves.choose_name(_BEGUN, "Mina"), Consent("Mina", guardian=False))
    assert moves.refused(choosing, Reason.of("name_taken", name="Mina")).step is Step.PERSON
    assert moves.refused(choosing, Reason.of("camera_not_connected")).step is Step.CAMERA


def test_only_a_webcam_is_mirrored() -> None:
    webcam = Source(SourceKind.WEBCAM, CameraId("c2"))
    assert [replace(_BEGUN, source=each).is_mirrored for each in (webcam, _DOOR, PHOTOS)] == [True, False, False]


def test_beginning_anew_forgets_the_person_and_keeps_the_household() -> None:
    model = moves.begin_anew(moves.began(_BEGUN, _DOOR, state_with(2)))
    assert model.members == _BEGUN.members
    assert (model.state, model.name, model.step) == (None, "", Step.PERSON)


def test_arriving_is_known_by_its_direction() -> None:
    state = GuidedState(
        GuidedPhase.LOOKING, "Mina", None, False, (*RING, Direction.ARRIVAL), drafts(3, 3, 3, 3, 3), Direction.ARRIVAL
    )
    assert moves.began(_BEGUN, _DOOR, state).step is Step.ARRIVAL
