"""The recognisers by name: another one is one file and one entry here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.ports import Recogniser
from pipeline.recognisers.network import BuildGraph, Network
from pipeline.recognisers.runtimes import RuntimeName, Source, open_network

if TYPE_CHECKING:
    from weights.store import WeightsStore


@dataclass(frozen=True, slots=True)
class RecogniserEntry:
    """How to make a recogniser, and the names of the alignments it can be given, its own first.

    ``weights`` names what it is made of in the manifest.
    ``graph_version`` is raised whenever the same weights would give another graph: what was converted from the old one
    is then not used any more.
    """

    weights: str
    build: Callable[[WeightsStore], BuildGraph]
    values_sha256: Callable[[WeightsStore], str]
    make: Callable[[Network, str, str], Recogniser]
    side_px: int
    alignments: tuple[str, ...]
    graph_version: int = 1


# Modules are imported when a recogniser is made: naming one loads neither cv2 nor TensorFlow.
def _build_sface(weights: WeightsStore) -> BuildGraph:
    from pipeline.recognisers.sface import graph

    return graph(weights.arrays("sface-arrays"))


def _make_sface(network: Network, values_sha256: str, _alignment: str) -> Recogniser:
    from pipeline.recognisers.sface import SFace

    return SFace(network, values_sha256)


def _build_resnet(weights: WeightsStore) -> BuildGraph:
    from pipeline.recognisers.dlib_file import read_layers
    from pipeline.recognisers.dlib_resnet import graph

    return graph(read_layers(weights.require("dlib-resnet").read_bytes()))


def _make_resnet(network: Network, values_sha256: str, _alignment: str) -> Recogniser:
    from pipeline.recognisers.dlib_resnet import DlibResNet

    return DlibResNet(network, values_sha256)


def _build_openface(weights: WeightsStore) -> BuildGraph:
    from pipeline.recognisers.openface import graph

    return graph(weights.arrays("openface"))


def _openface_values(weights: WeightsStore) -> str:
    from weights.array_values import values_sha256

    return values_sha256(weights.arrays("openface"))


def _make_openface(network: Network, values_sha256: str, alignment: str) -> Recogniser:
    from pipeline.recognisers.openface import OpenFace

    return OpenFace(network, values_sha256, alignment)


def _file_sha256(name: str) -> Callable[[WeightsStore], str]:
    return lambda weights: weights.manifest.entry(name).sha256


RECOGNISERS: dict[str, RecogniserEntry] = {
    "sface": RecogniserEntry(
        "sface-arrays", _build_sface, _file_sha256("sface"), _make_sface, 112, ("five-point-112",)
    ),
    "resnet": RecogniserEntry(
        "dlib-resnet", _build_resnet, _file_sha256("dlib-resnet"), _make_resnet, 150, ("dlib-chip-150",)
    ),
    "openface": RecogniserEntry(
        "openface", _build_openface, _openface_values, _make_openface, 96, ("nose-centred", "program-2019")
    ),
}


def make_recogniser(
    name: str, weights: WeightsStore, alignment: str | None = None, runtime: RuntimeName = "auto"
) -> Recogniser:
    """Load the recogniser ``name`` (seconds; blocks), with its own alignment unless another is named.

    KeyError for a recogniser that does not exist, ValueError for an alignment that it cannot be given, WeightError.
    """
    entry = RECOGNISERS[name]
    chosen = alignment or entry.alignments[0]
    if chosen not in entry.alignments:
        raise ValueError(f"{name} can be given the alignments {', '.join(entry.alignments)}, not {chosen}")
    source = source_of(name, weights)
    return entry.make(open_network(source, runtime), source.values_sha256, chosen)


def source_of(name: str, weights: WeightsStore) -> Source:
    """What the network ``name`` is made of. WeightError, KeyError."""
    entry = RECOGNISERS[name]
    return Source(
        folder=weights.folder,
        network=name,
        values_sha256=entry.values_sha256(weights),
        graph_version=entry.graph_version,
        side_px=entry.side_px,
        build=lambda: entry.build(weights),
    )
