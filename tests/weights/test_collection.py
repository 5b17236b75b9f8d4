"""A collection of many published files: taken whole or not at all, and every wrong file is called by its name."""

from __future__ import annotations

import hashlib
import http.server
import shutil
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from resources.catalogue import Catalogue
from tests.weights.conftest import RecordedProgress, flip_a_byte
from weights.array_values import values_sha256
from weights.csv_pins import Pin, git_blob_of, load_pins, parse_pins
from weights.errors import WeightDamagedError, WeightMissingError, WeightSourceFailedError
from weights.manifest import Collection, Entry, Manifest, load_manifest
from weights.reasons import WeightsReason
from weights.store import WeightsStore

Arrays = dict[str, npt.NDArray[np.float32]]


def some_arrays() -> Arrays:
    random = np.random.default_rng(226)
    shapes = {"conv1_w": (4, 3, 7, 7), "conv1_b": (4,), "dense_w": (8, 16), "bn1_v": (4,)}
    return {name: random.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()}


def write_csv(folder: Path, arrays: Arrays) -> None:
    """One row a file, as the publisher's are; nine digits carry a float32 whole."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in arrays.items():
        (folder / f"{name}.csv").write_text(",".join(f"{value:.9g}" for value in array.ravel()) + "\n")


def pins_of(folder: Path, arrays: Arrays) -> tuple[Pin, ...]:
    return tuple(pin_of(folder / f"{name}.csv", array.shape) for name, array in arrays.items())


def pin_of(file: Path, shape: tuple[int, ...] | None) -> Pin:
    content = file.read_bytes()
    return Pin(file.name, shape, git_blob_of(content), hashlib.sha256(content).hexdigest(), len(content))


def store_of(folder: Path, pins: Sequence[Pin] | None, *local: Path, addresses: tuple[str, ...] = ()) -> WeightsStore:
    """A store that knows only the collection of the shipped manifest."""
    (shipped,) = load_manifest().collections
    collection = replace(shipped, addresses=addresses)
    return WeightsStore(folder, local, Manifest((), (), (collection,)), pins)


@pytest.fixture
def arrays() -> Arrays:
    return some_arrays()


@pytest.fixture
def csv_folder(tmp_path: Path, arrays: Arrays) -> Path:
    write_csv(tmp_path / "csv", arrays)
    return tmp_path / "csv"


@pytest.fixture
def pins(csv_folder: Path, arrays: Arrays) -> tuple[Pin, ...]:
    return pins_of(csv_folder, arrays)


def test_a_folder_of_files_becomes_the_arrays(
    folder: Path, csv_folder: Path, arrays: Arrays, pins: Sequence[Pin]
) -> None:
    store = store_of(folder, pins, csv_folder)
    store.install("openface")
    assert store.installed("openface")
    read = store.arrays("openface")
    assert set(read) == set(arrays)
    assert all(np.array_equal(read[name], arrays[name]) and read[name].dtype == np.float32 for name in arrays)
    assert not read["conv1_w"].flags.writeable


def test_a_clone_of_the_repository_serves_as_it_is(
    tmp_path: Path, folder: Path, csv_folder: Path, pins: Sequence[Pin]
) -> None:
    csv_folder.rename(tmp_path / "weights-inside")
    (tmp_path / "clone").mkdir()
    (tmp_path / "weights-inside").rename(tmp_path / "clone" / "weights")
    assert store_of(folder, pins, tmp_path / "clone").install("openface").is_file()


def test_files_that_the_network_does_not_use_are_checked_but_not_kept(
    folder: Path, csv_folder: Path, pins: Sequence[Pin]
) -> None:
    (csv_folder / "stray.csv").write_text("1,2\n")
    pinned = (*pins, pin_of(csv_folder / "stray.csv", None))
    store = store_of(folder, pinned, csv_folder)
    (csv_folder / "stray.csv").write_text("1,3\n")
    with pytest.raises(WeightSourceFailedError, match=r"stray\.csv"):
        store.install("openface")
    (csv_folder / "stray.csv").write_text("1,2\n")
    store.install("openface")
    assert "stray" not in store.arrays("openface")


def test_a_missing_file_is_named(
    folder: Path, csv_folder: Path, pins: Sequence[Pin], progress: RecordedProgress
) -> None:
    (csv_folder / "conv1_b.csv").unlink()
    assert refusal(folder, csv_folder, pins, progress) == WeightsReason.WEIGHT_PART_MISSING
    assert "conv1_b.csv" in str(progress.refusals[0])


def test_a_truncated_file_is_named_with_its_bytes(
    folder: Path, csv_folder: Path, pins: Sequence[Pin], progress: RecordedProgress
) -> None:
    content = (csv_folder / "dense_w.csv").read_bytes()
    (csv_folder / "dense_w.csv").write_bytes(content[:100])
    assert refusal(folder, csv_folder, pins, progress) == WeightsReason.WEIGHT_PART_TRUNCATED
    figures = progress.refusals[0].figures()
    assert (figures["file"], figures["bytes"], figures["needed_bytes"]) == ("dense_w.csv", 100, len(content))


@pytest.mark.parametrize("wrong", ["a flipped byte", "more at the end"])
def test_a_wrong_file_is_named(
    folder: Path, csv_folder: Path, pins: Sequence[Pin], progress: RecordedProgress, wrong: str
) -> None:
    if wrong == "a flipped byte":
        flip_a_byte(csv_folder / "conv1_w.csv", 100)
    else:
        with (csv_folder / "conv1_w.csv").open("ab") as file:
            file.write(b"0" * 1000)
    assert refusal(folder, csv_folder, pins, progress) == WeightsReason.WEIGHT_PART_WRONG
    assert "conv1_w.csv" in str(progress.refusals[0])


def refusal(folder: Path, csv_folder: Path, pins: Sequence[Pin], progress: RecordedProgress) -> str:
    """Install from a folder with something wrong in it: the code, once it is sure that nothing was installed."""
    store = store_of(folder, pins, csv_folder)
    with pytest.raises(WeightSourceFailedError) as caught:
        store.install("openface", progress)
    (refused,) = progress.refusals
    assert str(refused.figures()["file"]) in str(caught.value)
    assert not store.installed("openface")
    assert not list(folder.glob("*"))
    return refused.code


def test_a_file_that_only_its_blob_id_pins_is_held_to_it(folder: Path, csv_folder: Path, pins: Sequence[Pin]) -> None:
    loose = [replace(pin, sha256=None, size_bytes=None) for pin in pins]
    assert store_of(folder, loose, csv_folder).install("openface").is_file()
    flip_a_byte(csv_folder / "conv1_w.csv", 100)
    shutil.rmtree(folder)
    with pytest.raises(WeightSourceFailedError, match=r"conv1_w\.csv is not the published file"):
        store_of(folder, loose, csv_folder).install("openface")


@pytest.mark.parametrize("content", ["1,2,3\n", "1,2,nan,4\n", "1,2,inf,4\n", "1,2,x,4\n", ""])
def test_numbers_that_make_no_array_are_refused_even_when_pinned(
    folder: Path, csv_folder: Path, pins: Sequence[Pin], content: str
) -> None:
    (csv_folder / "conv1_b.csv").write_text(content)
    pinned = [pin if pin.array != "conv1_b" else pin_of(csv_folder / pin.file, (4,)) for pin in pins]
    with pytest.raises(WeightSourceFailedError, match=r"conv1_b\.csv"):
        store_of(folder, pinned, csv_folder).install("openface")


def test_a_folder_without_any_of_the_files_says_so(tmp_path: Path, folder: Path, pins: Sequence[Pin]) -> None:
    with pytest.raises(WeightSourceFailedError, match="No such file"):
        store_of(folder, pins, tmp_path).install("openface")


def test_another_single_file_is_refused(folder: Path, tmp_path: Path, pins: Sequence[Pin]) -> None:
    (tmp_path / "openface-nn4.small2.v1.npz").write_bytes(b"PK, but not the one")
    with pytest.raises(WeightSourceFailedError, match="SHA-256 differs"):
        store_of(folder, pins, tmp_path).install("openface")


def test_before_it_is_installed_it_is_missing_and_a_flipped_byte_is_damage(
    folder: Path, csv_folder: Path, pins: Sequence[Pin]
) -> None:
    store = store_of(folder, pins, csv_folder)
    with pytest.raises(WeightMissingError):
        store.arrays("openface")
    flip_a_byte(store.install("openface"), 500)
    with pytest.raises(WeightDamagedError):
        store.require("openface")
    store.install("openface")
    assert store.require("openface").is_file()


def test_what_was_made_of_another_list_of_files_counts_as_damaged(
    folder: Path, csv_folder: Path, pins: Sequence[Pin]
) -> None:
    store_of(folder, pins, csv_folder).install("openface")
    assert not store_of(folder, pins[:-1], csv_folder).installed("openface")


def test_equal_values_have_one_hash_and_one_other_value_has_another(arrays: Arrays) -> None:
    turned_round = dict(reversed([(name, np.asfortranarray(array)) for name, array in arrays.items()]))
    assert values_sha256(turned_round) == values_sha256(arrays)
    other = {**arrays, "conv1_b": np.nextafter(arrays["conv1_b"], np.float32(9))}
    assert values_sha256(other) != values_sha256(arrays)
    flat = {**arrays, "dense_w": arrays["dense_w"].reshape(16, 8)}
    assert values_sha256(flat) != values_sha256(arrays)
    zero = np.zeros(3, np.float32)
    assert values_sha256({"a": zero}) == values_sha256({"a": -zero})


def test_the_hash_is_the_documented_one() -> None:
    array = np.array([[1, 2]], np.float32)
    expected = hashlib.sha256(b"a 1x2\n" + bytes.fromhex("0000803f00000040")).hexdigest()
    assert values_sha256({"a": array}) == expected


def test_the_shipped_list_holds_what_the_network_needs() -> None:
    pins = load_pins("openface_csv.txt")
    assert len(pins) == 226
    assert len({pin.file for pin in pins}) == 226
    used = {pin.array: pin.shape for pin in pins if pin.shape}
    assert len(used) == 224
    assert sum(int(np.prod(shape)) for shape in used.values()) == 3_743_280
    assert sum(pin.sha256 is None for pin in pins) == 5
    assert git_blob_of(b"hello\n") == "ce013625030ba8dba906f756967f9e9ca394464a"  # as git hash-object says


@pytest.mark.parametrize("line", ["a.csv 3", "a.npz 3 " + "0" * 40 + " - -", "../a.csv 3 " + "0" * 40 + " - -"])
def test_a_list_that_breaks_its_form_is_refused(line: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        parse_pins(line)


def test_the_real_pins_refuse_other_files(folder: Path, tmp_path: Path, progress: RecordedProgress) -> None:
    """The publisher's list against files of the right names and sizes, one of them truncated."""
    for pin in load_pins("openface_csv.txt"):
        (tmp_path / pin.file).write_bytes(b"0" * min(pin.size_bytes or 10, 2000))
    assert refusal_of_shipped(folder, tmp_path, progress) == ("bn1_b.csv", WeightsReason.WEIGHT_PART_WRONG)
    (tmp_path / "bn1_b.csv").write_bytes(b"0")
    assert refusal_of_shipped(folder, tmp_path, progress) == ("bn1_b.csv", WeightsReason.WEIGHT_PART_TRUNCATED)
    (tmp_path / "bn1_b.csv").unlink()
    assert refusal_of_shipped(folder, tmp_path, progress) == ("bn1_b.csv", WeightsReason.WEIGHT_PART_MISSING)


def refusal_of_shipped(folder: Path, source: Path, progress: RecordedProgress) -> tuple[str, str]:
    with pytest.raises(WeightSourceFailedError):
        store_of(folder, None, source).install("openface", progress)
    return str(progress.refusals[-1].figures()["file"]), progress.refusals[-1].code


def test_every_refusal_has_its_sentence_in_both_languages(
    folder: Path, csv_folder: Path, pins: Sequence[Pin], progress: RecordedProgress
) -> None:
    (csv_folder / "conv1_b.csv").unlink()
    refusal(folder, csv_folder, pins, progress)
    for language in ("en", "ko"):
        assert "conv1_b.csv" in Catalogue(language).say_reason(progress.refusals[0])


class Publisher(http.server.ThreadingHTTPServer):
    """Serves the files of a folder, with ranges; ``breaks_in`` is the file whose answer stops half-way."""

    daemon_threads = True
    folder: Path
    breaks_in: str | None = None
    asked: list[tuple[str, str | None]]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


class Answer(http.server.BaseHTTPRequestHandler):
    server: Publisher

    def do_GET(self) -> None:
        file = self.server.folder / self.path.removeprefix("/")
        wanted = self.headers["Range"]
        self.server.asked.append((file.name, wanted))
        if not file.is_file():
            self.send_error(404)
            return
        start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
        body = file.read_bytes()[start:]
        if not body:
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if file.name == self.server.breaks_in else body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the standard library
        """Say nothing."""


@pytest.fixture
def publisher(csv_folder: Path) -> Iterator[Publisher]:
    with Publisher(("127.0.0.1", 0), Answer) as server:
        server.asked, server.folder = [], csv_folder
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_broken_download_goes_on_with_the_byte_after_the_last(
    folder: Path, publisher: Publisher, pins: Sequence[Pin], arrays: Arrays
) -> None:
    store = store_of(folder, pins, addresses=(publisher.address,))
    publisher.breaks_in = "dense_w.csv"
    with pytest.raises(WeightSourceFailedError, match="the connection ended"):
        store.install("openface")
    publisher.breaks_in = None
    publisher.asked.clear()
    store.install("openface")
    size_bytes = (publisher.folder / "dense_w.csv").stat().st_size
    assert publisher.asked == [("dense_w.csv", f"bytes={size_bytes // 2}-"), ("bn1_v.csv", None)]
    assert values_sha256(store.arrays("openface")) == values_sha256(arrays)
    assert sorted(file.name for file in folder.iterdir()) == [
        "openface-nn4.small2.v1.npz",
        "openface-nn4.small2.v1.npz.json",
    ]


def test_a_part_of_another_file_is_thrown_away(folder: Path, publisher: Publisher, pins: Sequence[Pin]) -> None:
    (folder / ".openface.parts").mkdir(parents=True)
    (folder / ".openface.parts" / "conv1_w.csv").write_bytes(b"9" * 50)
    store_of(folder, pins, addresses=(publisher.address,)).install("openface")
    assert [wanted for file, wanted in publisher.asked if file == "conv1_w.csv"] == ["bytes=50-", None]


def test_another_file_of_the_publisher_is_refused_and_the_next_address_is_tried(
    folder: Path, publisher: Publisher, pins: Sequence[Pin], progress: RecordedProgress
) -> None:
    addresses = (f"{publisher.address}gone/", publisher.address)
    store = store_of(folder, pins, addresses=addresses)
    flip_a_byte(publisher.folder / "bn1_v.csv", 5)
    with pytest.raises(WeightSourceFailedError, match=r"bn1_v\.csv is not the published file"):
        store.install("openface", progress)
    assert [refused.code for refused in progress.refusals] == ["weight_source_unavailable", "weight_part_wrong"]


@pytest.mark.shared
def test_the_developers_file_and_its_own_numbers_as_csv_are_one_template_space(
    shared_folder: Path, tmp_path: Path
) -> None:
    whole = WeightsStore(tmp_path / "whole", (shared_folder / "weights",))
    whole.install("openface")
    arrays = {name: np.asarray(array) for name, array in whole.arrays("openface").items()}
    write_csv(tmp_path / "csv", arrays)
    parts = store_of(tmp_path / "parts", pins_of(tmp_path / "csv", arrays), tmp_path / "csv")
    parts.install("openface")
    assert values_sha256(parts.arrays("openface")) == values_sha256(arrays)


def test_a_collection_is_described_like_an_entry() -> None:
    (collection,) = load_manifest().collections
    assert isinstance(collection, Collection)
    assert isinstance(collection.whole, Entry)
    assert all(address.startswith("https://raw.githubusercontent.com/") for address in collection.addresses)
    assert load_manifest().of_preset("classic") == ("landmarks-68", "openface")
    assert "openface" not in load_manifest().of_preset("standard")
