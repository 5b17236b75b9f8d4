"""The local admin's token: random, in a file that only this user may read, never given to a camera."""

from __future__ import annotations

import hmac
import logging
import re
import secrets
from pathlib import Path

from offload_server.private_files import create_private, read_private, tighten, write_private

_LOG = logging.getLogger(__name__)
_TOKEN_BYTES = 32
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43,}")


def read_or_make_token(path: Path) -> str:
    """Read the token of ``path``; make one when the file is missing or holds none.

    OSError when it cannot be read, or is a link or another user's file: whoever put it there would know the token.
    """
    token = _read(path)
    if token is not None:
        return token
    fresh = secrets.token_urlsafe(_TOKEN_BYTES)
    if path.exists():  # emptied or scribbled over: nobody can hold a token from it, so a new one harms nobody
        write_private(path, fresh.encode() + b"\n")
        return fresh
    if create_private(path, fresh.encode() + b"\n"):
        return fresh
    return read_or_make_token(path)


def is_same_token(offered: str, expected: str) -> bool:
    """Compare in a time that does not tell how much was right."""
    return hmac.compare_digest(offered.encode(errors="surrogatepass"), expected.encode())


def _read(path: Path) -> str | None:
    try:
        content = read_private(path)
        if tighten(path):
            _LOG.warning("%s was readable by others; it no longer is. Delete it to get a new token.", path)
        token = content.decode().strip()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        return None
    return token if _TOKEN.fullmatch(token) else None
