"""The publisher's own address, with downloads that go on where they stopped."""

from __future__ import annotations

import bz2
import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

from weights.manifest import HttpsSource

Advanced = Callable[[int, int], None]

_CHUNK_BYTES = 1 << 18
# A publisher that sends nothing for so long is taken for dead; the part stays and the next try resumes.
_SILENCE_S = 30.0


def download(source: HttpsSource, part: Path, limit_bytes: int, advanced: Advanced) -> bool:
    """Bring ``part`` up to the whole answer of the publisher; True when it had been begun earlier.

    OSError when the network fails: what has arrived stays in ``part``. An answer longer than ``limit_bytes`` is cut
    there (its hash will be wrong).
    """
    have_bytes = part.stat().st_size if part.exists() else 0
    part.parent.mkdir(parents=True, exist_ok=True)
    request = urllib.request.Request(source.url, headers=_headers(have_bytes))  # noqa: S310 - the manifest allows https only
    try:
        with urllib.request.urlopen(request, timeout=_SILENCE_S) as answer:  # noqa: S310
            resumed = have_bytes > 0 and answer.status == http.client.PARTIAL_CONTENT
            _append(answer, part, have_bytes if resumed else 0, limit_bytes, advanced)
            return resumed
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            return True  # all of it is here already
        raise OSError(f"HTTP {error.code} {error.reason}") from error
    except http.client.HTTPException as error:
        raise OSError(f"{type(error).__name__}: {error}") from error


def open_part(source: HttpsSource, part: Path) -> BinaryIO:
    """The downloaded bytes, unpacked on the way."""
    if source.decompress == "bz2":
        return cast("BinaryIO", bz2.open(part, "rb"))
    return part.open("rb")


def _headers(have_bytes: int) -> dict[str, str]:
    # Encodings of the transfer would change the meaning of a range.
    headers = {"User-Agent": "munjigi", "Accept-Encoding": "identity"}
    return headers | {"Range": f"bytes={have_bytes}-"} if have_bytes else headers


def _append(
    answer: http.client.HTTPResponse, part: Path, start_bytes: int, limit_bytes: int, advanced: Advanced
) -> None:
    announced = answer.length  # of what is still to come; None when the publisher does not say
    total_bytes = start_bytes + announced if announced is not None else limit_bytes
    done_bytes = start_bytes
    with part.open("ab" if start_bytes else "wb") as file:
        while done_bytes < limit_bytes and (chunk := answer.read(min(_CHUNK_BYTES, limit_bytes - done_bytes))):
            file.write(chunk)
            done_bytes += len(chunk)
            advanced(done_bytes, total_bytes)
    if done_bytes < min(total_bytes, limit_bytes) and announced is not None:
        raise ConnectionError(f"the connection ended after {done_bytes} of {total_bytes} bytes")
