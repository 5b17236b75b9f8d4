"""Classifiers on embeddings, through scikit-learn: the only file that imports it (seconds).

A classifier names one of those that it knows, whoever comes: closed-set. A door needs a distance and a threshold.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.types import Embedding

MOST_FOLDS = 10
MOST_NEIGHBOURS = 5
_SEED = 2019
METHODS = ("nearest_mean", "k_nn", "linear_svm")


@dataclass(frozen=True, slots=True)
class CrossValidation:
    """``accuracy`` and its standard deviation over ``folds`` in which every person appears."""

    accuracy: float
    accuracy_std: float
    folds: int


def cross_validate(samples: Mapping[str, Sequence[Embedding]]) -> dict[str, CrossValidation]:
    """Every method's; each person needs two samples, and there must be two people."""
    from sklearn.model_selection import StratifiedKFold, cross_val_score

    vectors, names = _as_table(samples)
    folds = min(MOST_FOLDS, *(len(each) for each in samples.values()))
    # The rarest person has folds samples; in training one of theirs is away.
    splitter = StratifiedKFold(folds, shuffle=True, random_state=_SEED)
    found = {}
    for method in METHODS:
        model = _make(method, fewest=min(len(each) for each in samples.values()) - 1)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            accuracies = cross_val_score(model, vectors, names, cv=splitter)
        found[method] = CrossValidation(float(np.mean(accuracies)), float(np.std(accuracies)), folds)
    return found


def classify(samples: Mapping[str, Sequence[Embedding]], probes: Sequence[Embedding]) -> dict[str, list[str]]:
    """Whom each method takes each probe for."""
    vectors, names = _as_table(samples)
    asked = np.stack([probe.vector for probe in probes])
    fewest = min(len(each) for each in samples.values())
    return {
        method: [str(name) for name in _make(method, fewest=fewest).fit(vectors, names).predict(asked)]
        for method in METHODS
    }


def _as_table(samples: Mapping[str, Sequence[Embedding]]) -> tuple[Any, Any]:
    vectors = np.stack([each.vector for embeddings in samples.values() for each in embeddings])
    return vectors, np.array([name for name, embeddings in samples.items() for _ in embeddings])


def _make(method: str, *, fewest: int) -> Any:
    from sklearn.neighbors import KNeighborsClassifier, NearestCentroid
    from sklearn.svm import SVC

    match method:
        case "nearest_mean":
            return NearestCentroid()
        case "k_nn":  # more neighbours than the rarest person has would always outvote them
            return KNeighborsClassifier(min(MOST_NEIGHBOURS, max(1, fewest)), weights="distance")
        case _:
            return SVC(kernel="linear", C=10.0)
