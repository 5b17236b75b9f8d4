"""A cohort in a file: an .npz of plain arrays, read without pickle, with its template space inside."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.lab.cohort import Cohort, check
from pipeline.lab.errors import LabError, LabReason
from pipeline.types import TemplateSpace

FORMAT = 1
_TEXTS = ("space", "recogniser", "detector", "runtime", "condition")


def write_cohort(cohort: Cohort, file: Path) -> None:
    """Write ``file`` whole or not at all. OSError."""
    texts = (cohort.space.id, cohort.recogniser, cohort.detector, cohort.runtime, cohort.condition)
    stream = io.BytesIO()
    arrays: dict[str, Any] = {
        "format": np.int64(FORMAT),
        "photos": np.array(cohort.photos, np.str_),
        "has_face": cohort.has_face,
        "vectors": cohort.vectors,
        **{name: np.str_(text) for name, text in zip(_TEXTS, texts, strict=True)},
    }
    np.savez(stream, **arrays)
    beside = file.with_name(file.name + ".new")
    try:
        beside.write_bytes(stream.getvalue())
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def read_cohort(file: Path) -> Cohort:
    """The cohort of ``file``, every embedding checked. LabError when it is no such file; OSError."""
    try:
        with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as arrays:
            cohort = _cohort({name: arrays[name] for name in arrays.files})
    except (ValueError, KeyError, TypeError, EOFError, MemoryError, zipfile.BadZipFile, zlib.error) as error:
        raise LabError(LabReason.LAB_COHORT_UNREADABLE, file=str(file)) from error
    return check(cohort, str(file))


def _cohort(arrays: dict[str, Any]) -> Cohort:
    """KeyError or ValueError for anything else than what ``write_cohort`` writes."""
    space, recogniser, detector, runtime, condition = (str(arrays[name]) for name in _TEXTS)
    photos = tuple(str(photo) for photo in arrays["photos"])
    vectors, has_face = arrays["vectors"], arrays["has_face"]
    if int(arrays["format"]) != FORMAT or vectors.dtype != np.float32 or has_face.dtype != np.bool_:
        raise ValueError("another format")
    if vectors.ndim != 2 or has_face.shape != (len(photos),) or len(vectors) != len(photos) or not photos:
        raise ValueError("sizes that do not go together")
    if len(set(photos)) != len(photos) or not all("/" in photo for photo in photos):
        raise ValueError("photos are named PERSON/FILE, each once")
    return Cohort(TemplateSpace.parse(space), recogniser, detector, runtime, condition, photos, has_face, vectors)
