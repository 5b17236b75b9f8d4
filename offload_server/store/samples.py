"""Rows of samples and their embeddings; pictures and vectors go through the vault."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection, Row, delete, insert, select

from offload_server.errors import StorageDamagedError
from offload_server.household.records import SampleId, SampleRecord
from offload_server.reasons import ServerReason
from offload_server.store.schema import consents, embeddings, samples
from offload_server.store.vault import Owner, Vault
from pipeline.types import Embedding, PersonId, Reason, TemplateSpace, read_only

_PICTURE = "sample"
_VECTOR = "embedding"
_VECTOR_TYPE = np.dtype("<f4")


@dataclass(frozen=True, slots=True, eq=False)
class NewSample:
    """A sample to be kept: ``picture`` is the aligned crop as PNG, never the original."""

    record: SampleRecord
    picture: bytes
    embedding: Embedding


@dataclass(frozen=True, slots=True, eq=False)
class WholeSample:
    """Everything that is kept of a sample, unsealed: ``picture`` as PNG, one embedding a space."""

    record: SampleRecord
    picture: bytes
    embeddings: tuple[Embedding, ...]


@dataclass(frozen=True, slots=True, eq=False)
class StoredEmbedding:
    """An embedding as it lies in the store, still sealed."""

    person_id: PersonId
    sample_id: SampleId
    space: TemplateSpace
    sealed_vector: bytes


@dataclass(frozen=True, slots=True)
class Samples:
    """Repository of samples and embeddings within one transaction."""

    connection: Connection
    vault: Vault

    def insert(self, sample: NewSample) -> None:
        self.insert_whole(WholeSample(sample.record, sample.picture, (sample.embedding,)))

    def insert_whole(self, sample: WholeSample) -> None:
        record = sample.record
        owner = Owner("person", record.person_id)
        self.connection.execute(
            insert(samples).values(
                {
                    "id": record.id,
                    "person_id": record.person_id,
                    "created_at": record.created_at,
                    "source": record.source,
                    "camera_id": record.camera_id,
                    "face_px": record.face_px,
                    "sharpness": record.sharpness,
                    "brightness": record.brightness,
                    "yaw_deg": record.yaw_deg,
                    "pitch_deg": record.pitch_deg,
                    "sealed_picture": self.vault.seal(owner, _PICTURE, record.id, sample.picture),
                }
            )
        )
        for embedding in sample.embeddings:
            self._insert_embedding(owner, record.id, embedding)

    def whole(self, person_id: PersonId, sample_id: SampleId) -> WholeSample | None:
        """A sample with its picture and every embedding; None when this person has no such sample."""
        found = next((record for record in self.of(person_id) if record.id == sample_id), None)
        picture = self.picture(person_id, sample_id)
        if found is None or picture is None:
            return None
        rows = self.connection.execute(select(embeddings).where(embeddings.c.sample_id == sample_id))
        stored = (
            StoredEmbedding(person_id, sample_id, TemplateSpace.parse(row.space), row.sealed_vector) for row in rows
        )
        return WholeSample(found, picture, tuple(self.open_embedding(each) for each in stored))

    def of(self, person_id: PersonId) -> tuple[SampleRecord, ...]:
        """A person's samples, oldest first."""
        rows = self.connection.execute(
            select(samples).where(samples.c.person_id == person_id).order_by(samples.c.created_at, samples.c.id)
        )
        return tuple(_record(row) for row in rows)

    def picture(self, person_id: PersonId, sample_id: SampleId) -> bytes | None:
        """The aligned crop as PNG; None when this person has no such sample."""
        sealed = self.connection.execute(
            select(samples.c.sealed_picture).where(samples.c.id == sample_id, samples.c.person_id == person_id)
        ).scalar_one_or_none()
        if sealed is None:
            return None
        return self.vault.open(Owner("person", person_id), _PICTURE, sample_id, sealed)

    def delete(self, person_id: PersonId, sample_id: SampleId) -> bool:
        found = delete(samples).where(samples.c.id == sample_id, samples.c.person_id == person_id)
        return self.connection.execute(found).rowcount > 0

    def delete_all_of(self, person_id: PersonId) -> int:
        """Every sample of a person and the key that they were sealed with."""
        self.vault.erase(Owner("person", person_id))
        return self.connection.execute(delete(samples).where(samples.c.person_id == person_id)).rowcount

    def of_consenting(self) -> tuple[StoredEmbedding, ...]:
        """The sealed embeddings of everybody whose consent is valid, of every space, oldest first."""
        consenting = select(consents.c.person_id).where(consents.c.withdrawn_at.is_(None))
        rows = self.connection.execute(
            select(samples.c.person_id, embeddings.c.sample_id, embeddings.c.space, embeddings.c.sealed_vector)
            .join(embeddings, embeddings.c.sample_id == samples.c.id)
            .where(samples.c.person_id.in_(consenting))
            .order_by(samples.c.created_at, samples.c.id)
        )
        return tuple(
            StoredEmbedding(row.person_id, row.sample_id, TemplateSpace.parse(row.space), row.sealed_vector)
            for row in rows
        )

    def spaces_of_consenting(self) -> dict[PersonId, frozenset[TemplateSpace]]:
        """In which spaces everybody with samples and a valid consent has some."""
        consenting = select(consents.c.person_id).where(consents.c.withdrawn_at.is_(None))
        rows = self.connection.execute(
            select(samples.c.person_id, embeddings.c.space)
            .join(embeddings, embeddings.c.sample_id == samples.c.id)
            .where(samples.c.person_id.in_(consenting))
            .distinct()
        )
        found: defaultdict[PersonId, set[TemplateSpace]] = defaultdict(set)
        for row in rows:
            found[row.person_id].add(TemplateSpace.parse(row.space))
        return {person_id: frozenset(spaces) for person_id, spaces in found.items()}

    def open_embedding(self, stored: StoredEmbedding) -> Embedding:
        """Unseal; StorageDamagedError when it is not what was written."""
        owner = Owner("person", stored.person_id)
        vector_id = _vector_id(stored.sample_id, stored.space.id)
        plaintext = self.vault.open(owner, _VECTOR, vector_id, stored.sealed_vector)
        if len(plaintext) == 0 or len(plaintext) % _VECTOR_TYPE.itemsize:
            raise StorageDamagedError(Reason.of(ServerReason.STORAGE_DAMAGED, file=f"embedding {stored.sample_id}"))
        vector = np.frombuffer(plaintext, _VECTOR_TYPE).astype(np.float32)
        return Embedding(read_only(vector), stored.space)

    def _insert_embedding(self, owner: Owner, sample_id: SampleId, embedding: Embedding) -> None:
        space = embedding.space.id
        sealed = self.vault.seal(owner, _VECTOR, _vector_id(sample_id, space), _bytes_of(embedding))
        row = {"sample_id": sample_id, "space": space, "sealed_vector": sealed}
        self.connection.execute(insert(embeddings).values(row))


def _bytes_of(embedding: Embedding) -> bytes:
    return np.ascontiguousarray(embedding.vector, _VECTOR_TYPE).tobytes()


def _vector_id(sample_id: SampleId, space: str) -> str:
    return f"{sample_id} {space}"


def _record(row: Row[tuple[object, ...]]) -> SampleRecord:
    return SampleRecord(
        id=row.id,
        person_id=row.person_id,
        created_at=row.created_at,
        source=row.source,
        camera_id=row.camera_id,
        face_px=row.face_px,
        sharpness=row.sharpness,
        brightness=row.brightness,
        yaw_deg=row.yaw_deg,
        pitch_deg=row.pitch_deg,
    )
