"""A camera of the network waits until the admin says that it is theirs; those known before were let in already."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cameras", sa.Column("confirmed_at", sa.DateTime(timezone=True)))
    op.add_column("cameras", sa.Column("kind", sa.String(16), nullable=False, server_default="network"))
    op.add_column("cameras", sa.Column("sealed_source", sa.LargeBinary))
    op.execute("UPDATE cameras SET confirmed_at = first_seen_at")
