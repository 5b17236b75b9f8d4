"""Bringing a collection into the weights folder: many small files, or all of them in one, become one checked .npz."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from weights.acceptance import SOURCE_TROUBLE, accept, not_written, unavailable
from weights.atomic import replacing
from weights.csv_arrays import npz_of, read_part
from weights.csv_pins import Pin, part_unavailable
from weights.digest import sha256_of
from weights.errors import WeightDamagedError, WeightMissingError, WeightSourceError
from weights.installation import all_failed
from weights.manifest import Collection, HttpsSource
from weights.progress import Progress
from weights.reasons import WeightsReason
from weights.records import DerivationRecord, record_path
from weights.sources.https import download

# Changes whenever the .npz that is made of the same files would hold other values.
VERSION = 1

_WHOLE = "whole"
_FILES = "csv-folder"


@dataclass(frozen=True, slots=True)
class Gathering:
    """One collection of ``folder``; ``pins`` say what its files must be."""

    collection: Collection
    pins: Sequence[Pin]
    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / self.collection.file

    def read(self) -> bytes:
        """The installed .npz, once it and its record hold; WeightMissingError, WeightDamagedError."""
        where = {"name": self.collection.name, "file": self.path.name, "folder": str(self.folder)}
        try:
            content = self.path.read_bytes()
        except OSError as error:
            raise WeightMissingError(WeightsReason.WEIGHT_MISSING, **where) from error
        if not self._holds(content):
            raise WeightDamagedError(WeightsReason.WEIGHT_DAMAGED, **where)
        return content

    def run(self, local_folders: Sequence[Path], progress: Progress) -> None:
        """Try the user's folders, then the publisher; WeightSourceFailedError, WeightNotWrittenError."""
        failures: list[WeightSourceError] = []
        for source, attempt in self._attempts(local_folders, progress):
            progress.begins(self.collection.name, source)
            try:
                attempt()
            except WeightSourceError as failure:
                progress.refused(failure)
                failures.append(failure)
            else:
                return
        raise all_failed(self.collection.name, self.collection.file, failures)

    def _attempts(self, local_folders: Sequence[Path], progress: Progress) -> Iterator[tuple[str, Callable[[], None]]]:
        """The published files before the single one: a folder that has both holds the exact values in the files."""
        for folder in local_folders:
            parts = self._folder_of_parts(folder)
            if parts is not None:
                yield str(parts), lambda parts=parts: self._from_files(parts, progress)  # type: ignore[misc]
            if parts is None or (folder / self.collection.file).exists():
                yield str(folder), lambda folder=folder: self._from_whole(folder, progress)  # type: ignore[misc]
        for address in self.collection.addresses:
            yield address, lambda address=address: self._from_publisher(address, progress)  # type: ignore[misc]

    def _folder_of_parts(self, folder: Path) -> Path | None:
        """``folder`` or its "weights" (as in a clone of the publisher's repository), if any file is there."""
        for place in (folder, folder / "weights"):
            if any((place / pin.file).exists() for pin in self.pins):
                return place
        return None

    def _from_files(self, folder: Path, progress: Progress) -> None:
        name = self.collection.name
        content = npz_of(self.pins, lambda pin: read_part(folder, pin, name), name, str(folder), progress.advanced)
        self._write(content, _FILES)

    def _from_whole(self, folder: Path, progress: Progress) -> None:
        whole = self.collection.whole
        try:
            stream = (folder / self.collection.file).open("rb")
        except OSError as error:
            raise unavailable(whole, str(folder), error) from error
        with stream:
            accept(whole, stream, str(folder), self.path, progress.advanced)
        self._write_record(whole.sha256, _WHOLE)

    def _from_publisher(self, address: str, progress: Progress) -> None:
        """Download what is still missing; files that have arrived stay, so that the next try goes on with the rest."""
        arrived = self.folder / f".{self.collection.name}.parts"
        try:
            arrived.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise not_written(self.collection.name, self.path, error) from error
        name = self.collection.name
        content = npz_of(self.pins, lambda pin: self._fetched(pin, arrived, address), name, address, progress.advanced)
        self._write(content, _FILES)
        shutil.rmtree(arrived, ignore_errors=True)

    def _fetched(self, pin: Pin, arrived: Path, address: str) -> bytes:
        """The file, from an earlier try or from the publisher; what an earlier try left of another one goes first."""
        try:
            return read_part(arrived, pin, self.collection.name)
        except WeightSourceError:
            resumed = self._download(pin, arrived / pin.file, address)
        try:
            return self._checked(pin, arrived, address)
        except WeightSourceError:
            if not resumed:
                raise
        self._download(pin, arrived / pin.file, address)
        return self._checked(pin, arrived, address)

    def _checked(self, pin: Pin, arrived: Path, address: str) -> bytes:
        content = (arrived / pin.file).read_bytes()
        try:
            pin.check(content, self.collection.name, address)
        except WeightSourceError:
            (arrived / pin.file).unlink()
            raise
        return content

    def _download(self, pin: Pin, part: Path, address: str) -> bool:
        source = HttpsSource(address + pin.file)
        try:
            return download(source, part, pin.limit_bytes, lambda _done, _total: None)
        except SOURCE_TROUBLE as error:
            raise part_unavailable(pin.file, self.collection.name, address, error) from error

    def _write(self, content: bytes, form: str) -> None:
        try:
            with replacing(self.path) as file:
                file.write(content)
        except OSError as error:
            raise not_written(self.collection.name, self.path, error) from error
        self._write_record(sha256_of(content), form)

    def _write_record(self, sha256: str, form: str) -> None:
        """After the file: a crash between the two leaves a record that does not fit, so that it is installed again."""
        try:
            with replacing(record_path(self.path)) as file:
                file.write(DerivationRecord(self._pins_sha256(), form, VERSION, "", sha256).encode())
        except OSError as error:
            raise not_written(self.collection.name, self.path, error) from error

    def _holds(self, content: bytes) -> bool:
        try:
            record = DerivationRecord.decode(record_path(self.path).read_bytes())
        except (OSError, ValueError):
            return False
        sha256 = sha256_of(content)
        if record.converter == _WHOLE:
            return sha256 == self.collection.whole.sha256
        expected = (self._pins_sha256(), _FILES, VERSION, sha256)
        return expected == (record.source_sha256, record.converter, record.converter_version, record.sha256)

    def _pins_sha256(self) -> str:
        """One hash for all the files that were asked for."""
        return sha256_of("\n".join(f"{pin.file} {pin.git_blob}" for pin in self.pins).encode())
