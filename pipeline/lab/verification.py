"""How well distances tell one person from two: the LFW protocol's figures. Pure arithmetic.

A photo without a face counts as a failure and is never dropped: the distance of its pairs is infinite, so that no such
genuine pair is ever accepted (as ISO/IEC 19795-1 counts it), and ``accuracy`` counts each as wrong, whichever kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Distances = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FALSE_ACCEPT_RATES = (0.01, 0.001, 0.0)


@dataclass(frozen=True, slots=True)
class Verification:
    """``accuracy_std`` is the standard deviation over the folds; ``threshold_l2`` the mean of the folds' thresholds.

    ``tar_at_far`` is the share of genuine pairs nearer than the threshold that lets at most that share of impostor
    pairs through (0: none).
    """

    accuracy: float
    accuracy_std: float
    threshold_l2: float
    auc: float
    eer: float
    tar_at_far: Mapping[str, float]


def verify(distances: Distances, is_same: Flags, folds: npt.NDArray[np.int64]) -> Verification:
    """All figures of pairs with ``distances`` (infinite without a face), by ``folds`` (two at least)."""
    accuracies, thresholds = [], []
    for fold in np.unique(folds):
        rest = folds != fold
        thresholds.append(best_threshold(distances[rest], is_same[rest]))
        accuracies.append(_right(distances[~rest], is_same[~rest], thresholds[-1]).mean())
    genuine, impostor = np.sort(distances[is_same]), np.sort(distances[~is_same])
    return Verification(
        accuracy=float(np.mean(accuracies)),
        accuracy_std=float(np.std(accuracies)),
        threshold_l2=float(np.mean(thresholds)),
        auc=_auc(genuine, impostor),
        eer=_equal_error_rate(genuine, impostor),
        tar_at_far={f"{rate:g}": true_accept_rate(genuine, impostor, rate) for rate in FALSE_ACCEPT_RATES},
    )


def best_threshold(distances: Distances, is_same: Flags) -> float:
    """The distance at which most pairs are judged rightly; in the middle of all that do as well."""
    candidates = np.unique(distances[np.isfinite(distances)])
    if not len(candidates):
        return 0.0
    genuine, impostor = np.sort(distances[is_same]), np.sort(distances[~is_same & np.isfinite(distances)])
    accepted = np.searchsorted(genuine, candidates, side="right")
    refused = len(impostor) - np.searchsorted(impostor, candidates, side="right")
    right = accepted + refused
    return float(np.median(candidates[right == right.max()]))


def _right(distances: Distances, is_same: Flags, threshold: float) -> Flags:
    return np.asarray(np.isfinite(distances) & ((distances <= threshold) == is_same), np.bool_)


def true_accept_rate(genuine: Distances, impostor: Distances, false_accept_rate: float) -> float:
    """Of sorted distances: the share of ``genuine`` accepted when at most that share of ``impostor`` is."""
    let_through = int(false_accept_rate * len(impostor) + 1e-9)
    bound = impostor[let_through] if let_through < len(impostor) else np.inf
    return float(np.searchsorted(genuine, bound, side="left") / len(genuine))


def _auc(genuine: Distances, impostor: Distances) -> float:
    """The chance that a genuine pair is nearer than an impostor pair, equals counting half."""
    nearer = np.searchsorted(genuine, impostor, side="left")
    not_farther = np.searchsorted(genuine, impostor, side="right")
    return float((nearer + not_farther).mean() / 2 / len(genuine))


def _equal_error_rate(genuine: Distances, impostor: Distances) -> float:
    """Where false accepts and false refusals are nearest to each other: their mean there."""
    thresholds = np.unique(np.concatenate([genuine, impostor]))
    accepts = np.searchsorted(impostor, thresholds, side="right") / len(impostor)
    refusals = 1 - np.searchsorted(genuine, thresholds, side="right") / len(genuine)
    nearest = np.argmin(np.abs(accepts - refusals))
    return float((accepts[nearest] + refusals[nearest]) / 2)
