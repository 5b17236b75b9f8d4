"""A person may be paused: kept, but recognised by no door."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # never a batch: that drops and remakes the table, and the cascades would erase every consent and sample
    op.add_column("people", sa.Column("paused_at", sa.DateTime(timezone=True)))
