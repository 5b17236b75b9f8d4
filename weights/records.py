"""What stands beside a derived file: from which bytes, by which converter and with which libraries it was made."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

FORMAT = 1


@dataclass(frozen=True, slots=True)
class DerivationRecord:
    """``runtime`` names the libraries that wrote the file; ``sha256`` is the derived file's own."""

    source_sha256: str
    converter: str
    converter_version: int
    runtime: str
    sha256: str

    def encode(self) -> bytes:
        """As JSON, for the file beside the derived one."""
        return (json.dumps({"format": FORMAT, **asdict(self)}, indent=2) + "\n").encode()

    @classmethod
    def decode(cls, content: bytes) -> DerivationRecord:
        """Read back; ValueError when it is no record of this format."""
        document = json.loads(content)
        if not isinstance(document, dict) or document.pop("format", None) != FORMAT:
            raise ValueError("no derivation record of this format")
        try:
            return cls(**document)
        except TypeError as error:
            raise ValueError(str(error)) from error


def record_path(derived_file: Path) -> Path:
    """Where the record of ``derived_file`` lies."""
    return derived_file.with_name(f"{derived_file.name}.json")
