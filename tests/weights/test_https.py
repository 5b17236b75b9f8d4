"""Downloads from an address, against a server on loopback: whole, resumed, cut off, replaced in between, refused."""

from __future__ import annotations

import bz2
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.weights.conftest import CONTENT, RecordedProgress, small_entry, store_of
from weights.errors import WeightSourceFailedError
from weights.manifest import HttpsSource
from weights.store import WeightsStore


class Publisher(http.server.ThreadingHTTPServer):
    """Serves ``content``; ``serves_ranges`` and ``breaks_after_bytes`` make it behave like worse ones."""

    daemon_threads = True
    content = CONTENT
    serves_ranges = True
    breaks_after_bytes: int | None = None
    status = 200
    asked: list[str | None]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/small.bin"


class Answer(http.server.BaseHTTPRequestHandler):
    server: Publisher

    def do_GET(self) -> None:
        wanted = self.headers["Range"]
        self.server.asked.append(wanted)
        if self.server.status != 200:
            self.send_error(self.server.status)
            return
        start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted and self.server.serves_ranges else 0
        if start >= len(self.server.content):
            self.send_error(416)
            return
        body = self.server.content[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: self.server.breaks_after_bytes])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the standard library
        """Say nothing."""


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with Publisher(("127.0.0.1", 0), Answer) as server:
        server.asked = []
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def store(folder: Path, publisher: Publisher) -> WeightsStore:
    return store_of(folder, small_entry(HttpsSource(publisher.url)))


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_file_is_downloaded_whole(store: WeightsStore, folder: Path, progress: RecordedProgress) -> None:
    assert store.install("small", progress).read_bytes() == CONTENT
    assert names(folder) == ["small.bin"]
    assert (len(CONTENT), len(CONTENT)) in progress.steps


def test_a_broken_download_goes_on_where_it_stopped(store: WeightsStore, folder: Path, publisher: Publisher) -> None:
    publisher.breaks_after_bytes = 20_000
    with pytest.raises(WeightSourceFailedError, match="20000 of 50000"):
        store.install("small")
    assert names(folder) == [".small.bin.part"]
    publisher.breaks_after_bytes = None
    assert store.install("small").read_bytes() == CONTENT
    assert publisher.asked == [None, "bytes=20000-"]
    assert names(folder) == ["small.bin"]


def test_a_part_of_another_version_is_thrown_away(store: WeightsStore, folder: Path, publisher: Publisher) -> None:
    folder.mkdir()
    (folder / ".small.bin.part").write_bytes(b"\0" * 20_000)
    assert store.install("small").read_bytes() == CONTENT
    assert publisher.asked == ["bytes=20000-", None]


def test_a_publisher_without_ranges_begins_again(store: WeightsStore, folder: Path, publisher: Publisher) -> None:
    publisher.serves_ranges = False
    folder.mkdir()
    (folder / ".small.bin.part").write_bytes(CONTENT[:20_000])
    assert store.install("small").read_bytes() == CONTENT
    assert publisher.asked == ["bytes=20000-"]


def test_a_part_that_was_complete_is_taken(store: WeightsStore, folder: Path) -> None:
    folder.mkdir()
    (folder / ".small.bin.part").write_bytes(CONTENT)
    assert store.install("small").read_bytes() == CONTENT


@pytest.mark.parametrize("content", [CONTENT[:-1] + b"\0", CONTENT + b"more", CONTENT * 3, b""])
def test_other_bytes_are_refused_and_nothing_stays(
    store: WeightsStore, folder: Path, publisher: Publisher, content: bytes
) -> None:
    publisher.content = content
    with pytest.raises(WeightSourceFailedError):
        store.install("small")
    assert names(folder) == []


def test_a_packed_file_is_unpacked_on_the_way(folder: Path, publisher: Publisher) -> None:
    publisher.content = bz2.compress(CONTENT)
    store = store_of(folder, small_entry(HttpsSource(publisher.url, decompress="bz2")))
    assert store.install("small").read_bytes() == CONTENT
    assert names(folder) == ["small.bin"]


def test_a_packed_file_that_is_none_is_refused(folder: Path, publisher: Publisher) -> None:
    store = store_of(folder, small_entry(HttpsSource(publisher.url, decompress="bz2")))
    with pytest.raises(WeightSourceFailedError):
        store.install("small")
    assert names(folder) == []


def test_an_error_of_the_publisher_is_said(store: WeightsStore, folder: Path, publisher: Publisher) -> None:
    publisher.status = 404
    with pytest.raises(WeightSourceFailedError, match="HTTP 404"):
        store.install("small")
    assert names(folder) == []


def test_nobody_there_is_said(folder: Path) -> None:
    store = store_of(folder, small_entry(HttpsSource("http://127.0.0.1:1/small.bin")))
    with pytest.raises(WeightSourceFailedError, match="Connection refused"):
        store.install("small")
    assert names(folder) == []
