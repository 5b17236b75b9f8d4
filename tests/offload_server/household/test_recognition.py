"""What is said of the faces on a picture."""

from __future__ import annotations

import pytest

from offload_server.household.events import list_events
from offload_server.household.house import House
from offload_server.household.people import add_person
from offload_server.household.recognition import judge, recognise
from offload_server.household.records import EventFilter, PersonRecord
from pipeline.errors import PictureRefusedError
from pipeline.reasons import PipelineReason
from pipeline.types import Candidate, Comparison, PersonId, Reason, Verdict
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import FAKE_SPACE, FAKE_THRESHOLD, fake_observation
from tests.offload_server.household.conftest import ADMIN
from tests.offload_server.household.faces import face, person

DARK = Reason.of(PipelineReason.FACE_TOO_DARK, brightness=20, needed=40)


def compared(*candidates: tuple[str, float]) -> Comparison:
    return Comparison(FAKE_SPACE, FAKE_THRESHOLD, tuple(Candidate(PersonId(who), far) for who, far in candidates))


@pytest.mark.parametrize(
    ("comparison", "reasons", "verdict", "code"),
    [
        (compared(), (), Verdict.UNKNOWN, PipelineReason.NO_ONE_ENROLLED),
        (None, (), Verdict.UNKNOWN, PipelineReason.NO_ONE_ENROLLED),
        (compared(("a", 0.7), ("b", 1.3)), (), Verdict.RECOGNISED, None),
        (compared(("a", 1.072)), (), Verdict.RECOGNISED, None),
        (compared(("a", 1.08)), (), Verdict.UNCERTAIN, PipelineReason.CLOSE_TO_THRESHOLD),
        (compared(("a", 1.3)), (), Verdict.UNKNOWN, PipelineReason.NEAREST_TOO_FAR),
        (compared(("a", 0.7), ("b", 0.72)), (), Verdict.UNCERTAIN, PipelineReason.TOO_ALIKE),
        (compared(("a", 1.06), ("b", 1.08)), (), Verdict.RECOGNISED, None),
        (compared(("a", 0.7)), (DARK,), Verdict.POOR_VIEW, PipelineReason.FACE_TOO_DARK),
    ],
)
def test_each_face_gets_the_verdict_of_a_single_look(
    comparison: Comparison | None, reasons: tuple[Reason, ...], verdict: Verdict, code: str | None
) -> None:
    judged = judge(face(person(1), reasons=reasons, comparison=comparison), doubt_distance=1.184)
    assert judged.verdict == verdict
    assert judged.person_id == ("a" if verdict is Verdict.RECOGNISED else None)
    assert [reason.code for reason in judged.reasons] == ([] if code is None else [code])


async def test_names_are_given_for_those_who_are_compared_and_no_event_is_made(
    house: House, engine: FakeEngine, minji: PersonRecord
) -> None:
    await add_person(ADMIN, house, "Jiho")
    faces = (face(person(1), comparison=compared((minji.id, 0.5))), face(person(2), comparison=compared()))
    engine.picture_answer = fake_observation(faces=faces)
    recognition = await recognise(ADMIN, house, b"photo")
    assert [each.verdict for each in recognition.faces] == [Verdict.RECOGNISED, Verdict.UNKNOWN]
    assert recognition.names == {minji.id: "민지"}
    assert (await list_events(ADMIN, house, EventFilter())).events == ()


async def test_a_refused_picture_is_the_pipelines_refusal(house: House, engine: FakeEngine) -> None:
    engine.picture_answer = PictureRefusedError(Reason.of(PipelineReason.PICTURE_EMPTY))
    with pytest.raises(PictureRefusedError):
        await recognise(ADMIN, house, b"")
