"""The first tables: keys, people, consents, cameras, samples, embeddings, events, snapshots."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_people()
    _make_samples()
    _make_cameras()
    _make_events()


def _make_people() -> None:
    op.create_table(
        "data_keys",
        sa.Column("owner_kind", sa.String(16), nullable=False),
        sa.Column("owner_id", sa.String(64), nullable=False),
        sa.Column("key_id", sa.LargeBinary, nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("owner_kind", "owner_id", name="pk_data_keys"),
        sa.UniqueConstraint("key_id", name="uq_data_keys_key_id"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("name_key", name="uq_people_name_key"),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("given_by", sa.Text, nullable=False),
        sa.Column("guardian", sa.Boolean, nullable=False),
        sa.Column("text_version", sa.Text, nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_consents_person_id", ondelete="CASCADE"),
    )
    op.create_index("ix_consents_person_id", "consents", ["person_id"])


def _make_samples() -> None:
    op.create_table(
        "samples",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("camera_id", sa.String(32)),
        sa.Column("face_px", sa.Float, nullable=False),
        sa.Column("sharpness", sa.Float, nullable=False),
        sa.Column("brightness", sa.Float, nullable=False),
        sa.Column("yaw_deg", sa.Float, nullable=False),
        sa.Column("pitch_deg", sa.Float, nullable=False),
        sa.Column("sealed_picture", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_samples"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_samples_person_id", ondelete="CASCADE"),
    )
    op.create_index("ix_samples_person_id", "samples", ["person_id"])
    op.create_table(
        "embeddings",
        sa.Column("sample_id", sa.String(32), nullable=False),
        sa.Column("space", sa.Text, nullable=False),
        sa.Column("sealed_vector", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sample_id", "space", name="pk_embeddings"),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name="fk_embeddings_sample_id", ondelete="CASCADE"),
    )


def _make_cameras() -> None:
    op.create_table(
        "cameras",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False),
        sa.Column("resume_key_sha256", sa.LargeBinary, nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cameras"),
        sa.UniqueConstraint("name_key", name="uq_cameras_name_key"),
        sa.UniqueConstraint("resume_key_sha256", name="uq_cameras_resume_key_sha256"),
    )


def _make_events() -> None:
    op.create_table(
        "events",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False, autoincrement=True),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("visit_id", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("camera_id", sa.String(32), nullable=False),
        sa.Column("camera_name", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("person_id", sa.String(32)),
        sa.Column("nearest_person_id", sa.String(32)),
        sa.Column("nearest_distance", sa.Float),
        sa.Column("runner_up_person_id", sa.String(32)),
        sa.Column("runner_up_distance", sa.Float),
        sa.Column("threshold", sa.Float),
        sa.Column("false_match_rate", sa.Float),
        sa.Column("unit", sa.String(16)),
        sa.Column("margin", sa.Float),
        sa.Column("frames_used", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("newest_frame_age_ms", sa.Float, nullable=False),
        sa.Column("liveness", sa.Integer, nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_events"),
        sa.UniqueConstraint("id", name="uq_events_id"),
        sa.UniqueConstraint("visit_id", "revision", name="uq_events_visit_id_revision"),
        sqlite_autoincrement=True,
    )
    for column in ("at", "camera_id", "person_id"):
        op.create_index(f"ix_events_{column}", "events", [column])
    op.create_table(
        "snapshots",
        sa.Column("event_id", sa.String(32), nullable=False),
        sa.Column("visit_id", sa.String(64), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_picture", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_snapshots"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_snapshots_event_id", ondelete="CASCADE"),
    )
    for column in ("visit_id", "taken_at"):
        op.create_index(f"ix_snapshots_{column}", "snapshots", [column])
