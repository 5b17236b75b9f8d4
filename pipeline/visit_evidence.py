"""Which looks of a visit count: up to eight good crops, apart in time and in pose, all of one person."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations
from types import MappingProxyType

from pipeline.gallery import distance, mean_embedding
from pipeline.types import Embedding, HeadPose, Quality, Reason, ReasonCount, UInt8Array
from pipeline.visit_state import VisitRules, VisitSighting, VisitState

# Beyond these a crop of 112 px gains nothing: it is cut from a face of that size, and sharpness saturates.
ENOUGH_FACE_PX = 112.0
ENOUGH_SHARPNESS = 500.0


def worth(quality: Quality) -> float:
    """0..1, larger for a crop that says more: large, sharp and frontal."""
    size = min(quality.face_px / ENOUGH_FACE_PX, 1.0)
    sharpness = min(max(quality.sharpness, 0.0) / ENOUGH_SHARPNESS, 1.0)
    frontal = math.cos(math.radians(min(_turn_deg(quality.pose, HeadPose(0.0, 0.0, 0.0)), 90.0)))
    return size * (0.5 + 0.5 * sharpness) * frontal


def keep(kept: tuple[VisitSighting, ...], new: VisitSighting, rules: VisitRules) -> tuple[VisitSighting, ...]:
    """The kept crops after ``new``; the very same tuple if ``new`` adds nothing.

    Of two less than ``rules.spacing_ns`` apart the better one stays; beyond ``rules.most_kept`` the worse one of the
    two that are nearest in pose goes.
    """
    close = [each for each in kept if abs(each.captured_at_ns - new.captured_at_ns) < rules.spacing_ns]
    if any(_worth_of(each) >= _worth_of(new) for each in close):
        return kept
    grown = (*(each for each in kept if each not in close), new)
    if len(grown) <= rules.most_kept:
        return grown
    nearest_in_pose = min(list(combinations(grown, 2)), key=_apart_in_pose)
    spare = min(nearest_in_pose, key=_worth_of)
    return kept if spare is new else tuple(each for each in grown if each is not spare)


def mean_of(kept: Iterable[VisitSighting]) -> Embedding:
    """The averaged embedding of crops that all have one."""
    return mean_embedding([each.evidence for each in kept if each.evidence is not None])


def is_someone_else(state: VisitState, new: VisitSighting) -> bool:
    """Whether ``new`` is further from the kept crops than one in a hundred strangers is."""
    if not state.kept or new.evidence is None:
        return False
    return distance(mean_of(state.kept), new.evidence) > state.basis.threshold_at(state.basis.rules.doubt_rate).distance


def take_in(state: VisitState, sighting: VisitSighting, now: int) -> VisitState:
    """The visit after one more look of its person."""
    if is_someone_else(state, sighting):
        return replace(state, stranger=sighting, last_seen_ns=now)
    state = _seen(state, sighting, now)
    if sighting.evidence is None:
        return replace(state, poor=_tally(state.poor, sighting.face.quality.reasons))
    return replace(state, stranger=None, kept=keep(state.kept, sighting, state.basis.rules))


def best_crop(state: VisitState, used: tuple[VisitSighting, ...]) -> UInt8Array | None:
    """The picture of the best look that was used, or of the clearest look at all."""
    best = max(used, key=_worth_of, default=state.clearest)
    return best.crop if best is not None else None


def most_frequent(poor: Mapping[str, ReasonCount], limit: int = 2) -> tuple[Reason, ...]:
    """What most often kept the face from being judged, with the newest figures."""
    ranked = sorted(poor.items(), key=lambda item: (-item[1].count, item[0]))
    return tuple(count.newest for _, count in ranked[:limit])


def _seen(state: VisitState, sighting: VisitSighting, now: int) -> VisitState:
    captured = sighting.captured_at_ns
    first = state.frames_seen == 0
    clearer = state.clearest is None or _worth_of(sighting) > _worth_of(state.clearest)
    return replace(
        state,
        frames_seen=state.frames_seen + 1,
        frames_poor=state.frames_poor + (not sighting.face.quality.is_good),
        last_seen_ns=now,
        started_at_ns=captured if first else state.started_at_ns,
        newest_captured_ns=captured if first else max(captured, state.newest_captured_ns),
        clearest=sighting if clearer else state.clearest,
    )


def _tally(poor: Mapping[str, ReasonCount], reasons: tuple[Reason, ...]) -> Mapping[str, ReasonCount]:
    if not reasons:
        return poor
    counted = dict(poor)
    for reason in reasons:
        before = counted.get(reason.code)
        counted[reason.code] = ReasonCount(1 + (before.count if before else 0), reason)
    return MappingProxyType(counted)


def _worth_of(sighting: VisitSighting) -> float:
    return worth(sighting.face.quality)


def _apart_in_pose(pair: tuple[VisitSighting, VisitSighting]) -> float:
    return _turn_deg(pair[0].face.quality.pose, pair[1].face.quality.pose)


def _turn_deg(one: HeadPose, other: HeadPose) -> float:
    """Yaw and pitch together; roll is undone by the alignment."""
    return math.hypot(one.yaw_deg - other.yaw_deg, one.pitch_deg - other.pitch_deg)
