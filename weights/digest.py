"""SHA-256: the one thing by which a file is accepted."""

from __future__ import annotations

import hashlib
from pathlib import Path


def sha256_of(content: bytes) -> str:
    """In lower-case hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def sha256_of_file(path: Path) -> str:
    """Of the file's whole content; OSError when it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
