"""What may become a sample, from pictures and through a camera."""

from __future__ import annotations

import asyncio
import dataclasses
import functools

import numpy as np
import pytest

from offload_server.errors import ConflictError, NotFoundError, RefusedError, StorageFullError
from offload_server.household.cameras import forget_camera
from offload_server.household.consents import withdraw_consent
from offload_server.household.enrolment import (
    enrol_from_camera,
    enrol_picture,
    erase_sample,
    list_samples,
    sample_picture,
)
from offload_server.household.enrolment_gates import MAX_SAMPLES, NEAR_DUPLICATE_SHARE
from offload_server.household.house import House
from offload_server.household.people import add_person, get_person
from offload_server.household.records import CameraEnrolment, CameraRecord, PersonRecord, SampleId, SampleRecord
from offload_server.reasons import ServerReason
from offload_server.store.store import Records
from pipeline.errors import PictureRefusedError
from pipeline.reasons import PipelineReason
from pipeline.types import CameraId, Embedding, Observation, ObservedFace, PersonId, Reason
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import FAKE_SPACE, fake_observation, fake_picture
from tests.offload_server.household.conftest import ADMIN, CONSENT
from tests.offload_server.household.faces import CROP_MARKER, face, near, person

MINJI_FACE = person(1)
JIHO_FACE = person(2)
DARK = Reason.of(PipelineReason.FACE_TOO_DARK, brightness=20, needed=40)
SMALL = Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41, needed_px=60)


async def enrol(
    house: House, engine: FakeEngine, who: PersonId, *embeddings: Embedding, accept_alike: bool = False
) -> SampleRecord:
    """Enrol one picture an embedding; the last sample."""
    sample = None
    for embedding in embeddings:
        engine.picture_answer = fake_observation(faces=(face(embedding),))
        sample = await enrol_picture(ADMIN, house, who, b"photo", accept_alike=accept_alike)
    assert sample is not None
    return sample


async def refused(house: House, who: PersonId, *, accept_alike: bool = False) -> RefusedError:
    """The refusal of one picture; the person has as many samples as before."""
    before = await list_samples(ADMIN, house, who)
    with pytest.raises(RefusedError) as refusal:
        await enrol_picture(ADMIN, house, who, b"photo", accept_alike=accept_alike)
    assert await list_samples(ADMIN, house, who) == before
    return refusal.value


async def test_a_good_picture_becomes_a_sample_that_the_engine_knows_at_once(
    house: House, engine: FakeEngine, minji: PersonRecord
) -> None:
    sample = await enrol(house, engine, minji.id, MINJI_FACE)
    assert (sample.source, sample.camera_id, sample.face_px, sample.yaw_deg) == ("picture", None, 120, 3)
    assert await list_samples(ADMIN, house, minji.id) == (sample,)
    assert (await get_person(ADMIN, house, minji.id)).sample_count == 1
    (template,) = engine.templates
    assert template.person_id == minji.id
    np.testing.assert_allclose(template.embedding.vector, MINJI_FACE.vector, atol=1e-6)


async def test_several_samples_make_one_mean_template(house: House, engine: FakeEngine, minji: PersonRecord) -> None:
    await enrol(house, engine, minji.id, MINJI_FACE, near(MINJI_FACE, 0.4, 1), near(MINJI_FACE, 0.4, 2))
    (template,) = engine.templates
    assert template.sample_count == 3


async def test_the_crop_is_kept_and_the_picture_is_not(house: House, engine: FakeEngine, minji: PersonRecord) -> None:
    import cv2

    sample = await enrol(house, engine, minji.id, MINJI_FACE)
    jpeg = await sample_picture(ADMIN, house, minji.id, sample.id)
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    assert image.shape == (112, 112, 3)
    assert abs(float(image.mean()) - CROP_MARKER) < 2
    files = b"".join(file.read_bytes() for file in house.data.path.glob("munjigi.sqlite3*"))
    for trace in (b"photo", b"\x89PNG", MINJI_FACE.vector.tobytes(), MINJI_FACE.vector.tobytes()[:16]):
        assert trace not in files


async def test_without_consent_nobody_is_looked_at(house: House, engine: FakeEngine) -> None:
    jiho = await add_person(ADMIN, house, "Jiho")
    assert (await refused(house, jiho.id)).reason.code == ServerReason.CONSENT_MISSING
    assert engine.pictures == [], "the picture was not even analysed"


async def test_a_consent_withdrawn_during_the_analysis_wins(
    house: House, engine: FakeEngine, minji: PersonRecord
) -> None:
    original = engine.analyse
    loop = asyncio.get_running_loop()

    def analyse(picture: bytes) -> Observation:
        asyncio.run_coroutine_threadsafe(withdraw_consent(ADMIN, house, minji.id), loop).result(5)
        return original(picture)

    engine.analyse = analyse  # type: ignore[method-assign]
    engine.picture_answer = fake_observation(faces=(face(MINJI_FACE),))
    assert (await refused(house, minji.id)).reason.code == ServerReason.CONSENT_MISSING
    assert engine.templates == ()


@pytest.mark.parametrize(
    ("faces", "code"),
    [
        ((), ServerReason.NO_FACE_IN_PICTURE),
        ((face(MINJI_FACE), face(JIHO_FACE, width_px=60)), ServerReason.SEVERAL_FACES_IN_PICTURE),
        ((face(MINJI_FACE, reasons=(DARK, SMALL)),), PipelineReason.FACE_TOO_DARK),
    ],
)
async def test_a_picture_without_one_good_face_is_refused(
    house: House, engine: FakeEngine, minji: PersonRecord, faces: tuple[ObservedFace, ...], code: str
) -> None:
    engine.picture_answer = fake_observation(faces=faces)
    assert (await refused(house, minji.id)).reason.code == code


async def test_every_reason_of_a_poor_face_is_told(house: House, engine: FakeEngine, minji: PersonRecord) -> None:
    engine.picture_answer = fake_observation(faces=(face(MINJI_FACE, reasons=(DARK, SMALL)),))
    assert (await refused(house, minji.id)).reasons == (DARK, SMALL)


async def test_a_face_in_the_background_too_small_to_be_meant_does_not_matter(
    house: House, engine: FakeEngine, minji: PersonRecord
) -> None:
    engine.picture_answer = fake_observation(faces=(face(JIHO_FACE, width_px=59), face(MINJI_FACE)))
    await enrol_picture(ADMIN, house, minji.id, b"photo")
    np.testing.assert_allclose(engine.templates[0].embedding.vector, MINJI_FACE.vector, atol=1e-6)


async def test_an_unreadable_picture_is_the_pipelines_refusal(
    house: House, engine: FakeEngine, minji: PersonRecord
) -> None:
    engine.picture_answer = PictureRefusedError(Reason.of(PipelineReason.PICTURE_EMPTY))
    with pytest.raises(PictureRefusedError):
        await enrol_picture(ADMIN, house, minji.id, b"")
    assert await list_samples(ADMIN, house, minji.id) == ()


async def test_the_same_picture_is_kept_once(house: House, engine: FakeEngine, minji: PersonRecord) -> None:
    await enrol(house, engine, minji.id, MINJI_FACE)
    assert (await refused(house, minji.id, accept_alike=True)).reason.code == ServerReason.SAMPLE_ALREADY_KEPT
    await enrol(house, engine, minji.id, near(MINJI_FACE, NEAR_DUPLICATE_SHARE * 1.072 + 0.01))


async def test_a_face_of_somebody_else_is_refused_until_the_admin_insists(
    house: House, engine: FakeEngine, minji: PersonRecord
) -> None:
    await enrol(house, engine, minji.id, MINJI_FACE)
    minseo = await add_person(ADMIN, house, "민서", CONSENT)
    alike = near(MINJI_FACE, 0.8)
    engine.picture_answer = fake_observation(faces=(face(alike),))
    reason = (await refused(house, minseo.id)).reason
    assert reason.code == ServerReason.LOOKS_LIKE_SOMEONE_ELSE
    assert reason.figures()["person"] == "민지"
    assert reason.figures()["distance"] == pytest.approx(0.8, abs=0.001)
    await enrol(house, engine, minseo.id, alike, accept_alike=True)
    assert {template.person_id for template in engine.templates} == {minji.id, minseo.id}
    await enrol(house, engine, minseo.id, near(alike, 0.3)), "nearer to herself than to her sister"


async def test_a_stranger_among_a_persons_samples_is_refused(
    house: House, engine: FakeEngine, minji: PersonRecord
) -> None:
    await enrol(house, engine, minji.id, MINJI_FACE, near(MINJI_FACE, 1.15), near(MINJI_FACE, 0.3))
    engine.picture_answer = fake_observation(faces=(face(JIHO_FACE),))
    assert (await refused(house, minji.id)).reason.code == ServerReason.NOT_LIKE_EARLIER_SAMPLES
    await enrol(house, engine, minji.id, JIHO_FACE, accept_alike=True)


async def test_there_is_an_end_to_samples(house: House, engine: FakeEngine, minji: PersonRecord) -> None:
    for seed in range(MAX_SAMPLES):
        await enrol(house, engine, minji.id, near(MINJI_FACE, 0.3, seed))
    reason = (await refused(house, minji.id)).reason
    assert reason == Reason.of(ServerReason.TOO_MANY_SAMPLES, limit=MAX_SAMPLES)


async def test_an_erased_sample_is_forgotten(house: House, engine: FakeEngine, minji: PersonRecord) -> None:
    first = await enrol(house, engine, minji.id, MINJI_FACE)
    await enrol(house, engine, minji.id, near(MINJI_FACE, 0.3))
    await erase_sample(ADMIN, house, minji.id, first.id)
    assert engine.templates[0].sample_count == 1
    for call in (erase_sample(ADMIN, house, minji.id, first.id), sample_picture(ADMIN, house, minji.id, first.id)):
        with pytest.raises(NotFoundError) as refusal:
            await call
        assert refusal.value.reason.code == ServerReason.SAMPLE_NOT_FOUND


async def test_a_sample_belongs_to_its_person(house: House, engine: FakeEngine, minji: PersonRecord) -> None:
    sample = await enrol(house, engine, minji.id, MINJI_FACE)
    jiho = await add_person(ADMIN, house, "Jiho", CONSENT)
    for call in (
        erase_sample(ADMIN, house, jiho.id, sample.id),
        sample_picture(ADMIN, house, jiho.id, sample.id),
        sample_picture(ADMIN, house, minji.id, SampleId("x")),
    ):
        with pytest.raises(NotFoundError):
            await call
    assert len(engine.templates) == 1


async def test_a_full_disk_at_enrolment_keeps_what_was_there_and_nothing_else(
    house: House, engine: FakeEngine, minji: PersonRecord
) -> None:
    await enrol(house, engine, minji.id, MINJI_FACE)
    templates = engine.templates
    await house.store.write(functools.partial(set_pages_left, left=0))
    large = np.random.default_rng(1).integers(0, 255, (112, 112, 3), np.uint8)
    full = face(near(MINJI_FACE, 0.4))
    assert full.aligned is not None
    full = dataclasses.replace(full, aligned=dataclasses.replace(full.aligned, image=large))
    engine.picture_answer = fake_observation(faces=(full,))
    with pytest.raises(StorageFullError) as refusal:
        await enrol_picture(ADMIN, house, minji.id, b"photo")
    assert refusal.value.reason.code == ServerReason.STORAGE_FULL
    assert len(await list_samples(ADMIN, house, minji.id)) == 1
    assert engine.templates == templates
    await house.store.write(functools.partial(set_pages_left, left=100))
    await enrol_picture(ADMIN, house, minji.id, b"photo")
    assert len(await list_samples(ADMIN, house, minji.id)) == 2


def set_pages_left(records: Records, left: int) -> None:
    connection = records.people.connection
    pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    connection.exec_driver_sql(f"PRAGMA max_page_count={pages + left}")


# ---- through a camera


class Door:
    """A camera that says what it sees, one frame at a time."""

    def __init__(self, house: House, camera_id: CameraId) -> None:
        self._house = house
        self._camera_id = camera_id
        self._seq = 0

    async def show(self, *faces: ObservedFace, after_ms: int = 250, problem: Reason | None = None) -> None:
        """Publish one frame and let the watcher look at it."""
        self._seq += after_ms
        seen = fake_observation(self._camera_id, faces=faces, problem=problem)
        moved = dataclasses.replace(seen, captured_at_ns=self._seq * 1_000_000)
        self._house.views.publish(moved)
        for _ in range(200):  # the watcher encodes crops in a worker thread
            await asyncio.sleep(0.001)
            if self._is_idle():
                return

    def _is_idle(self) -> bool:
        return all(queue.empty() for queue in self._house.views._watchers.get(self._camera_id, ()))


async def look(
    house: House, who: PersonId, camera_id: CameraId, wanted: int = 3, seconds: float = 5
) -> asyncio.Task[CameraEnrolment]:
    """Begin to look; the watcher is in place when this returns."""
    task = asyncio.create_task(enrol_from_camera(ADMIN, house, who, camera_id, wanted, seconds))
    for _ in range(2000):
        if house.views._watchers.get(camera_id):
            break
        await asyncio.sleep(0.001)
    return task


async def test_a_look_through_a_camera_keeps_differing_frames_in_one_go(
    house: House, engine: FakeEngine, minji: PersonRecord, camera: CameraRecord
) -> None:
    door = Door(house, camera.id)
    task = await look(house, minji.id, camera.id, wanted=2)
    await door.show()
    await door.show(face(MINJI_FACE, reasons=(DARK,)))
    await door.show(face(MINJI_FACE), face(JIHO_FACE))
    await door.show(face(MINJI_FACE))
    await door.show(face(MINJI_FACE))
    await door.show(face(JIHO_FACE))
    await door.show(problem=Reason.of(PipelineReason.PICTURE_DAMAGED))
    await door.show(face(near(MINJI_FACE, 0.3)))
    enrolment = await task
    assert [sample.source for sample in enrolment.samples] == ["camera", "camera"]
    assert {sample.camera_id for sample in enrolment.samples} == {camera.id}
    assert enrolment.frames_seen == 8
    assert {reason.code: count for reason, count in enrolment.refusals} == {
        ServerReason.NO_FACE_IN_PICTURE: 1,
        PipelineReason.FACE_TOO_DARK: 1,
        ServerReason.SEVERAL_FACES_IN_PICTURE: 1,
        ServerReason.SAMPLE_ALREADY_KEPT: 1,
        ServerReason.NOT_LIKE_EARLIER_SAMPLES: 1,
        PipelineReason.PICTURE_DAMAGED: 1,
    }
    assert engine.templates[0].sample_count == 2
    assert len(await list_samples(ADMIN, house, minji.id)) == 2


async def test_two_people_cannot_be_given_one_face_by_two_looks_at_once(
    house: House, minji: PersonRecord, camera: CameraRecord
) -> None:
    jiho = await add_person(ADMIN, house, "Jiho", CONSENT)
    first = await look(house, minji.id, camera.id, wanted=1)
    second = await look(house, jiho.id, camera.id, wanted=1)
    while len(house.views._watchers[camera.id]) < 2:  # noqa: ASYNC110 - a look has no event of its own
        await asyncio.sleep(0.001)
    await Door(house, camera.id).show(face(MINJI_FACE))
    outcomes = await asyncio.gather(first, second, return_exceptions=True)
    refusals = [outcome for outcome in outcomes if isinstance(outcome, RefusedError)]
    assert [refusal.reason.code for refusal in refusals] == [ServerReason.LOOKS_LIKE_SOMEONE_ELSE]
    assert len(await list_samples(ADMIN, house, minji.id)) + len(await list_samples(ADMIN, house, jiho.id)) == 1


async def test_frames_of_the_same_moment_are_passed_over(
    house: House, minji: PersonRecord, camera: CameraRecord
) -> None:
    door = Door(house, camera.id)
    task = await look(house, minji.id, camera.id, wanted=2)
    await door.show(face(MINJI_FACE))
    await door.show(face(near(MINJI_FACE, 0.3, 1)), after_ms=190)
    await door.show(face(near(MINJI_FACE, 0.3, 2)), after_ms=20)
    enrolment = await task
    assert enrolment.frames_seen == 3
    assert enrolment.refusals == ()


async def test_a_face_that_the_stream_did_not_embed_is_looked_at_as_a_picture(
    house: House, engine: FakeEngine, minji: PersonRecord, camera: CameraRecord
) -> None:
    engine.picture_answer = fake_observation(faces=(face(MINJI_FACE),), image=fake_picture())
    task = await look(house, minji.id, camera.id, wanted=1)
    await Door(house, camera.id).show(face(None))
    assert len((await task).samples) == 1
    assert engine.pictures[0].startswith(b"\x89PNG")


async def test_a_look_that_found_nothing_says_what_was_wrong(
    house: House, minji: PersonRecord, camera: CameraRecord
) -> None:
    door = Door(house, camera.id)
    task = await look(house, minji.id, camera.id, seconds=0.3)
    await door.show(face(MINJI_FACE, reasons=(SMALL,)))
    await door.show(face(MINJI_FACE, reasons=(SMALL,)))
    await door.show()
    with pytest.raises(RefusedError) as refusal:
        await task
    assert refusal.value.reason == Reason.of(ServerReason.NO_USABLE_FRAME, seconds=0.3)
    assert [reason.code for reason in refusal.value.reasons[1:]] == [SMALL.code, ServerReason.NO_FACE_IN_PICTURE]


async def test_what_was_found_before_the_camera_went_away_is_kept(
    house: House, minji: PersonRecord, camera: CameraRecord
) -> None:
    task = await look(house, minji.id, camera.id, seconds=0.3)
    await Door(house, camera.id).show(face(MINJI_FACE))
    house.views.disconnected(camera.id)
    assert len((await task).samples) == 1


async def test_a_consent_withdrawn_during_the_look_wins(
    house: House, engine: FakeEngine, minji: PersonRecord, camera: CameraRecord
) -> None:
    task = await look(house, minji.id, camera.id, wanted=2)
    door = Door(house, camera.id)
    await door.show(face(MINJI_FACE))
    await withdraw_consent(ADMIN, house, minji.id)
    await door.show(face(near(MINJI_FACE, 0.3)))
    with pytest.raises(RefusedError) as refusal:
        await task
    assert refusal.value.reason.code == ServerReason.CONSENT_MISSING
    assert await list_samples(ADMIN, house, minji.id) == ()
    assert engine.templates == ()


async def test_which_camera_and_for_how_long_must_make_sense(
    house: House, minji: PersonRecord, camera: CameraRecord
) -> None:
    for wanted, seconds, field in (
        (0, 5, "wanted"),
        (31, 5, "wanted"),
        (3, 0, "seconds"),
        (3, float("nan"), "seconds"),
    ):
        with pytest.raises(RefusedError) as refusal:
            await enrol_from_camera(ADMIN, house, minji.id, camera.id, wanted, seconds)
        assert refusal.value.reason.figures()["field"] == field
    with pytest.raises(NotFoundError) as unknown:
        await enrol_from_camera(ADMIN, house, minji.id, CameraId("x"), 3, 1)
    assert unknown.value.reason.code == ServerReason.CAMERA_NOT_FOUND
    house.views.disconnected(camera.id)
    with pytest.raises(ConflictError) as gone:
        await enrol_from_camera(ADMIN, house, minji.id, camera.id, 3, 1)
    assert gone.value.reason.code == ServerReason.CAMERA_NOT_CONNECTED
    await forget_camera(ADMIN, house, camera.id)
    with pytest.raises(NotFoundError):
        await enrol_from_camera(ADMIN, house, minji.id, camera.id, 3, 1)


def test_the_fake_faces_are_as_far_apart_as_the_tests_say() -> None:
    from pipeline.gallery import distance

    assert distance(MINJI_FACE, near(MINJI_FACE, 0.8)) == pytest.approx(0.8, abs=1e-5)
    assert distance(MINJI_FACE, JIHO_FACE) > 1.2
    assert MINJI_FACE.space == FAKE_SPACE
