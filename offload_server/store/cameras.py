"""Rows of cameras."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from offload_server.household.records import CameraKind, CameraRecord
from offload_server.store.schema import cameras
from offload_server.store.vault import Owner, Vault
from pipeline.types import CameraId

_HOUSEHOLD = Owner("household", "household")
_SOURCE = "camera source"
"""An address may hold a password: it is sealed."""


@dataclass(frozen=True, slots=True)
class Cameras:
    """Repository of cameras within one transaction."""

    connection: Connection
    vault: Vault

    def all(self) -> tuple[CameraRecord, ...]:
        """Every camera, by name."""
        return tuple(self._record(row) for row in self.connection.execute(select(cameras).order_by(cameras.c.name_key)))

    def count(self) -> int:
        return self.connection.execute(select(func.count()).select_from(cameras)).scalar_one()

    def find(self, camera_id: CameraId) -> CameraRecord | None:
        row = self.connection.execute(select(cameras).where(cameras.c.id == camera_id)).one_or_none()
        return None if row is None else self._record(row)

    def find_by_resume_key(self, resume_key_sha256: bytes) -> CameraRecord | None:
        wanted = cameras.c.resume_key_sha256 == resume_key_sha256
        row = self.connection.execute(select(cameras).where(wanted)).one_or_none()
        return None if row is None else self._record(row)

    def id_of_name_key(self, name_key: str) -> CameraId | None:
        wanted = select(cameras.c.id).where(cameras.c.name_key == name_key)
        return self.connection.execute(wanted).scalar_one_or_none()

    def insert(self, camera: CameraRecord, name_key: str, resume_key_sha256: bytes) -> None:
        self.connection.execute(
            insert(cameras).values(
                {
                    "id": camera.id,
                    "name": camera.name,
                    "name_key": name_key,
                    "resume_key_sha256": resume_key_sha256,
                    "first_seen_at": camera.first_seen_at,
                    "last_seen_at": camera.last_seen_at,
                    "confirmed_at": camera.confirmed_at,
                }
            )
        )
        self.set_source(camera.id, camera.kind, camera.source)

    def set_source(self, camera_id: CameraId, kind: CameraKind, source: str | None) -> None:
        """What the camera is, and where it gives its pictures."""
        sealed = None if source is None else self.vault.seal(_HOUSEHOLD, _SOURCE, camera_id, source.encode())
        self.connection.execute(
            update(cameras).where(cameras.c.id == camera_id).values({"kind": kind, "sealed_source": sealed})
        )

    def confirm(self, camera_id: CameraId, at: dt.datetime) -> None:
        self.connection.execute(update(cameras).where(cameras.c.id == camera_id).values({"confirmed_at": at}))

    def unconfirmed(self) -> tuple[CameraId, ...]:
        """Cameras that wait for the admin's word, the one of longest ago first."""
        waiting = select(cameras.c.id).where(cameras.c.confirmed_at.is_(None))
        return tuple(self.connection.execute(waiting.order_by(cameras.c.last_seen_at, cameras.c.id)).scalars())

    def rename(self, camera_id: CameraId, name: str, name_key: str) -> None:
        self.connection.execute(
            update(cameras).where(cameras.c.id == camera_id).values({"name": name, "name_key": name_key})
        )

    def seen(self, camera_id: CameraId, at: dt.datetime) -> None:
        self.connection.execute(update(cameras).where(cameras.c.id == camera_id).values({"last_seen_at": at}))

    def passers_by(self) -> tuple[CameraId, ...]:
        """Cameras that said hello once and were never noted as seen after that, the oldest first."""
        once = select(cameras.c.id).where(cameras.c.last_seen_at == cameras.c.first_seen_at)
        return tuple(self.connection.execute(once.order_by(cameras.c.first_seen_at, cameras.c.id)).scalars())

    def delete(self, camera_id: CameraId) -> bool:
        return self.connection.execute(delete(cameras).where(cameras.c.id == camera_id)).rowcount > 0

    def _record(self, row: Row[tuple[object, ...]]) -> CameraRecord:
        sealed = row.sealed_source
        source = None if sealed is None else self.vault.open(_HOUSEHOLD, _SOURCE, row.id, sealed).decode()
        return CameraRecord(row.id, row.name, row.first_seen_at, row.last_seen_at, row.confirmed_at, row.kind, source)
