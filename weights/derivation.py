"""Derived files: made from an installed source, checked at every load against their record."""

from __future__ import annotations

import logging
from pathlib import Path

from weights.acceptance import not_written
from weights.atomic import replacing
from weights.converters import CONVERTERS, Converter
from weights.digest import sha256_of
from weights.errors import ConverterMissingError, WeightDamagedError, WeightMissingError
from weights.manifest import Derived, Entry
from weights.reasons import WeightsReason
from weights.records import DerivationRecord, record_path

_log = logging.getLogger(__name__)


class Derivation:
    """One derived file of ``folder``."""

    def __init__(self, derived: Derived, source: Entry, folder: Path) -> None:
        self._derived = derived
        self._source = source
        self.path = folder / derived.file
        self._converter: Converter = CONVERTERS[derived.converter]

    def read(self) -> bytes:
        """The derived file's bytes, once they and their record hold.

        WeightMissingError when it was never made; WeightDamagedError when a byte is wrong or it was made from another
        source or by another version of the converter. The runtime is recorded but not compared: arrays are the same
        whichever version of the library copied them.
        """
        try:
            content = self.path.read_bytes()
        except OSError as error:
            raise WeightMissingError(WeightsReason.WEIGHT_MISSING, **self._where()) from error
        if not self._holds(content):
            raise WeightDamagedError(WeightsReason.WEIGHT_DAMAGED, **self._where())
        return content

    def make(self, source: bytes) -> bytes:
        """Convert ``source`` (checked bytes of the source entry), write file and record, return the file's bytes.

        ConverterMissingError when the converter's package is not installed, WeightNotWrittenError.
        """
        try:
            content = self._converter.convert(source)
        except ImportError as error:
            raise ConverterMissingError(
                WeightsReason.WEIGHT_CONVERTER_MISSING,
                name=self._derived.name,
                file=self._derived.file,
                package=self._converter.package,
            ) from error
        record = DerivationRecord(
            self._source.sha256,
            self._derived.converter,
            self._converter.version,
            self._converter.runtime(),
            sha256_of(content),
        )
        self._write(content, record)
        _log.info("%s was made from %s", self.path.name, self._source.file)
        return content

    def _write(self, content: bytes, record: DerivationRecord) -> None:
        """The file first: a crash between the two leaves a record that does not fit, so that it is made once more."""
        try:
            with replacing(self.path) as file:
                file.write(content)
            with replacing(record_path(self.path)) as file:
                file.write(record.encode())
        except OSError as error:
            raise not_written(self._derived.name, self.path, error) from error

    def _holds(self, content: bytes) -> bool:
        try:
            record = DerivationRecord.decode(record_path(self.path).read_bytes())
        except (OSError, ValueError):
            return False
        expected = (self._source.sha256, self._derived.converter, self._converter.version, sha256_of(content))
        return expected == (record.source_sha256, record.converter, record.converter_version, record.sha256)

    def _where(self) -> dict[str, str]:
        return {"name": self._derived.name, "file": self._derived.file, "folder": str(self.path.parent)}
