"""The gate of the weights folder: a stream goes in whole and with the right SHA-256, or not at all."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from weights.atomic import replacing
from weights.errors import WeightNotWrittenError, WeightSourceError
from weights.manifest import Entry
from weights.reasons import WeightsReason

_CHUNK_BYTES = 1 << 20

# What opening and reading a file, an archive or an address may raise.
SOURCE_TROUBLE = (OSError, LookupError, EOFError, ValueError, zipfile.BadZipFile, zlib.error)


def accept(entry: Entry, stream: BinaryIO, source: str, target: Path, advanced: Callable[[int, int], None]) -> None:
    """Copy ``stream`` to ``target``, hashing on the way.

    WeightSourceError when the stream breaks off or a byte differs from the manifest; WeightNotWrittenError when the
    folder cannot be written. In both cases ``target`` is what it was before.
    """
    try:
        with replacing(target) as file:
            digest = hashlib.sha256()
            for chunk in _chunks(entry, stream, source, advanced):
                digest.update(chunk)
                file.write(chunk)
            if digest.hexdigest() != entry.sha256:
                raise WeightSourceError(
                    WeightsReason.WEIGHT_SOURCE_DAMAGED, name=entry.name, file=entry.file, source=source
                )
    except OSError as error:  # of the target: trouble of the stream is a WeightSourceError by now
        raise not_written(entry.name, target, error) from error


def unavailable(entry: Entry, source: str, problem: BaseException) -> WeightSourceError:
    """The error for a source that could not be opened or read."""
    return WeightSourceError(
        WeightsReason.WEIGHT_SOURCE_UNAVAILABLE, name=entry.name, file=entry.file, source=source, problem=said(problem)
    )


def not_written(name: str, target: Path, problem: OSError) -> WeightNotWrittenError:
    """The error that names the folder and what the system said."""
    return WeightNotWrittenError(
        WeightsReason.WEIGHT_NOT_WRITTEN, name=name, file=target.name, folder=str(target.parent), problem=said(problem)
    )


def said(problem: BaseException) -> str:
    """What the system said, without numbers and paths that the sentence around it has already."""
    reason = getattr(problem, "reason", None)  # urllib wraps what the network said
    if isinstance(reason, BaseException):
        return said(reason)
    return getattr(problem, "strerror", None) or str(problem) or type(problem).__name__


def _chunks(entry: Entry, stream: BinaryIO, source: str, advanced: Callable[[int, int], None]) -> Iterator[bytes]:
    """The stream, cut one byte after the expected size, so that no source fills the disk."""
    left_bytes = entry.size_bytes + 1
    while chunk := _read(entry, stream, source, min(_CHUNK_BYTES, left_bytes)):
        left_bytes -= len(chunk)
        advanced(min(entry.size_bytes + 1 - left_bytes, entry.size_bytes), entry.size_bytes)
        yield chunk


def _read(entry: Entry, stream: BinaryIO, source: str, wanted_bytes: int) -> bytes:
    try:
        return stream.read(wanted_bytes)
    except SOURCE_TROUBLE as error:
        raise unavailable(entry, source, error) from error
