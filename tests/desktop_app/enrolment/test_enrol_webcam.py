"""This PC's webcam for one enrolment: mirrored, without a recorded visit, and given back afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.enrolment.enrolment_model import Step
from desktop_app.station_state import Phase
from offload_server.webcams import OpenCvWebcams
from tests.desktop_app.conftest import StationMaker
from tests.desktop_app.enrolment.hands import Hands
from tests.fakes.engine import FakeEngine
from tests.fakes.video_capture import FakeDesk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeDesk:
    monkeypatch.setattr("offload_server.webcams._PLATFORM", "linux")
    (tmp_path / "sys").mkdir()
    made = FakeDesk(tmp_path / "sys")
    opener = OpenCvWebcams(made.make_capture, made.devices, made.nodes)
    monkeypatch.setattr("offload_server.app.OpenCvWebcams", lambda: opener)
    made.plug(0, "Integrated Webcam")
    return made


@pytest.fixture
def hands(make_station: StationMaker, qtbot: QtBot, engine: FakeEngine, desk: FakeDesk) -> Hands:
    application = make_station()
    qtbot.waitUntil(lambda: application.station.state.phase is Phase.RUNNING, timeout=20_000)
    made = Hands(application, qtbot, engine)
    made.come()
    made.person_and_consent()
    made.wait(lambda: bool(made.screen.camera.webcam_buttons))
    return made


def test_a_webcam_is_a_mirror_and_is_given_back(hands: Hands, desk: FakeDesk) -> None:
    assert hands.screen.camera.webcam_buttons[0].text() == "Use Integrated Webcam"
    hands.click(hands.screen.camera.webcam_buttons[0])
    hands.wait(lambda: hands.model.step is Step.FACES and hands.state.observation is not None)
    assert hands.model.is_mirrored
    assert desk.in_use == 1
    hands.click(hands.screen.faces.pause)
    hands.wait(hands.screen.faces.discard.isVisible)
    hands.click(hands.screen.faces.discard)
    hands.wait(lambda: desk.in_use == 0)
    assert hands.application.station.report.doors == (), "it never became a door"


def test_a_webcam_that_another_program_has_is_said_to_be_busy(hands: Hands, desk: FakeDesk) -> None:
    desk.busy.add(0)
    hands.click(hands.screen.camera.webcam_buttons[0])
    hands.wait(lambda: hands.model.problem is not None)
    assert hands.screen.camera.complaint.isVisible()
    assert hands.model.step is Step.CAMERA
    assert hands.screen.camera.photos.isEnabled(), "there are other ways"
