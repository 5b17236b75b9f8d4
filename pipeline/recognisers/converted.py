"""Networks converted for LiteRT, beside the weights that they were made from, and what was measured of them."""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from weights.atomic import replacing
from weights.digest import sha256_of

logger = logging.getLogger(__name__)
FORMAT = 1
FORMS = ("fp32", "int8")
LARGEST_SHIFT = 0.02
"""By how much int8 may move any distance: a fifth of what lies between two thresholds a decade apart (SFace, L2)."""


@dataclass(frozen=True, slots=True)
class Shift:
    """By how much a form moves the distances of ``pairs`` pairs of real faces."""

    largest: float
    p99: float
    pairs: int


@dataclass(frozen=True, slots=True)
class ConversionRecord:
    """``values_sha256`` and ``graph_version`` say what was converted; ``sha256`` holds each form's file.

    ``ms_a_face`` is one face at a time on this machine, by "tensorflow" and form; ``shifts`` by form, without those
    that could not be measured for want of faces.
    """

    values_sha256: str
    graph_version: int
    converter: str
    sha256: Mapping[str, str]
    ms_a_face: Mapping[str, float]
    shifts: Mapping[str, Shift] = field(default_factory=dict)

    def encode(self) -> bytes:
        """As JSON."""
        return (json.dumps({"format": FORMAT, **asdict(self)}, indent=2) + "\n").encode()

    @classmethod
    def decode(cls, content: bytes) -> ConversionRecord:
        """Read back; ValueError when it is no record of this format."""
        try:
            document = json.loads(content)
        except RecursionError as error:
            raise ValueError("no record: nested without end") from error
        if not isinstance(document, dict) or document.pop("format", None) != FORMAT:
            raise ValueError("no record of this format")
        try:
            shifts = {form: Shift(**shift) for form, shift in document.pop("shifts").items()}
            record = cls(**document, shifts=shifts)
            _check(record)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(str(error)) from error
        return record

    def is_true_enough(self, form: str) -> bool:
        """Whether a form moves no distance too far, as measured; fp32 differs from the original in its last bits."""
        shift = self.shifts.get(form)
        return form == "fp32" or (shift is not None and shift.largest <= LARGEST_SHIFT)


class ConvertedFiles:
    """The converted files of one network in a folder of weights."""

    def __init__(self, folder: Path, network: str) -> None:
        self._folder = folder
        self._network = network

    def path(self, form: str) -> Path:
        return self._folder / f"{self._network}.{form}.tflite"

    @property
    def record_path(self) -> Path:
        return self._folder / f"{self._network}.tflite.json"

    def record(self, values_sha256: str, graph_version: int) -> ConversionRecord | None:
        """What stands beside the files, if it was made of these very values by this very graph."""
        try:
            record = ConversionRecord.decode(self.record_path.read_bytes())
        except (OSError, ValueError):
            return None
        is_current = (record.values_sha256, record.graph_version) == (values_sha256, graph_version)
        return record if is_current else None

    def read(self, form: str, record: ConversionRecord) -> bytes | None:
        """A form's file, if every byte of it is as recorded."""
        try:
            content = self.path(form).read_bytes()
        except OSError:
            content = b""
        if sha256_of(content) != record.sha256.get(form):
            logger.warning("%s is missing or damaged and is not used", self.path(form).name)
            return None
        return content

    def write(self, models: Mapping[str, bytes], record: ConversionRecord) -> None:
        """The files first: a crash in between leaves a record that does not fit. OSError when the disk is full."""
        for form, content in models.items():
            with replacing(self.path(form)) as file:
                file.write(content)
        with replacing(self.record_path) as file:
            file.write(record.encode())


def _check(record: ConversionRecord) -> None:
    """A record is a file like any other: what cannot be compared later is no figure. ValueError, AttributeError."""
    figures = [*record.ms_a_face.values(), *(shift.largest for shift in record.shifts.values())]
    if not all(type(figure) in {int, float} and math.isfinite(figure) for figure in figures):
        raise ValueError("figures that are none")
    if not all(isinstance(digest, str) for digest in record.sha256.values()):
        raise ValueError("hashes that are none")
