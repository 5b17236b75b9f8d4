"""The tables. A change here needs a migration and a new ``REVISION``; a test compares the two."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

REVISION = "0004"
"""The revision that this code reads and writes: the head of ``migrations/versions``."""


class UtcDateTime(TypeDecorator[dt.datetime]):
    """Aware datetimes, kept as UTC: SQLite itself knows no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=dt.UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

data_keys = Table(
    "data_keys",
    metadata,
    Column("owner_kind", String(16), primary_key=True),
    Column("owner_id", String(64), primary_key=True),
    Column("key_id", LargeBinary, nullable=False, unique=True),
    Column("wrapped_key", LargeBinary, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("paused_at", UtcDateTime),
)

consents = Table(
    "consents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("given_by", Text, nullable=False),
    Column("guardian", Boolean, nullable=False),
    Column("text_version", Text, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Column("withdrawn_at", UtcDateTime),
)

cameras = Table(
    "cameras",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),
    Column("resume_key_sha256", LargeBinary, nullable=False, unique=True),
    Column("first_seen_at", UtcDateTime, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False),
    Column("confirmed_at", UtcDateTime),
    Column("kind", String(16), nullable=False, server_default="network"),
    Column("sealed_source", LargeBinary),
)

samples = Table(
    "samples",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("source", String(16), nullable=False),
    Column("camera_id", String(32)),
    Column("face_px", Float, nullable=False),
    Column("sharpness", Float, nullable=False),
    Column("brightness", Float, nullable=False),
    Column("yaw_deg", Float, nullable=False),
    Column("pitch_deg", Float, nullable=False),
    Column("sealed_picture", LargeBinary, nullable=False),
)

embeddings = Table(
    "embeddings",
    metadata,
    Column("sample_id", ForeignKey("samples.id", ondelete="CASCADE"), primary_key=True),
    Column("space", Text, primary_key=True),
    Column("sealed_vector", LargeBinary, nullable=False),
)

# An event outlives the camera and the people that it speaks of: their ids are no foreign keys.
events = Table(
    "events",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("visit_id", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("camera_id", String(32), nullable=False),
    Column("camera_name", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("person_id", String(32)),
    Column("nearest_person_id", String(32)),
    Column("nearest_distance", Float),
    Column("runner_up_person_id", String(32)),
    Column("runner_up_distance", Float),
    Column("threshold", Float),
    Column("false_match_rate", Float),
    Column("unit", String(16)),
    Column("margin", Float),
    Column("frames_used", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("newest_frame_age_ms", Float, nullable=False),
    Column("liveness", Integer, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("superseded_by", BigInteger),
    UniqueConstraint("visit_id", "revision"),
    Index(None, "at"),
    Index(None, "camera_id"),
    Index(None, "person_id"),
    Index(None, "verdict", "superseded_by"),
    sqlite_autoincrement=True,
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("visit_id", String(64), nullable=False, index=True),
    Column("taken_at", UtcDateTime, nullable=False, index=True),
    Column("sealed_picture", LargeBinary, nullable=False),
)
