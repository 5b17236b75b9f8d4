"""Everything about a face is sealed here before it is written.

AES-256-GCM of ``cryptography``. Every owner has a random data key of their own, wrapped by the household key: with that
one row all that the owner had becomes unreadable, wherever else the sealed bytes were written. What stays readable is a
copy of the row itself, a backup from before or an old page on worn flash, for whoever has the household key too. The
associated data binds a blob to its owner, kind and record, so that no blob can be moved to another place.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Literal, NewType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import ColumnElement, Connection, delete, insert, select

from offload_server.errors import StorageDamagedError
from offload_server.reasons import ServerReason
from offload_server.store.key_source import KEY_BYTES, KEY_ID_BYTES, HouseholdKey
from offload_server.store.schema import data_keys
from pipeline.types import Reason

SealedBlob = NewType("SealedBlob", bytes)
OwnerKind = Literal["person", "visitor", "visit", "household"]

FORMAT_VERSION = 1
_NONCE_BYTES = 12  # the size that AES-GCM is specified for (NIST SP 800-38D 8.2)
_HEADER_BYTES = 1 + KEY_ID_BYTES + _NONCE_BYTES


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose data it is: erasing the owner erases all of it."""

    kind: OwnerKind
    id: str


@dataclass(frozen=True, slots=True)
class _DataKey:
    id: bytes
    secret: bytes


class Vault:
    """Seals and opens within one database transaction.

    A blob is format version (1 byte), key id (16), nonce (12), ciphertext and tag.
    """

    def __init__(self, connection: Connection, household_key: HouseholdKey) -> None:
        self._connection = connection
        self._household_key = household_key

    def seal(self, owner: Owner, kind: str, record_id: str, plaintext: bytes) -> SealedBlob:
        """Encrypt ``plaintext`` as the ``kind`` of record ``record_id`` of ``owner``; makes the owner's key if new."""
        key = self._find_key(owner) or self._make_key(owner)
        return SealedBlob(_encrypt(key.secret, key.id, plaintext, _record_label(owner, kind, record_id)))

    def open(self, owner: Owner, kind: str, record_id: str, blob: bytes) -> bytes:
        """What was sealed. StorageDamagedError when the owner was erased, or the blob is changed or another's."""
        key = self._find_key(owner)
        if key is None:
            raise _damaged("data key")
        return _decrypt(key.secret, key.id, blob, _record_label(owner, kind, record_id))

    def erase(self, owner: Owner) -> bool:
        """Delete the owner's key; False when there was none. Follow it with a checkpoint (``Store.erase`` does)."""
        return self._connection.execute(delete(data_keys).where(*_is(owner))).rowcount > 0

    def has_key(self, owner: Owner) -> bool:
        """Whether anything of ``owner`` can still be read."""
        return self._find_key(owner) is not None

    def _find_key(self, owner: Owner) -> _DataKey | None:
        row = self._connection.execute(
            select(data_keys.c.key_id, data_keys.c.wrapped_key).where(*_is(owner))
        ).one_or_none()
        if row is None:
            return None
        household = self._household_key
        label = _key_label(owner, row.key_id)
        return _DataKey(row.key_id, _decrypt(household.secret, household.id, row.wrapped_key, label))

    def _make_key(self, owner: Owner) -> _DataKey:
        key = _DataKey(secrets.token_bytes(KEY_ID_BYTES), secrets.token_bytes(KEY_BYTES))
        household = self._household_key
        wrapped = _encrypt(household.secret, household.id, key.secret, _key_label(owner, key.id))
        row = {"owner_kind": owner.kind, "owner_id": owner.id, "key_id": key.id, "wrapped_key": wrapped}
        self._connection.execute(insert(data_keys).values(row))
        return key


def _is(owner: Owner) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return data_keys.c.owner_kind == owner.kind, data_keys.c.owner_id == owner.id


def _record_label(owner: Owner, kind: str, record_id: str) -> bytes:
    return _joined(b"munjigi record", owner.kind.encode(), owner.id.encode(), kind.encode(), record_id.encode())


def _key_label(owner: Owner, key_id: bytes) -> bytes:
    return _joined(b"munjigi data key", owner.kind.encode(), owner.id.encode(), key_id)


def _joined(*parts: bytes) -> bytes:
    """Every part behind its length, so that no two lists of parts give the same bytes."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def _encrypt(secret: bytes, key_id: bytes, plaintext: bytes, label: bytes) -> bytes:
    header = bytes([FORMAT_VERSION]) + key_id
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return header + nonce + AESGCM(secret).encrypt(nonce, plaintext, _joined(header, label))


def _decrypt(secret: bytes, key_id: bytes, blob: bytes, label: bytes) -> bytes:
    header, nonce, ciphertext = blob[: 1 + KEY_ID_BYTES], blob[1 + KEY_ID_BYTES : _HEADER_BYTES], blob[_HEADER_BYTES:]
    if header != bytes([FORMAT_VERSION]) + key_id:
        raise _damaged("sealed blob")
    try:
        return AESGCM(secret).decrypt(nonce, ciphertext, _joined(header, label))
    except (InvalidTag, ValueError) as error:  # ValueError: too short to hold nonce or tag
        raise _damaged("sealed blob") from error


def _damaged(what: str) -> StorageDamagedError:
    return StorageDamagedError(Reason.of(ServerReason.STORAGE_DAMAGED, file=what))
