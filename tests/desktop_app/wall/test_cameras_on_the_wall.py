"""Cameras are added, confirmed, sent away, renamed and forgotten: real window, server, sockets and clicks."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.application import Application
from desktop_app.backends import HouseholdBackend, HouseholdOptions, server_options
from desktop_app.station_state import Phase
from desktop_app.wall.add_camera import AddCameraDialog
from desktop_app.wall.camera_calls import WaitingCamera, pi_command, titles_of
from desktop_app.wall.door_dialogs import ForgetDoorDialog, RenameDoorDialog
from desktop_app.wall.tile_words import message_of
from desktop_app.wall.waiting_card import WaitingCard
from offload_server.data_folder import DataFolder
from offload_server.household.cameras import admit_camera
from offload_server.household.house import House
from offload_server.options import EVERY_ADDRESS, EVERY_IPV4_ADDRESS
from offload_server.settings import load_settings
from offload_server.trust.principals import UnpairedCamera
from offload_server.webcams import OpenCvWebcams, Webcam
from pipeline.types import CameraId
from tests.desktop_app.conftest import StationMaker
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_observation, fake_picture
from tests.fakes.video_capture import FakeDesk

ELSEWHERE = "192.168.0.23"


@pytest.fixture
def webcams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeDesk:
    monkeypatch.setattr("offload_server.webcams._PLATFORM", "linux")
    (tmp_path / "sys").mkdir()
    return FakeDesk(tmp_path / "sys")


@pytest.fixture
def at_desk(
    make_station: StationMaker, qtbot: QtBot, webcams: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> Application:
    """A running station whose PC has the webcams of the test."""
    opener = OpenCvWebcams(webcams.make_capture, webcams.devices, webcams.nodes)
    monkeypatch.setattr("offload_server.app.OpenCvWebcams", lambda: opener)
    application = make_station()
    qtbot.waitUntil(lambda: application.station.state.phase is Phase.RUNNING, timeout=20_000)
    return application


async def _knock(house: House) -> CameraId:
    admitted = await admit_camera(UnpairedCamera(), house, "raspberrypi", None)
    assert house.standing.enter(admitted.camera.id, ELSEWHERE)
    house.views.connected(admitted.camera.id)
    return admitted.camera.id


def _stranger(station: Application, qtbot: QtBot) -> CameraId:
    """A camera of the network that nobody confirmed, and its picture."""
    got: list[CameraId] = []
    bridge = station.station.bridge
    bridge.call(_knock, bridge.house).then(got.append)
    qtbot.waitUntil(station.window.wall.desk.card.isVisible, timeout=20_000)
    bridge._running().latest_frames.put(fake_observation(got[0], 1, image=fake_picture(320, 240)))
    return got[0]


def _names(station: Application) -> list[str]:
    return [door.name for door in station.station.report.doors]


def _click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_a_new_camera_is_asked_about_and_is_no_door(station: Application, qtbot: QtBot) -> None:
    camera_id = _stranger(station, qtbot)
    wall = station.window.wall
    card = wall.desk.card
    assert wall.empty.isVisible(), "it is on no wall yet"
    assert ELSEWHERE in card.about.text()
    assert card.camera_id == camera_id
    qtbot.waitUntil(lambda: card.preview.has_picture, timeout=20_000)
    assert station.window.doors_watched() == ()
    wall.curtain.setChecked(True)
    assert not card.preview.has_picture, "the curtain hides every picture"
    wall.curtain.setChecked(False)
    qtbot.waitUntil(lambda: card.preview.has_picture, timeout=20_000)


def test_yes_makes_it_a_door_under_the_name_that_was_typed(station: Application, qtbot: QtBot) -> None:
    _stranger(station, qtbot)
    card = station.window.wall.desk.card
    card.name.selectAll()
    QTest.keyClicks(card.name, "Front door")
    qtbot.wait(0)
    QTest.keyClick(card.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _names(station) == ["Front door"], timeout=20_000)
    qtbot.waitUntil(lambda: not card.isVisible() and station.window.wall.grid.isVisible(), timeout=20_000)


def test_no_sends_it_away(station: Application, qtbot: QtBot) -> None:
    camera_id = _stranger(station, qtbot)
    house = station.station.bridge.house
    ended: list[CameraId] = []
    house.standing.when_forgotten(ended.append)
    _click(station.window.wall.desk.card.no)
    qtbot.waitUntil(lambda: ended == [camera_id], timeout=20_000)
    qtbot.waitUntil(lambda: not _names(station), timeout=20_000)


def test_a_name_that_will_not_do_says_why(station: Application, qtbot: QtBot) -> None:
    _stranger(station, qtbot)
    card = station.window.wall.desk.card
    _click(card.yes)
    qtbot.waitUntil(lambda: _names(station) == ["raspberrypi"], timeout=20_000)
    second = _stranger_again(station, qtbot)
    qtbot.waitUntil(lambda: card.camera_id == second, timeout=20_000)
    card.name.setText("RASPBERRYPI")
    _click(card.yes)
    qtbot.waitUntil(card.problem.isVisible, timeout=20_000)
    assert "RASPBERRYPI" in card.problem.text()
    assert card.yes.isEnabled()
    card.name.clear()
    assert not card.yes.isEnabled()


def _stranger_again(station: Application, qtbot: QtBot) -> CameraId:
    qtbot.waitUntil(lambda: not station.window.wall.desk.card.isVisible(), timeout=20_000)
    return _stranger(station, qtbot)


def test_what_is_typed_stays_while_others_come_and_go(qtbot: QtBot, station: Application) -> None:
    card = WaitingCard(station.speech)
    qtbot.addWidget(card)
    one, two = (WaitingCamera(CameraId(name), name, ELSEWHERE) for name in ("one", "two"))
    card.show_waiting((one,))
    card.name.setText("Gate")
    card.show_waiting((two, one))
    assert (card.camera_id, card.name.text()) == ("one", "Gate")
    assert "1" in card.others.text()
    card.show_waiting((two,))
    assert (card.camera_id, card.name.text()) == ("two", "two")
    card.show_waiting(())
    assert card.camera_id is None


def _dialog(station: Application, kind: type[QDialog]) -> QDialog:
    return next(each for each in station.window.findChildren(kind) if each.isVisible())


def test_the_webcam_is_seen_before_it_is_added(at_desk: Application, webcams: FakeDesk, qtbot: QtBot) -> None:
    webcams.plug(0, "Integrated Camera")
    _click(at_desk.window.wall.empty.webcam)
    dialog = _dialog(at_desk, AddCameraDialog)
    assert isinstance(dialog, AddCameraDialog)
    qtbot.waitUntil(lambda: dialog.webcam.preview.has_picture or dialog.webcam.button.isEnabled(), timeout=10_000)
    assert _names(at_desk) == [], "a preview is no door"
    dialog.webcam.name.setText("Desk")
    qtbot.waitUntil(dialog.webcam.button.isEnabled, timeout=10_000)
    _click(dialog.webcam.button)
    qtbot.waitUntil(lambda: _names(at_desk) == ["Desk"], timeout=10_000)
    qtbot.waitUntil(lambda: not at_desk.window.findChildren(AddCameraDialog), timeout=20_000)
    assert webcams.in_use == 1


def test_a_closed_dialog_lets_go_of_the_webcam(at_desk: Application, webcams: FakeDesk, qtbot: QtBot) -> None:
    webcams.plug(0, "Integrated Camera")
    dialog = at_desk.window.wall.desk.add("webcam")
    qtbot.waitUntil(lambda: bool(webcams.in_use), timeout=10_000)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not webcams.in_use, timeout=10_000)
    assert _names(at_desk) == []


def test_without_a_webcam_it_says_so_and_looks_again(at_desk: Application, webcams: FakeDesk, qtbot: QtBot) -> None:
    dialog = at_desk.window.wall.desk.add("webcam")
    qtbot.waitUntil(lambda: "No webcam" in dialog.webcam.preview.accessibleName(), timeout=20_000)
    assert not dialog.webcam.button.isEnabled()
    webcams.plug(0, "Integrated Camera")
    webcams.busy.add(0)
    _click(dialog.webcam.again)
    qtbot.waitUntil(dialog.webcam.problem.isVisible, timeout=20_000)
    assert "Another program" in dialog.webcam.problem.text()
    dialog.reject()


def test_an_address_that_is_none_says_so_in_the_dialog(at_desk: Application, qtbot: QtBot) -> None:
    dialog = at_desk.window.wall.desk.add("address")
    assert not dialog.address.button.isEnabled()
    dialog.address.address.setText("camera")
    dialog.address.name.setText("Gate")
    _click(dialog.address.button)
    qtbot.waitUntil(dialog.address.problem.isVisible, timeout=20_000)
    assert "http://" in dialog.address.problem.text()
    assert dialog.address.button.isEnabled(), "it may be tried again"
    dialog.reject()


def test_a_door_is_renamed_and_forgotten_from_its_menu(at_desk: Application, webcams: FakeDesk, qtbot: QtBot) -> None:
    webcams.plug(0, "Integrated Camera")
    bridge = at_desk.station.bridge
    bridge.call(bridge.local_cameras.open_webcam, 0, "Desk", True)
    qtbot.waitUntil(lambda: _names(at_desk) == ["Desk"], timeout=10_000)
    wall = at_desk.window.wall
    wall.desk.act("rename", at_desk.station.report.doors[0])
    dialog = _dialog(at_desk, RenameDoorDialog)
    assert isinstance(dialog, RenameDoorDialog)
    dialog.name.setText("Study")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _names(at_desk) == ["Study"], timeout=20_000)
    wall.desk.act("forget", at_desk.station.report.doors[0])
    question = _dialog(at_desk, ForgetDoorDialog)
    assert isinstance(question, ForgetDoorDialog)
    assert question.stay.hasFocus() or question.focusWidget() is question.stay, "Enter keeps it"
    assert "stay" in question.sentence.text()
    _click(question.leave)
    qtbot.waitUntil(lambda: _names(at_desk) == [] and not webcams.in_use, timeout=20_000)


def test_an_unplugged_webcam_says_why_on_the_wall(at_desk: Application, webcams: FakeDesk, qtbot: QtBot) -> None:
    webcams.plug(0, "Integrated Camera")
    bridge = at_desk.station.bridge
    bridge.call(bridge.local_cameras.open_webcam, 0, "Desk", True)
    qtbot.waitUntil(lambda: _names(at_desk) == ["Desk"], timeout=10_000)
    webcams.unplug(0)

    def says() -> bool:
        model = at_desk.window.wall.grid.tiles[0].model
        message = message_of(model, at_desk.speech.words) if model is not None else None
        return message is not None and "check its cable" in message.more

    qtbot.waitUntil(says, timeout=10_000)


# ---- the network


def _lan_host() -> tuple[str, ...]:
    return (EVERY_ADDRESS, EVERY_IPV4_ADDRESS)


def test_the_station_listens_to_the_network_only_when_it_was_told_to(tmp_path: Path) -> None:
    closed = server_options(HouseholdOptions(tmp_path, 0))
    assert (closed.insecure_lan, closed.host) == (False, "127.0.0.1")
    opened = server_options(HouseholdOptions(tmp_path, 0, insecure_lan=True))
    assert opened.insecure_lan
    assert opened.host in _lan_host()
    load_settings(DataFolder(tmp_path).settings_file).change({"insecure_lan": True})
    assert server_options(HouseholdOptions(tmp_path, 0)).insecure_lan
    assert not server_options(HouseholdOptions(tmp_path, 0, insecure_lan=False)).insecure_lan


def test_the_switch_opens_the_house_and_a_banner_closes_it(
    make_station: StationMaker, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        Application, "_household", lambda self: HouseholdBackend(self._options.household, lambda _: FakeEngine())
    )
    application = make_station(data=tmp_path / "house")
    settings = DataFolder(tmp_path / "house").settings_file
    qtbot.waitUntil(lambda: application.station.state.phase is Phase.RUNNING, timeout=20_000)
    wall = application.window.wall
    assert not wall.lan.isVisible()
    dialog = wall.desk.add("pi")
    _click(dialog.pi.button)
    qtbot.waitUntil(lambda: application.station.state.insecure_lan, timeout=20_000)
    assert load_settings(settings).current.insecure_lan
    assert wall.lan.isVisible()
    assert "127.0.0.1" not in (application.station.state.address or "127.0.0.1") or not _has_a_network()
    dialog = wall.desk.add("pi")
    assert dialog.pi.command.text() == pi_command(application.station.state.address or "")
    _click(dialog.pi.copy)
    assert QApplication.clipboard().text() == dialog.pi.command.text()
    dialog.reject()
    _click(wall.lan.button)
    qtbot.waitUntil(
        lambda: application.station.state.phase is Phase.RUNNING and not application.station.state.insecure_lan,
        timeout=20_000,
    )
    assert not load_settings(settings).current.insecure_lan
    assert not wall.lan.isVisible()


def _has_a_network() -> bool:
    from offload_server.network_state import lan_addresses

    return lan_addresses("0.0.0.0") != ("127.0.0.1",)  # noqa: S104 - asked, not listened to


# ---- without Qt


def test_webcams_of_one_make_are_told_apart() -> None:
    assert titles_of((Webcam(0, "C920"), Webcam(2, "C920"), Webcam(4, "Desk"))) == ("C920 (0)", "C920 (2)", "Desk")


def test_the_command_for_a_pi() -> None:
    assert pi_command("192.168.0.12:8710").endswith("--server 192.168.0.12:8710")
    assert pi_command("") == "munjigi-pi run --camera picamera"
