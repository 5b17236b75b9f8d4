"""Where the household key comes from: a 0600 file now, the keyring of the desktop later."""

from __future__ import annotations

import base64
import binascii
import logging
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from offload_server.errors import StorageDamagedError
from offload_server.private_files import create_private, read_private, tighten
from offload_server.reasons import ServerReason
from pipeline.types import Reason

_LOG = logging.getLogger(__name__)
_FORMAT = b"munjigi-household-key-1"
KEY_ID_BYTES = 16
KEY_BYTES = 32  # AES-256


@dataclass(frozen=True, slots=True)
class HouseholdKey:
    """The key that wraps every data key; ``id`` names it in what it wrapped."""

    id: bytes
    secret: bytes = field(repr=False)


class KeySource(Protocol):
    """Keeps the household key."""

    def exists(self) -> bool:
        """Whether a key was made before."""

    def make(self) -> None:
        """Make a random key unless there is one."""

    def read(self) -> HouseholdKey:
        """The key. StorageDamagedError when there is none or it cannot be read."""


class FileKeySource:
    """The household key in a file that only this user may read.

    It keeps a copied or backed-up database useless by itself; it does not protect a stolen disk.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def exists(self) -> bool:
        return self._file.exists()

    def make(self) -> None:
        lines = (_FORMAT, *(base64.b64encode(secrets.token_bytes(size)) for size in (KEY_ID_BYTES, KEY_BYTES)))
        create_private(self._file, b"\n".join(lines) + b"\n")

    def read(self) -> HouseholdKey:
        try:
            content = read_private(self._file)
            if tighten(self._file):
                _LOG.warning("%s was readable by others; it no longer is. Others may have read the key.", self._file)
            return _parse(content)
        except (OSError, ValueError) as error:
            reason = Reason.of(ServerReason.HOUSEHOLD_KEY_UNUSABLE, file=str(self._file))
            raise StorageDamagedError(reason) from error


def _parse(content: bytes) -> HouseholdKey:
    """Read the file's three lines; ValueError when they are not what ``make`` wrote."""
    form, key_id, secret = content.split(b"\n")[:3]
    try:
        key = HouseholdKey(base64.b64decode(key_id, validate=True), base64.b64decode(secret, validate=True))
    except binascii.Error as error:
        raise ValueError("no base64") from error
    if form != _FORMAT or len(key.id) != KEY_ID_BYTES or len(key.secret) != KEY_BYTES:
        raise ValueError("not a household key")
    return key
