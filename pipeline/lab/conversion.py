"""From a network's graph to its LiteRT forms, and what they are worth on this PC."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Mapping, Sequence
from importlib import metadata

import numpy as np

from pipeline.gallery import distance
from pipeline.lab.face_crops import face_crops
from pipeline.recognisers.converted import FORMS, ConversionRecord, ConvertedFiles, Shift
from pipeline.recognisers.litert import DISTRIBUTION, LiteRtNetwork
from pipeline.recognisers.network import Network
from pipeline.recognisers.registry import RECOGNISERS, source_of
from pipeline.recognisers.runtime import freeze, load_network
from pipeline.recognisers.runtimes import Source
from pipeline.types import AlignedFace, Embedding
from weights.digest import sha256_of
from weights.store import WeightsStore

ROUNDS = 31
"""Odd, for a median; the runtimes take turns, so that a busy neighbour slows down all of them."""
FEWEST_FACES = 8


def convert(name: str, store: WeightsStore, *, again: bool = False) -> ConversionRecord:
    """Make and measure the forms of ``name`` (half a minute; blocks); what is there and current is kept.

    WeightError without its weights, OSError when the disk is full.
    """
    source = source_of(name, store)
    known = _current(source)
    if known is not None and not again:
        return known
    models = _models(source)
    record = _measured(source, models, store)
    ConvertedFiles(source.folder, name).write(models, record)
    return record


def is_converted(name: str, store: WeightsStore) -> bool:
    """Whether every form of ``name`` is there, whole and of these values. WeightError without its weights."""
    return _current(source_of(name, store)) is not None


def _current(source: Source) -> ConversionRecord | None:
    files = ConvertedFiles(source.folder, source.network)
    record = files.record(source.values_sha256, source.graph_version)
    if record is None or any(files.read(form, record) is None for form in FORMS):
        return None
    return record


def _models(source: Source) -> dict[str, bytes]:
    frozen = freeze(source.build(), source.side_px)
    return {form: frozen.converted(with_int8=form == "int8") for form in FORMS}


def _measured(source: Source, models: Mapping[str, bytes], store: WeightsStore) -> ConversionRecord:
    networks: dict[str, Network] = {form: LiteRtNetwork(model, form) for form, model in models.items()}
    original = load_network(source.build(), source.side_px)
    crops = face_crops(source.network, store)
    return ConversionRecord(
        values_sha256=source.values_sha256,
        graph_version=source.graph_version,
        converter=f"{original.device.runtime}, {DISTRIBUTION} {metadata.version(DISTRIBUTION)}",
        sha256={form: sha256_of(model) for form, model in models.items()},
        ms_a_face=milliseconds({"tensorflow": original, **networks}, source.side_px),
        shifts=_shifts(source.network, original, networks, crops) if len(crops) >= FEWEST_FACES else {},
    )


def milliseconds(networks: Mapping[str, Network], side_px: int) -> dict[str, float]:
    """The median of one face at a time, the networks taking turns."""
    face = np.random.default_rng(1).integers(0, 256, (1, side_px, side_px, 3), np.uint8)
    taken: dict[str, list[float]] = {name: [] for name in networks}
    for _ in range(ROUNDS):
        for name, network in networks.items():
            began_s = time.perf_counter()
            network.run(face)
            taken[name].append((time.perf_counter() - began_s) * 1e3)
    return {name: round(statistics.median(each), 3) for name, each in taken.items()}


def _shifts(
    name: str, original: Network, forms: Mapping[str, Network], crops: Sequence[AlignedFace]
) -> dict[str, Shift]:
    before = _embeddings(name, original, crops)
    return {form: shift(before, _embeddings(name, network, crops)) for form, network in forms.items()}


def _embeddings(name: str, network: Network, crops: Sequence[AlignedFace]) -> tuple[Embedding, ...]:
    entry = RECOGNISERS[name]
    return entry.make(network, "0" * 64, entry.alignments[0]).embed(crops)


def shift(before: Sequence[Embedding], after: Sequence[Embedding]) -> Shift:
    """By how much every distance of a gallery of ``before`` and a probe of ``after`` differs from the original's.

    So it is in a house: templates outlive a change of runtime.
    """
    moved = [
        abs(distance(before[one], after[other]) - distance(before[one], before[other]))
        for one, other in itertools.permutations(range(len(before)), 2)
    ]
    return Shift(float(max(moved)), float(np.quantile(moved, 0.99)), len(moved))
