"""From a face that passed the gates to a kept sample."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from offload_server.errors import NotFoundError, RefusedError
from offload_server.household.enrolled import enrolled_embeddings
from offload_server.household.enrolment_gates import MAX_SAMPLES, SAME_PERSON_RATE, Neighbours
from offload_server.household.house import House
from offload_server.household.pictures import to_png
from offload_server.household.records import SampleId, SampleRecord
from offload_server.reasons import ServerReason
from offload_server.store.samples import NewSample
from offload_server.store.store import Records
from pipeline.errors import EngineNotReadyError, InvalidEmbeddingError
from pipeline.gallery import mean_embedding
from pipeline.reasons import PipelineReason
from pipeline.types import CameraId, ObservedFace, PersonId, Reason, TemplateSpace


def room_for_samples(records: Records, person_id: PersonId) -> int:
    """How many samples may be added; NotFoundError, or RefusedError without consent or without room."""
    person = records.people.find(person_id)
    if person is None:
        raise NotFoundError(Reason.of(ServerReason.PERSON_NOT_FOUND))
    if person.consent is None:
        raise RefusedError(Reason.of(ServerReason.CONSENT_MISSING))
    if person.sample_count >= MAX_SAMPLES:
        raise RefusedError(Reason.of(ServerReason.TOO_MANY_SAMPLES, limit=MAX_SAMPLES))
    return MAX_SAMPLES - person.sample_count


def neighbours_of(records: Records, house: House, person_id: PersonId) -> Neighbours:
    """Whom a new sample of this person is compared with; EngineNotReadyError while the space is not known."""
    enrolled = enrolled_embeddings(records, _space_now(house))
    return Neighbours(
        own=tuple(enrolled.get(person_id, ())),
        others={each: mean_embedding(own) for each, own in enrolled.items() if each != person_id},
        names=records.people.names(),
        threshold=house.engine.threshold(house.settings.current.false_match_rate).distance,
        doubt_distance=house.engine.threshold(SAME_PERSON_RATE).distance,
    )


def make_sample(
    house: House, person_id: PersonId, face: ObservedFace, source: str, camera_id: CameraId | None = None
) -> NewSample:
    """A sample of ``face``, not yet kept. Blocks (encodes the aligned crop)."""
    if face.embedding is None or face.aligned is None:
        raise InvalidEmbeddingError(Reason.of(PipelineReason.EMBEDDING_INVALID))
    quality = face.quality
    record = SampleRecord(
        id=SampleId(uuid.uuid4().hex),
        person_id=person_id,
        created_at=house.clock(),
        source=source,
        camera_id=camera_id,
        face_px=float(quality.face_px),
        sharpness=float(quality.sharpness),
        brightness=float(quality.brightness),
        yaw_deg=float(quality.pose.yaw_deg),
        pitch_deg=float(quality.pose.pitch_deg),
    )
    return NewSample(record, to_png(face.aligned.image), face.embedding)


def keep_samples(records: Records, person_id: PersonId, samples: Sequence[NewSample]) -> tuple[SampleRecord, ...]:
    """Write as many as there is still room for, all in this transaction; the consent is looked up once more."""
    kept = samples[: room_for_samples(records, person_id)]
    for sample in kept:
        records.samples.insert(sample)
    return tuple(sample.record for sample in kept)


def _space_now(house: House) -> TemplateSpace:
    status = house.engine.status()
    if status.template_space is None:
        raise EngineNotReadyError(status.problem or Reason.of(PipelineReason.ENGINE_LOADING))
    return status.template_space
