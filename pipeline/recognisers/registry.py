"""The recognisers by name: another one is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.ports import Recogniser

if TYPE_CHECKING:
    from weights.store import WeightsStore


@dataclass(frozen=True, slots=True)
class RecogniserEntry:
    """How to make a recogniser, and the names of the alignments it can be given, its own first."""

    make: Callable[[WeightsStore, str], Recogniser]
    alignments: tuple[str, ...]


# Modules are imported when a recogniser is made: naming one loads neither cv2 nor TensorFlow.
def _sface(weights: WeightsStore, _alignment: str) -> Recogniser:
    from pipeline.recognisers.sface import SFace

    return SFace(weights.arrays("sface-arrays"), weights.manifest.entry("sface").sha256)


def _openface(weights: WeightsStore, alignment: str) -> Recogniser:
    from pipeline.recognisers.openface import OpenFace
    from weights.array_values import values_sha256

    arrays = weights.arrays("openface")
    return OpenFace(arrays, values_sha256(arrays), alignment)


def _resnet(weights: WeightsStore, _alignment: str) -> Recogniser:
    from pipeline.recognisers.dlib_resnet import DlibResNet

    content = weights.require("dlib-resnet").read_bytes()
    return DlibResNet(content, weights.manifest.entry("dlib-resnet").sha256)


RECOGNISERS: dict[str, RecogniserEntry] = {
    "sface": RecogniserEntry(_sface, ("five-point-112",)),
    "resnet": RecogniserEntry(_resnet, ("dlib-chip-150",)),
    "openface": RecogniserEntry(_openface, ("nose-centred", "program-2019")),
}


def make_recogniser(name: str, weights: WeightsStore, alignment: str | None = None) -> Recogniser:
    """Load the recogniser ``name`` (seconds; blocks), with its own alignment unless another is named.

    KeyError for a recogniser that does not exist, ValueError for an alignment that it cannot be given.
    """
    entry = RECOGNISERS[name]
    chosen = alignment or entry.alignments[0]
    if chosen not in entry.alignments:
        raise ValueError(f"{name} can be given the alignments {', '.join(entry.alignments)}, not {chosen}")
    return entry.make(weights, chosen)
