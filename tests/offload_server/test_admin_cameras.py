"""Cameras from the command line, for a house without a window."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from offload_server.household.cameras import admit_camera
from offload_server.household.house import close_house, open_house
from offload_server.trust.principals import UnpairedCamera
from tests.offload_server.test_admin_cli import Command


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    return Command(tmp_path / "data")


def knocked(command: Command) -> str:
    """A camera of the network came while the server ran; its id."""

    async def knock() -> str:
        house = await open_house(command.data, command.engine)
        try:
            return (await admit_camera(UnpairedCamera(), house, "raspberrypi", None)).camera.id
        finally:
            await close_house(house)

    return asyncio.run(knock())


def test_a_waiting_camera_is_listed_and_confirmed(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    camera_id = knocked(command)
    assert command("cameras") == 0
    listed = capsys.readouterr().out
    assert camera_id in listed
    assert "is this yours?" in listed
    assert command("confirm", camera_id, "Front door") == 0
    assert command("cameras") == 0
    listed = capsys.readouterr().out
    assert "Front door" in listed
    assert "is this yours?" not in listed


def test_a_waiting_camera_is_sent_away(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    camera_id = knocked(command)
    assert command("forget", camera_id) == 0
    assert command("cameras") == 0
    assert "No door is watched yet" in capsys.readouterr().out


def test_a_wrong_id_or_name_is_refused(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("confirm", "nothing", "Front door") == 1
    assert command("confirm", knocked(command), " ") == 1
    assert len(capsys.readouterr().err.splitlines()) == 2
