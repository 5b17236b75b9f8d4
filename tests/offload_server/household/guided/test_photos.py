"""Photos instead of a camera."""

from __future__ import annotations

import asyncio

import pytest

from offload_server.errors import RefusedError
from offload_server.household.enrolment import list_samples
from offload_server.household.guided.reasons import GuidedReason
from offload_server.household.guided.session import GuidedEnrolment, begin
from offload_server.household.guided.states import Direction, GuidedPhase
from offload_server.household.house import House
from offload_server.reasons import ServerReason
from pipeline.errors import PictureRefusedError
from pipeline.reasons import PipelineReason
from pipeline.types import Reason
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_observation
from tests.offload_server.household.conftest import ADMIN
from tests.offload_server.household.faces import near
from tests.offload_server.household.guided.scenes import (
    DARK,
    FRONT,
    JIHO,
    MINJI,
    NEW,
    posed,
)


async def photo(session: GuidedEnrolment, engine: FakeEngine, *faces: object) -> tuple[bool, list[str]]:
    """Whether a photo of these faces was kept, and the codes of why not."""
    engine.picture_answer = fake_observation(faces=faces)  # type: ignore[arg-type]
    outcome = await session.add_photo("holiday.jpg", b"photo")
    assert outcome.file_name == "holiday.jpg"
    return outcome.draft is not None, [reason.code for reason in outcome.reasons]


async def test_photos_pass_the_same_gates_and_are_sorted_by_their_pose(house: House, engine: FakeEngine) -> None:
    session = await begin(ADMIN, house, NEW)
    small = Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41, needed_px=60)
    assert await photo(session, engine, posed(MINJI)) == (True, [])
    assert await photo(session, engine, posed(near(MINJI, 0.4, 1), (24, 3))) == (True, [])
    assert await photo(session, engine, posed(near(MINJI, 0.4, 2), (13, 3))) == (True, [])
    assert await photo(session, engine, posed(MINJI)) == (False, [ServerReason.SAMPLE_ALREADY_KEPT])
    assert await photo(session, engine) == (False, [ServerReason.NO_FACE_IN_PICTURE])
    assert await photo(session, engine, posed(MINJI), posed(JIHO)) == (False, [ServerReason.SEVERAL_FACES_IN_PICTURE])
    assert await photo(session, engine, posed(MINJI, eyes=0.05, reasons=(small, DARK))) == (
        False,
        [PipelineReason.FACE_TOO_SMALL, PipelineReason.FACE_TOO_DARK, PipelineReason.EYES_CLOSED],
    )
    engine.picture_answer = PictureRefusedError(Reason.of(PipelineReason.PICTURE_NOT_SUPPORTED, kind="HEIC"))
    outcome = await session.add_photo("live.heic", b"heic")
    assert [reason.code for reason in outcome.reasons] == [PipelineReason.PICTURE_NOT_SUPPORTED]
    assert [sample.direction for sample in session.state.samples] == [Direction.FRONT, Direction.LEFT, Direction.LEFT]
    report = await session.save(ADMIN)
    assert report.samples == 3
    samples = await list_samples(ADMIN, house, session.person_id)
    assert {(sample.source, sample.camera_id) for sample in samples} == {("picture", None)}


async def test_a_doubtful_photo_waits_for_the_answer(house: House, engine: FakeEngine) -> None:
    session = await begin(ADMIN, house, NEW)
    await photo(session, engine, posed(MINJI))
    assert await photo(session, engine, posed(JIHO)) == (False, [ServerReason.NOT_LIKE_EARLIER_SAMPLES])
    assert session.state.question is not None
    assert session.state.question.code == GuidedReason.NOT_LIKE_BEFORE
    await session.answer(True)
    assert len(session.state.samples) == 2
    await session.leave()


async def test_a_photo_that_comes_too_late_is_not_kept(house: House, engine: FakeEngine) -> None:
    session = await begin(ADMIN, house, NEW)
    adding = asyncio.create_task(session.add_photo("a.jpg", b"photo"))
    await asyncio.sleep(0)
    await session.leave()
    with pytest.raises(RefusedError):
        await adding


async def test_no_more_than_a_person_may_have(house: House, engine: FakeEngine) -> None:
    session = await begin(ADMIN, house, NEW)
    kept = [await photo(session, engine, posed(near(MINJI, 0.4, number), FRONT)) for number in range(31)]
    assert kept[29:] == [(True, []), (False, [ServerReason.TOO_MANY_SAMPLES])]
    assert session.state.phase is GuidedPhase.COMPLETE
    await session.leave()
