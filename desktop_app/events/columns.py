"""The columns of the table (board.md 3, Events). Knows no Qt."""

from __future__ import annotations

import enum
from typing import Final

ROW_PX: Final = 52


class Column(enum.IntEnum):
    """In their order."""

    TIME = 0
    SNAPSHOT = 1
    DECISION = 2
    DOOR = 3
    STRIP = 4
    VALUE = 5
    WHY = 6

    @property
    def width_px(self) -> int:
        """Without the last one, which takes the rest."""
        return _WIDTHS[self]

    @property
    def code(self) -> str:
        """Of its heading; empty where there is none, or where it is a unit."""
        return _CODES.get(self, "")


_WIDTHS: Final = {
    Column.TIME: 88,
    Column.SNAPSHOT: 56,
    Column.DECISION: 160,
    Column.DOOR: 112,
    Column.STRIP: 200,
    Column.VALUE: 52,
    Column.WHY: 0,
}
_CODES: Final = {
    Column.TIME: "events_column_time",
    Column.DECISION: "events_column_decision",
    Column.DOOR: "events_column_door",
    Column.STRIP: "events_column_strip",
    Column.WHY: "events_column_why",
}
