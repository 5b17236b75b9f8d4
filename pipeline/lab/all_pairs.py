"""Every photo against every other: where the impostors lie, which is what a false match rate scale is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.types import Float32Array

RATES = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
# A share that fewer pairs than this make up is chance, and no quantile is given for it.
_FEWEST_PAIRS = 10
# How many samples a template is made of at most from a doorway, and how many looks a decision averages at least.
MEAN_OF = 5
# Few people have so many photos; drawing them again and again uses all their combinations.
_DRAWS = 40
_SEED = 2019
_ROWS = 512


@dataclass(frozen=True, slots=True)
class AllPairs:
    """Keys of ``impostor_quantiles`` and ``means_factor`` are rates as "1e-03"; None where the pairs are too few.

    ``at`` gives for plain L2 distances the share of impostor pairs at or below (fmr) and of genuine pairs above (fnmr).
    ``means_factor`` says how many times as many impostors lie within the distance of a rate when means of ``mean_of``
    photos are compared instead of single ones, of the ``people_with_means`` who have so many.
    """

    people: int
    photos: int
    genuine_pairs: int
    impostor_pairs: int
    impostor_quantiles: Mapping[str, float | None]
    at: Mapping[str, Mapping[str, float]]
    mean_of: int
    people_with_means: int
    means_factor: Mapping[str, float | None]


def measure(vectors: Float32Array, people: Sequence[str], at_l2: Sequence[float]) -> AllPairs:
    """Of unit ``vectors`` [n, d] and whose they are; two different people at least."""
    genuine, impostor = distances(vectors, people)
    impostor.sort()
    quantiles = {rate: quantile(impostor, rate) for rate in RATES}
    between_means, people_with_means = _between_means(vectors, people)
    return AllPairs(
        people=len(set(people)),
        photos=len(vectors),
        genuine_pairs=len(genuine),
        impostor_pairs=len(impostor),
        impostor_quantiles={_key(rate): distance for rate, distance in quantiles.items()},
        at={f"{distance:g}": _errors(genuine, impostor, distance) for distance in at_l2},
        mean_of=MEAN_OF,
        people_with_means=people_with_means,
        means_factor={_key(rate): _factor(between_means, distance, rate) for rate, distance in quantiles.items()},
    )


def distances(vectors: Float32Array, people: Sequence[str]) -> tuple[Float32Array, Float32Array]:
    """Plain L2 of every pair once: of the same person, and of two people."""
    _names, codes = np.unique(np.array(people), return_inverse=True)
    genuine, impostor = [], []
    for start in range(0, len(vectors), _ROWS):
        rows = slice(start, start + _ROWS)
        # Of unit vectors, in float64: 2 - 2 cos loses half its digits for pairs that are alike.
        cosines = vectors[rows].astype(np.float64) @ vectors[start:].T.astype(np.float64)
        apart = np.sqrt(np.maximum(2 - 2 * cosines, 0)).astype(np.float32)
        later = np.triu(np.ones(apart.shape, np.bool_), k=1)
        same = codes[rows][:, None] == codes[start:][None]
        genuine.append(apart[later & same])
        impostor.append(apart[later & ~same])
    return np.concatenate(genuine), np.concatenate(impostor)


def quantile(ascending: Float32Array, rate: float) -> float | None:
    """The distance that the share ``rate`` lies at or below; None when that are too few pairs to mean anything."""
    count = int(rate * len(ascending) + 1e-9)
    return float(ascending[count - 1]) if count >= _FEWEST_PAIRS else None


def _between_means(vectors: Float32Array, people: Sequence[str]) -> tuple[Float32Array, int]:
    """The distances between means of different people, over all draws; and how many people have one."""
    random = np.random.default_rng(_SEED)
    found: list[Float32Array] = []
    owners: list[str] = []
    for _draw in range(_DRAWS):
        order = random.permutation(len(vectors))
        means, owners = means_of(vectors[order], [people[index] for index in order], MEAN_OF)
        if len(set(owners)) < 2:
            return np.zeros(0, np.float32), len(set(owners))
        found.append(distances(means, owners)[1])
    return np.concatenate(found), len(set(owners))


def means_of(vectors: Float32Array, people: Sequence[str], count: int) -> tuple[Float32Array, list[str]]:
    """Unit means of ``count`` different photos of a person each, in their order; what is left over is not used."""
    owned: dict[str, list[Float32Array]] = {}
    for vector, person in zip(vectors, people, strict=True):
        owned.setdefault(person, []).append(vector)
    means: list[Float32Array] = []
    owners: list[str] = []
    for person, own in owned.items():
        for start in range(0, len(own) - count + 1, count):
            mean = np.mean(own[start : start + count], axis=0)
            means.append(mean / np.linalg.norm(mean))
            owners.append(person)
    return np.array(means, np.float32).reshape(len(means), vectors.shape[1]), owners


def _errors(genuine: Float32Array, impostor: Float32Array, distance: float) -> dict[str, float]:
    return {
        "fmr": float((impostor <= distance).mean()),
        "fnmr": float((genuine > distance).mean()) if len(genuine) else float("nan"),
    }


def _factor(between_means: Float32Array, distance: float | None, rate: float) -> float | None:
    if distance is None:
        return None
    within = int((between_means <= distance).sum())
    return within / len(between_means) / rate if within >= _FEWEST_PAIRS else None


def _key(rate: float) -> str:
    return f"1e-{round(-np.log10(rate))}"
