"""What a distance strip says, free of Qt: one sign for the wall, lists, tables and reports.

Smaller is more alike is further left; the threshold (the gate) always stands at 66 % of the width, whatever the
recogniser, so that the eye learns where it is. Texts are made at the edge (``strip_words``).
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from offload_server.household.records import EventRecord, NamedDistance
from pipeline.reasons import PipelineReason
from pipeline.types import (
    Candidate,
    Comparison,
    Decision,
    DistanceUnit,
    PersonId,
    Reason,
    SecondOpinion,
    Verdict,
    VisitEvidence,
)

GATE_SHARE: Final = 0.66
"""Where the gate stands, as a share of the width (board.md 4)."""


class Sign(enum.StrEnum):
    """The six states; the values are the names of the tokens."""

    RECOGNISED = "recognised"
    UNKNOWN = "unknown"
    UNCERTAIN = "uncertain"
    POOR_VIEW = "poor_view"
    ATTACK = "attack"
    STALE = "stale"


SIGN_OF_VERDICT: Final[Mapping[Verdict, Sign]] = {
    Verdict.RECOGNISED: Sign.RECOGNISED,
    Verdict.UNKNOWN: Sign.UNKNOWN,
    Verdict.UNCERTAIN: Sign.UNCERTAIN,
    Verdict.POOR_VIEW: Sign.POOR_VIEW,
    Verdict.ATTACK_SUSPECTED: Sign.ATTACK,
}


class StripForm(enum.StrEnum):
    """PROVISIONAL: the visit is still gathering; NOBODY: nobody to compare with, or nobody compares; GAUGE: what is
    missing before anybody can be judged."""

    PLAIN = "plain"
    PROVISIONAL = "provisional"
    NOBODY = "nobody"
    STALE = "stale"
    GAUGE = "gauge"


@dataclass(frozen=True, slots=True)
class Mark:
    """A person on the strip; ``name`` is empty when it is not known (any more)."""

    person_id: PersonId
    name: str
    distance: float


@dataclass(frozen=True, slots=True)
class Gauge:
    """A measure and what it must reach (``is_limit``: must not exceed); both in the unit of ``reason``."""

    value: float
    need: float
    reason: Reason
    is_limit: bool = False


@dataclass(frozen=True, slots=True)
class SecondLane:
    """What another recogniser says, on its own scale: both thresholds meet in one gate."""

    recogniser: str
    distance: float
    threshold: float
    unit: str
    sign: Sign


@dataclass(frozen=True, slots=True)
class StripLabels:
    """The texts of the full form in the reader's language."""

    threshold: str = ""
    nearest: str = ""
    margin: str = ""
    first_lane: str = ""
    second_lane: str = ""
    second_note: str = ""
    gauge: str = ""


@dataclass(frozen=True, slots=True)
class StripModel:
    """One strip. Distances and ``threshold`` are in ``unit``; ``spread`` is the range of the crops so far, ``band`` the
    range in which this camera cannot tell; ``age_s`` is set for STALE; ``recogniser`` is named beside a second lane."""

    sign: Sign
    form: StripForm = StripForm.PLAIN
    threshold: float | None = None
    unit: str = ""
    nearest: Mark | None = None
    runner_up: Mark | None = None
    spread: tuple[float, float] | None = None
    band: tuple[float, float] | None = None
    gauge: Gauge | None = None
    second: SecondLane | None = None
    age_s: float | None = None
    recogniser: str = ""
    labels: StripLabels | None = None

    @property
    def margin(self) -> float | None:
        """How far the nearest stands inside the gate; negative when beyond it."""
        if self.nearest is None or self.threshold is None:
            return None
        return self.threshold - self.nearest.distance


NOBODY_COMPARED: Final = StripModel(Sign.STALE, StripForm.NOBODY)


def position_px(distance: float, threshold: float, width_px: float, inset_px: float = 0.0) -> float:
    """Where ``distance`` stands on a strip of ``width_px``; clipped ``inset_px`` inside both ends."""
    x = GATE_SHARE * width_px * (distance / threshold)  # exactly at the gate when they are equal
    return max(inset_px, min(width_px - inset_px, x))


_UNITS: Final[Mapping[DistanceUnit, str]] = {"l2": "L2", "squared_l2": "L2²", "cosine": "cos"}


def unit_text(unit: DistanceUnit) -> str:
    """A unit as it stands beside a number."""
    return _UNITS[unit]


_RECOGNISERS: Final[Mapping[str, str]] = {"sface": "SFace", "openface": "OpenFace", "dlib": "ResNet"}


def recogniser_label(name: str) -> str:
    """A recogniser's own name, as it stands beside a lane; ``name`` is that of its network or of the engine's."""
    return _RECOGNISERS.get(name.replace("_", "-").partition("-")[0], name)


def strip_of_comparison(
    comparison: Comparison, sign: Sign, names: Mapping[PersonId, str], *, form: StripForm = StripForm.PLAIN
) -> StripModel:
    """The strip of a comparison; without anybody to compare with it is the empty form."""
    threshold = comparison.threshold
    if comparison.nearest is None:
        return StripModel(Sign.STALE, StripForm.NOBODY, threshold.distance, unit_text(threshold.unit))
    return StripModel(
        sign,
        form,
        threshold.distance,
        unit_text(threshold.unit),
        _mark(comparison.nearest, names),
        _mark(comparison.runner_up, names) if comparison.runner_up else None,
    )


def provisional_strip(
    comparison: Comparison, names: Mapping[PersonId, str], spread: tuple[float, float] | None = None
) -> StripModel:
    """The strip while a visit still gathers: on which side of the gate it would be now."""
    nearest = comparison.nearest
    inside = nearest is not None and nearest.distance <= comparison.threshold.distance
    sign = Sign.RECOGNISED if inside else Sign.UNKNOWN
    made = strip_of_comparison(comparison, sign, names, form=StripForm.PROVISIONAL)
    return made if nearest is None else replace(made, spread=spread)


def crop_distances(evidence: VisitEvidence, person_id: PersonId | None) -> tuple[float | None, ...]:
    """How far each kept crop alone is from one person."""
    return tuple(_distance_to(crop.comparison, person_id) for crop in evidence.kept)


def spread_of(evidence: VisitEvidence, comparison: Comparison) -> tuple[float, float] | None:
    """From the nearest to the farthest of the kept crops to the nearest person; None for fewer than two."""
    person_id = comparison.nearest.person_id if comparison.nearest is not None else None
    known = [each for each in crop_distances(evidence, person_id) if each is not None]
    return (min(known), max(known)) if len(known) > 1 else None


def _distance_to(comparison: Comparison, person_id: PersonId | None) -> float | None:
    found = (each.distance for each in comparison.candidates if each.person_id == person_id)
    return next(found, None)


def second_lane(opinion: SecondOpinion) -> SecondLane | None:
    """The second lane of a strip; None when that recogniser had nobody to compare with."""
    nearest, threshold = opinion.comparison.nearest, opinion.comparison.threshold
    if nearest is None:
        return None
    sign = Sign.RECOGNISED if nearest.distance <= threshold.distance else Sign.UNKNOWN
    return SecondLane(
        recogniser_label(opinion.recogniser), nearest.distance, threshold.distance, unit_text(threshold.unit), sign
    )


def gauge_of(reasons: Sequence[Reason]) -> Gauge | None:
    """The measure of the first reason that has one; None when none has (a face cut off, for example)."""
    for reason in reasons:
        if names := _MEASURES.get(reason.code):
            figures = reason.figures()
            value, need = figures.get(names[0]), figures.get(names[1])
            if isinstance(value, (int, float)) and isinstance(need, (int, float)) and need > 0:
                return Gauge(float(value), float(need), reason, is_limit=names[1].startswith("limit"))
    return None


def gauge_strip(reasons: Sequence[Reason]) -> StripModel:
    """The strip of somebody who cannot be judged: the gauge of what is missing."""
    return StripModel(Sign.POOR_VIEW, StripForm.GAUGE, gauge=gauge_of(reasons))


_MEASURES: Final[Mapping[str, tuple[str, str]]] = {
    PipelineReason.FACE_TOO_SMALL: ("face_px", "needed_px"),
    PipelineReason.FACE_TURNED: ("yaw_deg", "limit_deg"),
    PipelineReason.FACE_TILTED: ("pitch_deg", "limit_deg"),
    PipelineReason.FACE_LEANING: ("roll_deg", "limit_deg"),
    PipelineReason.FACE_TOO_DARK: ("brightness", "needed"),
    PipelineReason.FACE_TOO_BRIGHT: ("brightness", "limit"),
    PipelineReason.FACE_LOW_CONTRAST: ("contrast", "needed"),
    PipelineReason.FACE_BLURRED: ("sharpness", "needed"),
    PipelineReason.TOO_FEW_GOOD_FRAMES: ("frames", "needed"),
}


def _mark(candidate: Candidate, names: Mapping[PersonId, str]) -> Mark:
    return Mark(candidate.person_id, names.get(candidate.person_id, ""), candidate.distance)


def strip_of_event(event: EventRecord) -> StripModel:
    """The strip of a recorded visit, as it was."""
    sign = SIGN_OF_VERDICT[event.verdict]
    if event.nearest is None or event.threshold is None:
        nobody = event.verdict is not Verdict.POOR_VIEW
        return StripModel(Sign.STALE, StripForm.NOBODY, event.threshold) if nobody else gauge_strip(event.reasons)
    return StripModel(
        sign,
        threshold=event.threshold,
        unit=unit_text(event.unit or "l2"),
        nearest=_named(event.nearest),
        runner_up=_named(event.runner_up) if event.runner_up else None,
    )


def strip_of_decision(decision: Decision, names: Mapping[PersonId, str]) -> StripModel:
    """The strip of a decision that was just made."""
    if decision.comparison is None or decision.comparison.nearest is None:
        if decision.verdict is Verdict.POOR_VIEW:
            return gauge_strip(decision.reasons)
        return NOBODY_COMPARED
    made = strip_of_comparison(decision.comparison, SIGN_OF_VERDICT[decision.verdict], names)
    lane = second_lane(decision.second_recogniser) if decision.second_recogniser else None
    first = recogniser_label(decision.comparison.space.network) if lane else ""
    return replace(made, second=lane, recogniser=first)


def _named(person: NamedDistance) -> Mark:
    return Mark(person.person_id, person.name or "", person.distance)
