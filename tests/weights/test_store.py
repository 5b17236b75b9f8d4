"""A file is used only when every byte of it is right, and what is wrong is said with a way out."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from tests.weights.conftest import CONTENT, RecordedProgress, flip_a_byte, small_entry, store_of
from weights.errors import (
    WeightDamagedError,
    WeightMissingError,
    WeightNotWrittenError,
    WeightSourceFailedError,
)
from weights.manifest import PackageSource


def test_a_missing_file_names_the_command_that_fetches_it(folder: Path) -> None:
    with pytest.raises(WeightMissingError) as caught:
        store_of(folder, small_entry()).require("small")
    assert caught.value.code == "weight_missing"
    assert "munjigi-lab weights install small" in str(caught.value)
    assert "small.bin" in str(caught.value)


def test_a_local_folder_serves(folder: Path, usb: Path, progress: RecordedProgress) -> None:
    store = store_of(folder, small_entry(), local=(usb,))
    assert store.install("small", progress).read_bytes() == CONTENT
    assert store.require("small") == folder / "small.bin"
    assert progress.begun == [f"small from {usb}"]
    assert progress.steps[-1] == (len(CONTENT), len(CONTENT))
    assert [file.name for file in folder.iterdir()] == ["small.bin"]


def test_one_wrong_byte_is_refused_at_every_load(folder: Path, usb: Path) -> None:
    store = store_of(folder, small_entry(), local=(usb,))
    installed = store.install("small")
    store.require("small")
    flip_a_byte(installed)
    with pytest.raises(WeightDamagedError) as caught:
        store.require("small")
    assert caught.value.figures() == {"name": "small", "file": "small.bin", "folder": str(folder)}
    assert "small.bin" in str(caught.value)
    assert "munjigi-lab weights install small" in str(caught.value)
    assert store.missing("standard") == ("small",)


def test_installing_replaces_a_damaged_file(folder: Path, usb: Path) -> None:
    store = store_of(folder, small_entry(), local=(usb,))
    flip_a_byte(store.install("small"))
    assert store.install("small").read_bytes() == CONTENT


def test_installing_leaves_a_right_file_alone(folder: Path, usb: Path, progress: RecordedProgress) -> None:
    store = store_of(folder, small_entry(), local=(usb,))
    store.install("small")
    store.install("small", progress)
    assert progress.begun == []


@pytest.mark.parametrize("wrong", ["flipped", "short", "long", "empty"])
def test_a_wrong_source_is_refused_by_name_and_the_next_is_tried(
    folder: Path, usb: Path, tmp_path: Path, progress: RecordedProgress, wrong: str
) -> None:
    bad = tmp_path / "bad"
    bad.mkdir()
    content = {"flipped": b"\0" + CONTENT[1:], "short": CONTENT[:-1], "long": CONTENT + b"\0", "empty": b""}
    (bad / "small.bin").write_bytes(content[wrong])
    store = store_of(folder, small_entry(), local=(bad, usb))
    store.install("small", progress)
    assert store.installed("small")
    (refusal,) = progress.refusals
    assert refusal.code == "weight_source_damaged"
    assert "small.bin" in str(refusal)
    assert str(bad) in str(refusal)


def test_a_refused_source_leaves_nothing_behind(folder: Path, usb: Path) -> None:
    flip_a_byte(usb / "small.bin")
    with pytest.raises(WeightSourceFailedError) as caught:
        store_of(folder, small_entry(), local=(usb,)).install("small")
    assert list(folder.iterdir()) == []
    assert "--from" in str(caught.value)
    assert f"{usb}: SHA-256 differs" in str(caught.value)


def test_an_endless_source_fills_no_disk(folder: Path) -> None:
    store = store_of(folder, small_entry(), local=(Path("/dev"),))
    (entry,) = store.manifest.entries
    object.__setattr__(entry, "file", "zero")
    with pytest.raises(WeightSourceFailedError):
        store.install("small")
    assert list(folder.iterdir()) == []


def test_an_installed_package_serves_without_being_imported(folder: Path, progress: RecordedProgress) -> None:
    member = next(Path(pytest.__file__).parent.parent.glob("pytest-*.dist-info/top_level.txt"))
    content = member.read_bytes()
    source = PackageSource("pytest", f"{member.parent.name}/{member.name}")
    store = store_of(folder, small_entry(source, content=content))
    assert store.install("small", progress).read_bytes() == content
    assert progress.begun == ["small from installed package pytest"]


def test_a_package_that_is_not_installed_is_one_reason_among_others(folder: Path, progress: RecordedProgress) -> None:
    store = store_of(folder, small_entry(PackageSource("no-such-package", "x.bin")))
    with pytest.raises(WeightSourceFailedError, match="no-such-package is not installed"):
        store.install("small", progress)
    assert [error.code for error in progress.refusals] == ["weight_source_unavailable"]


def test_a_full_disk_is_said_at_once_and_keeps_the_old_file(
    folder: Path, usb: Path, progress: RecordedProgress, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_of(folder, small_entry(), local=(usb, usb))
    flip_a_byte(store.install("small"))
    damaged = (folder / "small.bin").read_bytes()

    def no_space(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", no_space)
    with pytest.raises(WeightNotWrittenError, match="No space left on device"):
        store.install("small", progress)
    assert len(progress.begun) == 1, "another source cannot help a full disk"
    assert [file.name for file in folder.iterdir()] == ["small.bin"]
    assert (folder / "small.bin").read_bytes() == damaged


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, usb: Path) -> None:
    (tmp_path / "weights").write_text("a file where a folder should be")
    with pytest.raises(WeightNotWrittenError) as caught:
        store_of(tmp_path / "weights", small_entry(), local=(usb,)).install("small")
    assert str(tmp_path / "weights") in str(caught.value)
