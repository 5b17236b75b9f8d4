"""The witness knows who stood at the door from the footage alone."""

from __future__ import annotations

import hashlib

from offload_server.demo.cast import Presence
from offload_server.demo.witness import Witness
from pipeline.ports import FaceEngine, FrameJob
from pipeline.types import Box, CameraId, ObservedFace
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_face, fake_observation, fake_picture

MINJI, STRANGER, NOBODY = b"minji.jpg", b"stranger.jpg", b"nobody.jpg"
BESIDE = b"two.jpg"
FILM = {
    MINJI: (Presence("minji"),),
    STRANGER: (Presence(None),),
    NOBODY: (),
    BESIDE: (Presence("minji", 0.0, 0.5), Presence(None, 0.5, 1.0)),
}


def _witness() -> tuple[Witness, FakeEngine]:
    engine = FakeEngine(answers=False)
    return Witness(engine, {hashlib.sha256(frame).hexdigest(): here for frame, here in FILM.items()}), engine


def _show(
    witness: Witness, engine: FakeEngine, seq: int, frame: bytes, *faces: ObservedFace, camera: str = "c1"
) -> None:
    witness.submit(FrameJob(CameraId(camera), seq, 0, 0, frame))
    engine.say(fake_observation(camera, seq, faces=faces, image=fake_picture(200, 100)))


def _face_at(left: float, visit_id: str) -> ObservedFace:
    face = fake_face(visit_id)
    return ObservedFace(
        track_id=face.track_id,
        visit_id=face.visit_id,
        box=Box(left, 10, 40, 50),
        five_points=None,
        landmarks=face.landmarks,
        quality=face.quality,
    )


def test_a_visit_is_whoever_is_in_its_frames() -> None:
    witness, engine = _witness()
    _show(witness, engine, 1, MINJI, fake_face("a"))
    _show(witness, engine, 2, STRANGER, fake_face("b"))
    assert (witness.roles("a"), witness.roles("b")) == (frozenset({"minji"}), frozenset({None}))


def test_a_face_where_nobody_is_is_nobody() -> None:
    witness, engine = _witness()
    _show(witness, engine, 1, NOBODY, fake_face("a"))
    assert witness.roles("a") == frozenset()
    assert witness.roles("never seen") == frozenset()


def test_two_people_in_one_picture_are_told_apart_by_where_they_stand() -> None:
    witness, engine = _witness()
    _show(witness, engine, 1, BESIDE, _face_at(20, "left"), _face_at(140, "right"))
    assert (witness.roles("left"), witness.roles("right")) == (frozenset({"minji"}), frozenset({None}))


def test_two_cameras_may_count_alike() -> None:
    witness, engine = _witness()
    witness.submit(FrameJob(CameraId("c1"), 1, 0, 0, MINJI))
    witness.submit(FrameJob(CameraId("c2"), 1, 0, 0, STRANGER))
    engine.say(fake_observation("c2", 1, faces=(fake_face("b"),)))
    engine.say(fake_observation("c1", 1, faces=(fake_face("a"),)))
    assert (witness.roles("a"), witness.roles("b")) == (frozenset({"minji"}), frozenset({None}))


def test_frames_of_another_camera_are_counted_and_name_nobody() -> None:
    witness, engine = _witness()
    _show(witness, engine, 1, b"somebody else's camera", fake_face("a"), camera="other")
    assert witness.strange_frames == 1
    assert witness.roles("a") == frozenset()


def test_replaced_frames_are_forgotten() -> None:
    witness, engine = _witness()
    for seq in range(2000):
        witness.submit(FrameJob(CameraId("c1"), seq, 0, 0, MINJI))
    assert len(witness._in_flight) < 300
    engine.say(fake_observation("c1", 1999, faces=(fake_face("a"),)))
    assert witness.roles("a") == {"minji"}


def test_everything_else_goes_to_the_engine() -> None:
    witness, engine = _witness()
    as_engine: FaceEngine = witness
    as_engine.start()
    assert as_engine.wait_until_ready(1.0)
    as_engine.use_gallery(())
    as_engine.use_false_match_rate(1e-5)
    as_engine.forget_camera(CameraId("c1"))
    heard: list[object] = []
    take_off = as_engine.listen(heard.append)
    engine.say(fake_observation())
    take_off()
    engine.say(fake_observation())
    assert as_engine.analyse(b"picture") is engine.picture_answer
    assert as_engine.status() == engine.status()
    as_engine.stop()
    assert (engine.false_match_rate, engine.forgotten, engine.pictures, len(heard)) == (1e-5, ["c1"], [b"picture"], 1)
