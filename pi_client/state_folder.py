"""What a camera remembers between two runs: the key that each server gave it, and where the last good server was."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from offload_server.wire.limits import MAX_KEY_CHARS
from pi_client.endpoints import Endpoint
from pi_client.errors import UsageError
from pi_client.reasons import PiReason

_log = logging.getLogger(__name__)

STATE_FILE = "munjigi-pi.json"
LOCK_FILE = "munjigi-pi.lock"
MAX_SERVERS = 16
_MAX_FILE_BYTES = 64 * 1024
_FORMAT = 1
_KEY = re.compile(rf"[!-~]{{1,{MAX_KEY_CHARS}}}", re.ASCII)
"""As the wire carries it: another one could not even be said."""


@dataclass(frozen=True, slots=True)
class KnownServer:
    """One server that welcomed this camera, where it was, and the key that finds the camera's row again."""

    endpoint: Endpoint
    resume_key: str


@dataclass(frozen=True, slots=True)
class CameraState:
    """Immutable; ``servers`` by ``Endpoint.key``, the last good one last."""

    servers: tuple[KnownServer, ...] = ()

    @property
    def last_good(self) -> Endpoint | None:
        """Where the camera was welcomed last."""
        return self.servers[-1].endpoint if self.servers else None

    def resume_key(self, endpoint: Endpoint) -> str | None:
        """The key for the server at ``endpoint``: by its id, or by its address when either side has no id."""
        by_id = [known for known in self.servers if known.endpoint.key == endpoint.key]
        by_address = [
            known
            for known in self.servers
            if known.endpoint.address == endpoint.address and None in {known.endpoint.server_id, endpoint.server_id}
        ]
        found = by_id + by_address
        return found[0].resume_key if found else None

    def welcomed(self, endpoint: Endpoint, resume_key: str) -> CameraState:
        """Remember a welcome; the servers of longest ago are forgotten beyond ``MAX_SERVERS``."""
        others = tuple(known for known in self.servers if known.endpoint.key != endpoint.key)
        return replace(self, servers=(*others, KnownServer(endpoint, resume_key))[-MAX_SERVERS:])

    def forgotten(self, endpoint: Endpoint) -> CameraState:
        """Drop what is known of the server at ``endpoint``: it removed this camera."""
        kept = (k for k in self.servers if endpoint.key != k.endpoint.key and endpoint.address != k.endpoint.address)
        return replace(self, servers=tuple(kept))


class StateFolder:
    """Reads and writes files: call it in a thread once the event loop runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file = folder / STATE_FILE
        self._lock: int | None = None
        self.damaged: str | None = None
        """The file that ``read`` found damaged and put aside."""

    def open(self) -> None:
        """Make the folder (0700) and own it; raise ``UsageError`` when that cannot be, or another client owns it."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = os.open(self.folder / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            _lock_whole(self._lock)
        except BlockingIOError as error:
            self.close()
            raise UsageError(PiReason.DATA_FOLDER_IN_USE, folder=str(self.folder)) from error
        except OSError as error:
            self.close()
            problem = error.strerror or type(error).__name__
            raise UsageError(PiReason.DATA_FOLDER_UNUSABLE, folder=str(self.folder), problem=problem) from error

    def close(self) -> None:
        """Give the folder free; idempotent."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def read(self) -> CameraState:
        """Return what was remembered. A damaged file is put aside under another name, and nothing is remembered."""
        try:
            with self._file.open("rb") as file:
                return _parse(file.read(_MAX_FILE_BYTES))
        except FileNotFoundError:
            return CameraState()
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            _log.warning("%s is damaged and was put aside; this camera introduces itself anew", self._file.name)
            self.damaged = str(self._file)
            with contextlib.suppress(OSError):
                self._file.replace(self._file.with_suffix(".damaged"))
            return CameraState()

    def write(self, state: CameraState) -> bool:
        """Replace the file whole (0600); False if that failed: the camera works on and forgets at its end."""
        temporary = self._file.with_name(f".{STATE_FILE}.{secrets.token_hex(4)}")
        try:
            _write_private(temporary, _dump(state))
            temporary.replace(self._file)
        except OSError as error:
            _log.warning("cannot remember the server: %s", error.strerror or type(error).__name__)
            with contextlib.suppress(OSError):
                temporary.unlink()
            return False
        return True


def _lock_whole(descriptor: int) -> None:
    """One client a folder: two would take each other's place at the server for ever. Freed when the process ends."""
    try:
        import fcntl
    except ImportError:  # Windows: a camera is a Linux machine, elsewhere the lock is missing
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _write_private(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _dump(state: CameraState) -> bytes:
    servers = [
        {"host": k.endpoint.host, "port": k.endpoint.port, "id": k.endpoint.server_id, "resume_key": k.resume_key}
        for k in state.servers
    ]
    return json.dumps({"format": _FORMAT, "servers": servers}, indent=1).encode()


def _parse(content: bytes) -> CameraState:
    document = json.loads(content)
    if not isinstance(document, dict) or document.get("format") != _FORMAT:
        raise ValueError
    servers = document.get("servers")
    if not isinstance(servers, list):
        raise ValueError  # noqa: TRY004 - whatever does not fit, the file is damaged
    return CameraState(tuple(_known_servers(servers[-MAX_SERVERS:])))


def _known_servers(entries: list[Any]) -> Iterator[KnownServer]:
    for entry in entries:
        host, port, server_id, key = (entry[name] for name in ("host", "port", "id", "resume_key"))
        fits = isinstance(host, str) and type(port) is int and 0 < port < 65_536
        if not fits or not (isinstance(key, str) and _KEY.fullmatch(key)) or not isinstance(server_id, str | None):
            raise ValueError
        yield KnownServer(Endpoint(host, port, server_id), key)
