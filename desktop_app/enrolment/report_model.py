"""What the report of an enrolment shows, in codes and figures; knows no Qt and no language.

No number is made up here: what was not measured is said to be not measured.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desktop_app.painting.strip_model import unit_text
from offload_server.household.guided.states import Direction, DraftSample, EnrolmentReport, OtherMember

ROWS: Final = 3
"""Marks of one sort stand on this many lines above the strip, so that they lie over each other less."""
ALIKE_ROWS: Final = 2
"""The look-alike's name stands right above them."""


class MarkSort(enum.Enum):
    """Own samples are discs, others' diamonds, those of a look-alike filled diamonds."""

    OWN = enum.auto()
    OTHER = enum.auto()
    LOOK_ALIKE = enum.auto()


@dataclass(frozen=True, slots=True)
class SampleMark:
    distance: float
    row: int
    sort: MarkSort


@dataclass(frozen=True, slots=True)
class Chart:
    """Every sample against everybody, distances in ``unit``. ``spare`` is the room between the farthest own sample and
    the threshold, None when there is none. ``farthest_own`` is None without a comparison."""

    marks: tuple[SampleMark, ...]
    threshold: float
    unit: str
    name: str
    own: int
    look_alike: str = ""
    has_others: bool = False
    farthest_own: float | None = None
    spare: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured or stated number: ``value`` is its code, or ``number`` its digits; neither: not measured, and ``more``
    says why or when."""

    icon: str
    heading: str
    value: str | None
    more: str
    figures: dict[str, object]
    number: str = ""

    @property
    def is_measured(self) -> bool:
        return bool(self.value or self.number)


@dataclass(frozen=True, slots=True, eq=False)
class KeptGroup:
    """The samples of one direction, as they stand in the report."""

    direction: Direction
    samples: tuple[DraftSample, ...]


def chart_of(report: EnrolmentReport) -> Chart:
    """The strip on which all samples stand."""
    alike = report.look_alike
    own = [SampleMark(distance, index % ROWS, MarkSort.OWN) for index, distance in enumerate(sorted(report.own))]
    others = [mark for member in report.others for mark in _marks_of(member, is_alike=_is_same(member, alike))]
    farthest = max(report.own) if report.own else None
    room = report.threshold.distance - farthest if farthest is not None else 0.0
    return Chart(
        marks=(*own, *others),
        threshold=report.threshold.distance,
        unit=unit_text(report.threshold.unit),
        name=report.name,
        own=report.samples,
        look_alike=alike.name if alike is not None else "",
        has_others=any(not _is_same(member, alike) for member in report.others),
        farthest_own=farthest,
        spare=room if room > 0 else None,
    )


def _marks_of(member: OtherMember, *, is_alike: bool) -> list[SampleMark]:
    sort = MarkSort.LOOK_ALIKE if is_alike else MarkSort.OTHER
    rows = ALIKE_ROWS if is_alike else ROWS
    return [SampleMark(distance, index % rows, sort) for index, distance in enumerate(sorted(member.distances))]


def _is_same(member: OtherMember, alike: OtherMember | None) -> bool:
    return alike is not None and member.person_id == alike.person_id


def nearest_pair(report: EnrolmentReport) -> float | None:
    """The smallest distance between this person and their look-alike."""
    if report.look_alike is None or not report.look_alike.distances:
        return None
    return min(report.look_alike.distances)


def figures_of(report: EnrolmentReport) -> tuple[Figure, Figure, Figure]:
    """How alike the samples are, how many strangers get through, how often this person is refused."""
    return _consistency(report), _strangers(report), _refused(report)


def _consistency(report: EnrolmentReport) -> Figure:
    usual = report.usual_distance
    heading = "enrol_figure_own"
    if usual is None:
        return Figure("users-round", heading, None, "enrol_figure_own_none", {})
    inside = sum(distance <= report.threshold.distance for distance in report.own)
    return Figure(
        "users-round",
        heading,
        None,
        "enrol_figure_own_more",
        {"inside": inside, "samples": len(report.own)},
        number=f"{usual:.2f}",
    )


def _strangers(report: EnrolmentReport) -> Figure:
    rate = report.threshold.false_match_rate
    if not 0 < rate < 1:
        return Figure("shield-check", "enrol_figure_strangers", None, "enrol_figure_strangers_none", {})
    return Figure(
        "shield-check", "enrol_figure_strangers", "enrol_value_one_in", "enrol_figure_strangers_more",
        {"strangers": round_odds(1 / rate)},
    )  # fmt: skip


def _refused(report: EnrolmentReport) -> Figure:
    return Figure("door-open", "enrol_figure_refused", None, "enrol_figure_refused_none", {"person": report.name})


def round_odds(odds: float) -> int:
    """Two digits are honest: 9,973 is said as 10,000."""
    step = 1
    while odds / step >= 100:
        step *= 10
    return max(1, round(odds / step) * step)


def kept_groups(directions: Sequence[Direction], samples: Sequence[DraftSample]) -> tuple[KeptGroup, ...]:
    """What was kept by direction, without the directions that nothing was kept of."""
    groups = (KeptGroup(each, tuple(one for one in samples if one.direction is each)) for each in directions)
    return tuple(group for group in groups if group.samples)


def main_refusals(report: EnrolmentReport, most: int = 3) -> tuple[str, ...]:
    """The codes of the commonest reasons why pictures were not kept, commonest first."""
    counted = sorted(report.refusals, key=lambda each: -each[1])
    return tuple(dict.fromkeys(reason.code for reason, _ in counted))[:most]
