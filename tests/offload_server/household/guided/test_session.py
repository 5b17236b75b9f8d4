"""Round the ring, and what the admin may do on the way."""

from __future__ import annotations

import numpy as np
import pytest

from offload_server.errors import ConflictError
from offload_server.household.cameras import admit_camera
from offload_server.household.guided.hints import STEADY_NS
from offload_server.household.guided.reasons import GuidedReason
from offload_server.household.guided.session import GuidedEnrolment
from offload_server.household.guided.states import Direction, DraftId, Gate, GuidedPhase
from offload_server.household.house import House
from offload_server.household.people import list_people
from offload_server.household.records import CameraRecord
from offload_server.reasons import ServerReason
from pipeline.errors import EngineNotReadyError, PictureRefusedError
from pipeline.reasons import PipelineReason
from pipeline.types import Reason
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_observation
from tests.offload_server.household.conftest import ADMIN, CAMERA
from tests.offload_server.household.faces import near
from tests.offload_server.household.guided.scenes import (
    DARK,
    JIHO,
    MINJI,
    POSES,
    Door,
    Person,
    now,
    posed,
    until,
)

# ---- round the ring


async def test_a_person_who_turns_round_fills_the_ring_and_is_saved_whole(
    house: House, engine: FakeEngine, session: GuidedEnrolment, door: Door
) -> None:
    minji = Person(MINJI)
    assert now(session).wanted is Direction.FRONT
    for pose in POSES.values():
        await door.show_for(1.6, minji, pose)
    state = now(session)
    assert state.phase is GuidedPhase.COMPLETE
    assert {each: len(state.kept(each)) for each in state.directions} == dict.fromkeys(state.directions, 3)
    assert await list_people(ADMIN, house) == (), "nothing is written before it is saved"
    report = await session.save(ADMIN)
    assert (report.samples, len(report.own), report.name) == (15, 15, "Minji")
    assert report.by_direction == dict.fromkeys(state.directions, 3)
    assert report.seconds == pytest.approx(8, abs=0.5)
    assert report.pictures_seen == state.pictures_seen
    (saved,) = await list_people(ADMIN, house)
    assert (saved.name, saved.sample_count, saved.consent is not None) == ("Minji", 15, True)
    assert [template.person_id for template in engine.templates] == [saved.id]
    assert now(session).phase is GuidedPhase.ENDED
    assert house.guided.session is None


async def test_the_front_comes_first_as_the_turns_are_counted_from_it(session: GuidedEnrolment, door: Door) -> None:
    minji = Person(MINJI)
    await door.show_for(1, minji, POSES["left"])
    assert now(session).samples == ()
    await door.show_for(0.3, minji, (2, -8))
    await door.show_for(1.6, minji, (2, 8))
    assert [sample.direction for sample in now(session).kept(Direction.UP)] == [Direction.UP] * 3
    pose = now(session).pose
    assert pose is not None
    assert pose.pitch_deg == 16, "drawn as it is counted"


async def test_a_direction_fills_though_another_one_is_asked_for(session: GuidedEnrolment, door: Door) -> None:
    minji = Person(MINJI)
    await door.show_for(1, minji)
    assert now(session).wanted is Direction.LEFT
    await door.show_for(0.6, minji, POSES["down"])
    assert now(session).wanted is Direction.DOWN
    assert now(session).kept(Direction.DOWN)
    await door.show_for(0.2, minji)
    assert now(session).wanted is Direction.LEFT


async def test_kept_samples_are_400_ms_apart_and_differ(session: GuidedEnrolment, door: Door) -> None:
    await door.show(posed(MINJI))
    await door.show(posed(near(MINJI, 0.3, 1)), after_ms=350)
    assert len(now(session).samples) == 1
    for _ in range(4):
        await door.show(posed(MINJI), after_ms=450)
    assert len(now(session).samples) == 1, "the same look teaches nothing"
    await door.show(posed(MINJI), after_ms=1 + STEADY_NS // 1_000_000)
    assert now(session).hint == Reason.of(GuidedReason.MOVE_SLIGHTLY)
    await door.show(posed(near(MINJI, 0.3, 2)), after_ms=450)
    assert len(now(session).samples) == 2


async def test_a_poor_face_is_not_kept_and_its_gate_says_why(session: GuidedEnrolment, door: Door) -> None:
    await door.show(posed(MINJI, reasons=(DARK,)))
    await door.show(posed(MINJI, eyes=0.05), after_ms=300)
    await door.show(posed(MINJI), posed(JIHO, width_px=90, track=2), after_ms=300)
    await door.show(after_ms=300)
    assert now(session).samples == ()
    assert [reading.passed for reading in now(session).gates if reading.gate is Gate.ONE_FACE] == [False]
    assert {reason.code: count for reason, count in session._lead.tally.refusals} == {
        PipelineReason.FACE_TOO_DARK: 1,
        PipelineReason.EYES_CLOSED: 1,
        ServerReason.SEVERAL_FACES_IN_PICTURE: 1,
        ServerReason.NO_FACE_IN_PICTURE: 1,
    }


async def test_a_damaged_frame_leaves_the_picture_before(session: GuidedEnrolment, door: Door, house: House) -> None:
    shown = await door.show(posed(MINJI))
    door.session = None
    damaged = Reason.of(PipelineReason.PICTURE_DAMAGED)
    await door.show(problem=damaged)
    await until(lambda: damaged in dict(session._lead.tally.refusals))
    assert now(session).observation is shown


async def test_a_face_that_the_stream_does_not_embed_is_cut_out_and_looked_at(
    house: House, engine: FakeEngine, session: GuidedEnrolment, door: Door
) -> None:
    engine.picture_answer = fake_observation(faces=(posed(MINJI),))
    await door.show(posed(None))
    assert len(now(session).samples) == 1
    import cv2

    picture = cv2.imdecode(np.frombuffer(engine.pictures[0], np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape[:2] == (312, 312), "the face and .8 of its width around it, not the neighbours"
    engine.picture_answer = fake_observation(faces=())
    await door.show(posed(None), after_ms=400)
    engine.picture_answer = PictureRefusedError(Reason.of(PipelineReason.PICTURE_DAMAGED))
    await door.show(posed(None), after_ms=400)
    engine.picture_answer = EngineNotReadyError(Reason.of(PipelineReason.ENGINE_LOADING))
    await door.show(posed(None), after_ms=400)
    assert len(now(session).samples) == 1
    await door.show(posed(near(MINJI, 0.3)), after_ms=400)
    assert len(now(session).samples) == 2, "it goes on after all that"


async def test_the_stream_is_waited_for_when_it_embeds_by_itself(
    engine: FakeEngine, session: GuidedEnrolment, door: Door
) -> None:
    await door.show(posed(MINJI))
    await door.show(posed(MINJI), after_ms=350)
    await door.show(posed(None), after_ms=250)
    assert engine.pictures == []


# ---- what the admin may do


async def test_pause_undo_and_remove(session: GuidedEnrolment, door: Door) -> None:
    minji = Person(MINJI)
    await door.show_for(0.5, minji)
    first, second = now(session).samples
    await session.undo_last()
    assert now(session).samples == (first,)
    await session.pause()
    await door.show_for(1, minji)
    assert (now(session).phase, now(session).samples) == (GuidedPhase.PAUSED, (first,))
    assert now(session).hint is None
    assert now(session).observation is not None, "the picture goes on"
    await session.resume()
    await door.show_for(0.3, minji)
    assert now(session).phase is GuidedPhase.LOOKING
    await session.remove(first.id)
    assert first not in now(session).samples
    await session.remove(DraftId("gone"))
    for _ in range(5):
        await session.undo_last()
    assert now(session).samples == ()
    assert second.quality > 0


async def test_a_full_ring_opens_again_when_something_is_taken_back(session: GuidedEnrolment, door: Door) -> None:
    minji = Person(MINJI)
    for pose in POSES.values():
        await door.show_for(1.6, minji, pose)
    assert now(session).phase is GuidedPhase.COMPLETE
    assert now(session).hint == Reason.of(GuidedReason.COMPLETE)
    seen = now(session).pictures_seen
    await door.show_for(0.5, minji)
    assert len(now(session).samples) == 15
    assert now(session).pictures_seen > seen
    await session.undo_last()
    assert (now(session).phase, now(session).wanted) == (GuidedPhase.LOOKING, Direction.DOWN)


async def test_the_path_without_head_movement_takes_six_from_the_front_over_some_seconds(
    session: GuidedEnrolment, door: Door
) -> None:
    await session.without_movement(True)
    assert (now(session).directions, now(session).wanted_total) == ((Direction.FRONT,), 6)
    await door.show_for(1, Person(MINJI))
    assert now(session).detail == Reason.of(GuidedReason.STILL_COST)
    begun = now(session).seconds
    await door.show_for(6, Person(MINJI, spread=0.4))
    assert now(session).phase is GuidedPhase.COMPLETE
    assert len(now(session).kept(Direction.FRONT)) == 6
    assert begun < 2
    await session.without_movement(False)
    assert now(session).wanted is Direction.LEFT


async def test_as_you_usually_arrive_waits_for_the_hat(session: GuidedEnrolment, door: Door) -> None:
    minji = Person(MINJI)
    await door.show_for(1, minji)
    await session.begin_arrival()
    assert now(session).directions[-1] is Direction.ARRIVAL
    await door.show_for(3, minji)
    assert now(session).kept(Direction.ARRIVAL) == ()
    assert now(session).hint == Reason.of(GuidedReason.AS_YOU_ARRIVE)
    for _ in range(5):
        await door.show(posed(minji.look(), (3, 8), eyes=0.05), after_ms=700)
    assert len(now(session).kept(Direction.ARRIVAL)) == 3
    assert now(session).phase is GuidedPhase.COMPLETE


async def test_another_camera_keeps_what_was_kept(house: House, session: GuidedEnrolment, door: Door) -> None:
    await door.show_for(1, Person(MINJI))
    kept = now(session).samples
    other = (await admit_camera(CAMERA, house, "Garden", None)).camera
    with pytest.raises(ConflictError):
        await session.use_camera(other.id)
    house.views.connected(other.id)
    await session.use_camera(other.id)
    assert (now(session).camera_id, now(session).samples, now(session).observation) == (other.id, kept, None)
    assert now(session).hint == Reason.of(GuidedReason.WAITING)
    await Door(house, other.id, session).show_for(0.5, Person(MINJI), POSES["left"])
    assert now(session).kept(Direction.LEFT)
    assert list(house.views._watchers) == [other.id], "the first one is no longer watched"
    await session.use_camera(None)
    assert now(session).hint is None
    await until(lambda: not house.views._watchers)


# ---- the camera


async def test_a_lost_camera_is_said_and_goes_on_by_itself(
    house: House, camera: CameraRecord, session: GuidedEnrolment, door: Door
) -> None:
    minji = Person(MINJI)
    await door.show_for(0.5, minji)
    kept = now(session).samples
    house.views.disconnected(camera.id)
    await until(lambda: now(session).phase is GuidedPhase.CAMERA_LOST)
    assert now(session).hint is None
    assert now(session).samples == kept
    house.views.connected(camera.id)
    await door.show_for(0.5, minji)
    assert now(session).phase is GuidedPhase.LOOKING
    assert len(now(session).samples) == 3


async def test_a_frozen_camera_is_lost_too(
    session: GuidedEnrolment, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("offload_server.household.guided.watching.LOST_S", 0.1)
    await door.show(posed(MINJI))
    await until(lambda: now(session).phase is GuidedPhase.CAMERA_LOST)
