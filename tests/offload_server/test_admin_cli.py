"""Enrolling and listing from the command line."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from offload_server.admin_cli import add_arguments, run
from offload_server.data_folder import DataFolder
from pipeline.errors import PictureRefusedError
from pipeline.reasons import PipelineReason
from pipeline.types import Reason
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_observation
from tests.offload_server.household.faces import face, near, person


class Command:
    """``munjigi-server`` with these arguments."""

    def __init__(self, folder: Path) -> None:
        self.data = DataFolder(folder)
        self.engine = FakeEngine()
        self.engine.picture_answer = fake_observation(faces=(face(person(1)),))
        self._parser = argparse.ArgumentParser()
        add_arguments(self._parser.add_subparsers(dest="command"))

    def __call__(self, *words: str) -> int:
        return run(self._parser.parse_args(words), self.data, self.engine)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Command]:
    made = Command(tmp_path / "data")
    yield made
    made.engine.stop()


@pytest.fixture
def photo(tmp_path: Path) -> str:
    file = tmp_path / "photo.jpg"
    file.write_bytes(b"photo")
    return str(file)


def test_a_person_is_enrolled_with_the_consent_and_listed(
    command: Command, photo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("enrol", "민지", photo, "--consent-by", "Minji's mother", "--guardian") == 0
    assert "민지" in capsys.readouterr().out
    assert not command.data.is_locked
    assert command("people") == 0
    listed = capsys.readouterr().out
    assert "민지" in listed
    assert "Minji's mother" in listed
    assert "1" in listed


def test_a_second_call_adds_to_the_same_person(
    command: Command, photo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("enrol", "Minji", photo, "--consent-by", "Minji") == 0
    command.engine.picture_answer = fake_observation(faces=(face(near(person(1), 0.4)),))
    assert command("enrol", "MINJI", photo, "--consent-by", "Minji") == 0
    capsys.readouterr()
    command("people")
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert command.engine.templates[0].sample_count == 2


def test_without_consent_the_command_is_not_even_understood(command: Command, photo: str) -> None:
    with pytest.raises(SystemExit):
        command("enrol", "Minji", photo)
    assert not command.data.path.exists()


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (PictureRefusedError(Reason.of(PipelineReason.PICTURE_DAMAGED)), "damaged"),
        (fake_observation(faces=()), "face"),
        (fake_observation(faces=(face(person(1)), face(person(2)))), "2"),
    ],
)
def test_a_refused_photo_is_named_with_its_reason_and_leaves_no_new_person(
    command: Command, photo: str, answer: object, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command.engine.picture_answer = answer  # type: ignore[assignment]
    assert command("enrol", "Minji", photo, "--consent-by", "Minji") == 1
    complaint = capsys.readouterr().err
    assert photo in complaint
    assert hint in complaint
    assert command("people") == 0
    assert "Minji" not in capsys.readouterr().out


def test_a_photo_that_is_not_there_is_said_before_anything_is_written(
    command: Command, photo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("enrol", "Minji", photo, "no-such.jpg", "--consent-by", "Minji") == 1
    assert "no-such.jpg" in capsys.readouterr().err
    assert not command.data.path.exists()


def test_while_a_server_owns_the_folder_nothing_is_done(
    command: Command, photo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = DataFolder(command.data.path)
    owner.open()
    owner.lock()
    for words in (("enrol", "Minji", photo, "--consent-by", "Minji"), ("people",)):
        assert command(*words) == 1
        assert str(owner.path) in capsys.readouterr().err
    owner.release()


def test_the_text_that_is_agreed_to_can_be_read_in_the_readers_language(
    command: Command, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command("consent-text") == 0
    assert "withdraw at any time" in capsys.readouterr().out
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert command("consent-text") == 0
    assert "철회" in capsys.readouterr().out
    assert not command.data.path.exists()
