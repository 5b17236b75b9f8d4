"""Real clips through the real engine: each gate lets the right face in and keeps the wrong one out, and says why."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from offload_server.data_folder import DataFolder
from offload_server.household.guided.reasons import GuidedReason
from offload_server.household.guided.session import GuidedEnrolment, begin
from offload_server.household.guided.states import Direction, Gate, GuidedState
from offload_server.household.guided.who import Who
from offload_server.household.house import House, close_house, open_house
from offload_server.household.pictures import to_jpeg
from offload_server.reasons import ServerReason
from pipeline.engine import Engine
from pipeline.reasons import PipelineReason
from pipeline.types import CameraId, UInt8Array
from tests.offload_server.household.conftest import ADMIN, CONSENT
from tests.offload_server.household.guided.real_stream import RealDoor
from tests.pipeline.real_faces import clip_frames, group
from weights.store import WeightsStore

pytestmark = [pytest.mark.models, pytest.mark.timeout(240)]
DOOR = CameraId("door")
Change = Callable[[UInt8Array], UInt8Array]


@pytest.fixture
async def house(data: DataFolder, real_engine: Engine) -> AsyncIterator[House]:
    opened = await open_house(data, real_engine)
    yield opened
    await close_house(opened)


@pytest.fixture
async def door(house: House, real_engine: Engine) -> AsyncIterator[RealDoor]:
    opened = RealDoor(house, real_engine, DOOR)
    close = opened.open()
    yield opened
    close()
    real_engine.forget_camera(DOOR)


async def enrolment(door: RealDoor, name: str = "Minji") -> GuidedEnrolment:
    """Of a new person in front of the door."""
    door.session = await begin(ADMIN, door.house, Who(None, name, CONSENT), DOOR)
    return door.session


async def play(door: RealDoor, frames: Sequence[UInt8Array], change: Change = lambda image: image) -> GuidedState:
    """Show these frames; the state after the last."""
    assert door.session is not None
    for image in frames:
        await door.show(to_jpeg(change(image)))
    return door.session.state


def man(models: WeightsStore) -> list[UInt8Array]:
    """72 frames of one man who looks into the lens and blinks once (frames 26-28)."""
    return list(clip_frames(models.require("clip-single-face")))


def smaller(image: UInt8Array) -> UInt8Array:
    """The same from afar: a face of some 45 px."""
    return np.asarray(cv2.resize(image, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA), np.uint8)


def darker(image: UInt8Array) -> UInt8Array:
    return np.asarray(image * 0.15, np.uint8)


def shaken(image: UInt8Array) -> UInt8Array:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), 6), np.uint8)


def passed(state: GuidedState, gate: Gate) -> bool | None:
    return next(reading.passed for reading in state.gates if reading.gate is gate)


async def test_a_man_before_the_lens_is_taken_from_the_front_only(door: RealDoor, models: WeightsStore) -> None:
    await enrolment(door)
    state = await play(door, man(models)[::2])
    assert {sample.direction for sample in state.samples} == {Direction.FRONT}
    assert len(state.samples) == 3
    assert state.wanted is Direction.LEFT
    assert all(sample.face_px > 100 and sample.picture.shape == (112, 112, 3) for sample in state.samples)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (smaller, (Gate.SIZE, GuidedReason.TOO_FAR, PipelineReason.FACE_TOO_SMALL)),
        (shaken, (Gate.SHARPNESS, GuidedReason.BLURRED, PipelineReason.FACE_BLURRED)),
        (darker, (Gate.LIGHT, GuidedReason.TOO_DARK, PipelineReason.FACE_TOO_DARK)),
    ],
)
async def test_a_poor_picture_is_kept_out_and_the_hint_says_why(
    door: RealDoor, models: WeightsStore, change: Change, expected: tuple[Gate, GuidedReason, PipelineReason]
) -> None:
    session = await enrolment(door)
    state = await play(door, man(models)[:10], change)
    gate, hint, refusal = expected
    assert state.samples == ()
    assert passed(state, gate) is False
    assert state.hint is not None
    assert state.hint.code == hint
    assert [reason.code for reason, _ in session._lead.tally.refusals] == [refusal]


async def test_a_blink_is_not_kept(door: RealDoor, models: WeightsStore) -> None:
    session = await enrolment(door)
    state = await play(door, man(models)[26:28])
    assert state.samples == ()
    assert passed(state, Gate.EYES) is False
    assert [reason.code for reason, _ in session._lead.tally.refusals] == [PipelineReason.EYES_CLOSED]


async def test_closed_eyes_are_asked_to_open(door: RealDoor, models: WeightsStore) -> None:
    await enrolment(door)
    frames = list(clip_frames(models.require("clip-wolfgang-langer")))
    shut = await play(door, frames[30:80:4])
    assert shut.hint is not None
    assert (shut.hint.code, shut.samples) == (GuidedReason.EYES_CLOSED, ())
    opened = await play(door, frames[150:240:4])
    assert opened.samples
    assert passed(opened, Gate.EYES)


async def test_a_second_face_keeps_everybody_out(door: RealDoor, models: WeightsStore) -> None:
    await enrolment(door)
    state = await play(door, [group(models)] * 3)
    assert state.samples == ()
    assert passed(state, Gate.ONE_FACE) is False
    assert state.hint is not None
    assert state.hint.code == GuidedReason.SEVERAL_FACES


async def test_one_face_for_two_people_is_asked_about(door: RealDoor, models: WeightsStore) -> None:
    minji = await enrolment(door, "Minji")
    frames = man(models)
    await play(door, frames[:26:2])
    await minji.save(ADMIN)
    twin = await enrolment(door, "Minseo")
    state = await play(door, frames[30::2])
    assert state.samples == ()
    assert state.question is not None
    assert state.question.code == GuidedReason.IS_THIS_REALLY
    assert (state.question.figures()["person"], state.question.figures()["other"]) == ("Minseo", "Minji")
    await twin.answer(True)
    state = await play(door, frames[:26:2])
    assert state.question is None
    assert len(state.samples) == 3
    report = await twin.save(ADMIN)
    assert report.look_alike is not None
    assert report.look_alike.name == "Minji"


async def test_more_samples_of_somebody_whom_the_door_recognises(door: RealDoor, models: WeightsStore) -> None:
    """The stream embeds a recognised face once a second only, so the session looks for itself."""
    first = await enrolment(door)
    frames = man(models)
    await play(door, frames[:26:2])
    await first.save(ADMIN)
    session = door.session = await begin(ADMIN, door.house, Who(first.person_id, ""), DOOR)
    state = await play(door, frames[30:])
    assert state.question is None
    assert len(state.samples) >= 2
    assert (await session.save(ADMIN)).samples >= 5


async def test_another_person_who_steps_in_is_asked_about(door: RealDoor, models: WeightsStore) -> None:
    session = await enrolment(door)
    await play(door, man(models)[:26:2])
    woman = list(clip_frames(models.require("clip-wolfgang-langer")))[150:]
    await session.undo_last()
    state = await play(door, woman[:60:3])
    assert state.question is not None
    assert state.question.code == GuidedReason.NOT_LIKE_BEFORE
    await session.answer(False)
    state = await play(door, woman[60:120:3])
    assert len(state.samples) == 2
    assert state.question is None
    assert state.hint is not None
    assert state.hint.code == GuidedReason.SOMEONE_ELSE


@pytest.mark.shared
async def test_the_turning_woman_fills_both_sides(door: RealDoor, shared_folder: Path) -> None:
    session = await enrolment(door)
    clip = list(clip_frames(shared_folder / "video" / "head-pose-face-detection-female.gif"))
    for _ in range(3):
        await play(door, clip)
    state = session.state
    assert state.kept(Direction.LEFT)
    assert state.kept(Direction.RIGHT)
    assert all(sample.pose.yaw_deg > 8 for sample in state.kept(Direction.LEFT))
    assert all(sample.pose.yaw_deg < -8 for sample in state.kept(Direction.RIGHT))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("clip", "refusal"),
    [
        ("head-pose-face-detection-female-and-male", ServerReason.SEVERAL_FACES_IN_PICTURE),
        ("face-demographics-walking", PipelineReason.FACE_TOO_SMALL),
        ("classroom", PipelineReason.FACE_TOO_SMALL),
    ],
)
async def test_two_at_once_and_whoever_is_far_away_are_not_taken(
    door: RealDoor, shared_folder: Path, clip: str, refusal: str
) -> None:
    session = await enrolment(door)
    await play(door, list(clip_frames(shared_folder / "video" / f"{clip}.gif"))[:24])
    assert session.state.samples == ()
    assert session._lead.tally.refusals[0][0].code == refusal
