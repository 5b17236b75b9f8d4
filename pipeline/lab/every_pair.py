"""What the comparisons of all photos say: how many of one's own are accepted at a false match rate, with bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.lab.comparisons import Comparisons, IntArray
from pipeline.lab.subjects import at_most, bounds
from pipeline.lab.verification import FALSE_ACCEPT_RATES

RATES: Mapping[str, float] = {"1e-3": 1e-3, "1e-4": 1e-4, "1e-5": 1e-5, "1e-6": 1e-6}
_STEPS_A_UNIT = 20_000


@dataclass(frozen=True, slots=True)
class AtRate:
    """``tar`` of genuine pairs are at ``threshold_l2`` or nearer, which of impostor pairs at most the rate is.

    ``low`` and ``high`` bound ``tar`` (95 %, people drawn anew, the threshold with them; ``low`` is never above
    what the rule of three leaves of so many people). All None where not a single
    impostor pair may be let through.
    """

    tar: float | None
    low: float | None
    high: float | None
    threshold_l2: float | None


def tar_at_fmr(enrolled: Comparisons, probes: Comparisons | None = None) -> dict[str, AtRate]:
    """By rate. The threshold is of ``enrolled``; the genuine pairs are those of ``probes`` where given."""
    genuine = probes or enrolled
    return {name: _at(rate, enrolled, genuine) for name, rate in RATES.items()}


def fmr_at(thresholds: Mapping[str, AtRate], comparisons: Comparisons) -> dict[str, float | None]:
    """Which share of impostor pairs is at each threshold or nearer (beyond the kept ones to a histogram step)."""
    found: dict[str, float | None] = {}
    for name, at in thresholds.items():
        if at.threshold_l2 is None or not comparisons.impostor_pairs:
            found[name] = None
        else:
            inside = int(np.searchsorted(comparisons.near_l2, at.threshold_l2, side="right"))
            if inside == len(comparisons.near_l2):
                inside = int(comparisons.counts[: int(at.threshold_l2 * _STEPS_A_UNIT) + 1].sum())
            found[name] = inside / comparisons.impostor_pairs
    return found


def curve(comparisons: Comparisons) -> dict[str, object]:
    """Keys ``auc``, ``eer`` (both to a step of the histogram) and ``tar_at_far``, as ``verification`` has them."""
    edges = np.arange(len(comparisons.counts) + 1) / _STEPS_A_UNIT
    finite = comparisons.genuine_l2[np.isfinite(comparisons.genuine_l2)]
    genuine = np.histogram(finite, edges)[0]
    impostor = comparisons.counts
    accepted = np.cumsum(genuine) / max(1, len(comparisons.genuine_l2))
    let_in = np.cumsum(impostor) / max(1, impostor.sum())
    # A genuine pair is nearer than an impostor one, equals counting half; one without a face never is.
    auc = float(((accepted - genuine / max(1, len(comparisons.genuine_l2)) / 2) * impostor).sum() / impostor.sum())
    crossing = int(np.argmin(np.abs(let_in - (1 - accepted))))
    return {
        "auc": auc,
        "eer": float((let_in[crossing] + 1 - accepted[crossing]) / 2),
        "tar_at_far": {f"{rate:g}": _below(comparisons, rate) for rate in FALSE_ACCEPT_RATES},
    }


def _below(comparisons: Comparisons, rate: float) -> float:
    let_through = int(rate * comparisons.impostor_pairs + 1e-9)
    bound = comparisons.near_l2[let_through] if let_through < len(comparisons.near_l2) else np.inf
    return float((comparisons.genuine_l2 < bound).mean())


def _at(rate: float, enrolled: Comparisons, genuine: Comparisons) -> AtRate:
    count = int(rate * enrolled.impostor_pairs + 1e-9)
    if count < 1:
        return AtRate(None, None, None, None)
    threshold = float(enrolled.near_l2[count - 1])
    tar = float((genuine.genuine_l2 <= threshold).mean())
    low, high = bounds(len(enrolled.enrolled_photos), lambda weights: _drawn_tar(weights, rate, enrolled, genuine))
    refused_at_most = at_most(1 - low, len(np.unique(genuine.genuine_of)))
    return AtRate(tar, 1 - refused_at_most, high, threshold)


def _drawn_tar(weights: IntArray, rate: float, enrolled: Comparisons, genuine: Comparisons) -> float:
    """The figure if each person were there ``weights`` times; two copies of a person are no impostors."""
    keep = min(len(enrolled.near_l2), 8 * int(np.ceil(rate * enrolled.impostor_pairs)) + 100)
    let_in = np.cumsum(weights[enrolled.near_one[:keep]] * weights[enrolled.near_other[:keep]])
    inside = int(np.searchsorted(let_in, rate * impostor_weight(weights, enrolled), side="right"))
    owned = weights[genuine.genuine_of]
    if not owned.any():
        return float("nan")
    threshold = enrolled.near_l2[inside - 1] if inside else -1.0
    return float((owned * (genuine.genuine_l2 <= threshold)).sum() / owned.sum())


def impostor_weight(weights: IntArray, comparisons: Comparisons) -> float:
    """How many impostor pairs there are when each person is there ``weights`` times."""
    one, other = weights * comparisons.enrolled_photos, weights * comparisons.probe_photos
    ordered = float(one.sum()) * float(other.sum()) - float((one * other).sum())
    return ordered if comparisons.is_ordered else ordered / 2
