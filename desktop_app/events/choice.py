"""What the reader of the record asked to see. Knows no Qt."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass, field
from typing import Final, Literal

from offload_server.household.records import EventFilter
from pipeline.types import CameraId, PersonId, Verdict

Span = Literal["any", "today", "yesterday", "week", "month", "days"]
SPANS: Final[tuple[Span, ...]] = ("any", "today", "yesterday", "week", "month")
"""Spans that go by the day on which they are looked at; "days" are those of a calendar."""
_WEEK_DAYS: Final = 7
_MONTH_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days of the reader's time zone; ``first`` and ``last``, both included, are set for "days" only."""

    span: Span = "any"
    first: dt.date | None = None
    last: dt.date | None = None

    @classmethod
    def between(cls, one: dt.date, other: dt.date) -> Days:
        """The days from the earlier to the later one."""
        return cls("days", min(one, other), max(one, other))

    def ends(self, today: dt.date) -> tuple[dt.date, dt.date] | None:
        """First and last day, as they are on ``today``; None for every day."""
        if self.first is not None and self.last is not None:
            return self.first, self.last
        back = {"today": (0, 0), "yesterday": (1, 1), "week": (_WEEK_DAYS - 1, 0), "month": (_MONTH_DAYS - 1, 0)}
        if self.span not in back:
            return None
        first, last = back[self.span]
        return today - dt.timedelta(days=first), today - dt.timedelta(days=last)


@dataclass(frozen=True, slots=True)
class EventChoice:
    """The filters as they stand; as made, they let everything through."""

    text: str = ""
    days: Days = field(default_factory=Days)
    camera_id: CameraId | None = None
    verdict: Verdict | None = None
    person_id: PersonId | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return dataclasses.replace(self, text=self.text.strip()) == EventChoice()

    def wanted(self, now: dt.datetime, limit: int) -> EventFilter:
        """As a filter of the house; ``now`` is aware and of the reader's time zone."""
        ends = self.days.ends(now.date())
        return EventFilter(
            camera_id=self.camera_id,
            person_id=self.person_id,
            verdict=self.verdict,
            since=None if ends is None else _midnight(ends[0], now),
            until=None if ends is None else _midnight(ends[1] + dt.timedelta(days=1), now),
            limit=limit,
            text=self.text.strip() or None,
        )


def _midnight(day: dt.date, now: dt.datetime) -> dt.datetime:
    """When the day begins where the reader is: in summer time too when ``now`` is the system's own."""
    begins = dt.datetime.combine(day, dt.time())
    is_local = now.utcoffset() == now.astimezone(None).utcoffset()
    return begins.astimezone() if is_local else begins.replace(tzinfo=now.tzinfo)
