"""A decision knows which later one took its place, and decisions are counted by verdict in an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("superseded_by", sa.BigInteger))
    op.execute(
        "UPDATE events SET superseded_by = (SELECT later.number FROM events AS later WHERE "
        "later.visit_id = events.visit_id AND later.revision > events.revision ORDER BY later.revision LIMIT 1)"
    )
    op.create_index("ix_events_verdict_superseded_by", "events", ["verdict", "superseded_by"])
