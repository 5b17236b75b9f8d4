"""The recognisers by name: another one is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.ports import Recogniser

if TYPE_CHECKING:
    from weights.store import WeightsStore

MakeRecogniser = Callable[["WeightsStore"], Recogniser]


def _sface(weights: WeightsStore) -> Recogniser:
    from pipeline.recognisers.sface import SFace

    return SFace(weights.arrays("sface-arrays"), weights.manifest.entry("sface").sha256)


RECOGNISERS: dict[str, MakeRecogniser] = {"sface": _sface}


def make_recogniser(name: str, weights: WeightsStore) -> Recogniser:
    """Load the recogniser ``name`` (seconds; blocks); KeyError for one that does not exist."""
    return RECOGNISERS[name](weights)
