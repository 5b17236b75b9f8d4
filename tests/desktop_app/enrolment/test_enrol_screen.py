"""A person is enrolled in the real window: clicks and keys here, a real server, store and session behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.application import Application
from desktop_app.enrolment.discard_dialog import DiscardDialog
from desktop_app.enrolment.enrolment_model import Step
from desktop_app.window.dialogs import QuitDialog
from desktop_app.window.ways import Toast
from offload_server.household.guided.states import GuidedPhase
from pipeline.errors import PictureRefusedError
from pipeline.reasons import PipelineReason
from pipeline.types import CameraId, Reason, Verdict
from tests.desktop_app.enrolment.hands import Hands, people_of
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_decision, fake_observation
from tests.offload_server.household.guided.scenes import MINJI, posed


@pytest.fixture
def hands(station: Application, qtbot: QtBot, engine: FakeEngine) -> Hands:
    return Hands(station, qtbot, engine)


def test_a_person_is_enrolled_at_the_door_tried_out_and_reported(hands: Hands) -> None:
    camera_id = hands.at_the_door()
    screen = hands.screen
    assert screen.faces.isVisible()
    hands.turn(camera_id, "front")
    hands.wait(lambda: len(hands.state.samples) == 3)
    assert "of 15" in screen.faces.ring.accessibleName()
    assert sum(button.sample is not None for button in screen.panel.buttons) == 3
    assert hands.ask(people_of) == (), "nothing is written before it is saved"
    hands.turn(camera_id, "left", "right", "up", "down")
    hands.wait(lambda: hands.model.step is Step.ARRIVAL)
    hands.click(screen.faces.skip)
    hands.wait(lambda: hands.model.step is Step.TRY)
    people = hands.ask(people_of)
    assert isinstance(people, tuple)
    assert [(each.name, each.sample_count) for each in people] == [("Minji", 15)]
    assert people[0].consent is not None
    _walk_up(hands, camera_id, people[0].id)
    hands.click(screen.try_it.report)
    assert screen.report.headline.text() == "Minji is enrolled"
    assert not screen.report.alike.isVisible(), "nobody else is there to look alike"
    assert screen.report.figures[2].value.text() == "not measured yet"
    hands.click(screen.report.finish)
    assert hands.application.window.screen_shown is hands.application.window.wall
    assert hands.model.step is Step.PERSON


def _walk_up(hands: Hands, camera_id: CameraId, person_id: str) -> None:
    """A visit that the engine decides."""
    frames = hands.application.station.bridge._running().latest_frames
    frames.put(fake_observation(camera_id, 9, faces=(posed(MINJI),)))
    hands.wait(lambda: hands.model.try_out is not None and hands.model.try_out.observation is not None)
    hands.engine.say(fake_decision(verdict=Verdict.RECOGNISED, camera_id=camera_id, person_id=person_id))
    hands.wait(lambda: hands.model.try_out is not None and hands.model.try_out.recognised == 1)
    assert "1 tries of 1" in hands.screen.try_it.view.result.text()


def test_keys_pause_take_back_and_remove(hands: Hands) -> None:
    camera_id = hands.at_the_door()
    hands.turn(camera_id, "front")
    hands.wait(lambda: len(hands.state.samples) == 3)
    hands.key(Qt.Key.Key_Backspace)
    hands.wait(lambda: len(hands.state.samples) == 2)
    first = hands.screen.panel.buttons[0]
    first.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(first, Qt.Key.Key_Delete)
    hands.wait(lambda: len(hands.state.samples) == 1)
    hands.screen.faces.pause.setFocus()
    hands.key(Qt.Key.Key_Space)
    hands.wait(lambda: hands.state.phase is GuidedPhase.PAUSED)
    assert hands.screen.faces.go_on.isVisible()
    hands.key(Qt.Key.Key_Space)
    hands.wait(lambda: hands.state.phase is not GuidedPhase.PAUSED)


def test_another_screen_keeps_the_session_and_takes_nothing_meanwhile(hands: Hands) -> None:
    camera_id = hands.at_the_door()
    hands.turn(camera_id, "front")
    hands.wait(lambda: len(hands.state.samples) == 3)
    window = hands.application.window
    window.show_screen("live")
    hands.wait(lambda: hands.session.state.phase is GuidedPhase.PAUSED)
    window.show_screen("enrol")
    hands.wait(lambda: hands.state.phase is GuidedPhase.LOOKING)
    assert len(hands.state.samples) == 3
    window.ask_to_quit()
    dialog = window.findChild(QuitDialog)
    assert dialog is not None
    assert dialog.lost.text() == "The enrolment of Minji is not saved yet and would be lost."
    hands.click(dialog.stay)
    hands.click(hands.screen.faces.pause)
    hands.wait(lambda: hands.state.phase is GuidedPhase.PAUSED)
    hands.click(hands.screen.faces.discard)
    sure = hands.screen.findChild(DiscardDialog)
    assert sure is not None
    hands.click(sure.discard)
    hands.wait(lambda: hands.model.step is Step.PERSON)
    assert hands.ask(people_of) == ()


def test_a_lost_camera_is_said_and_goes_on_by_itself(hands: Hands) -> None:
    camera_id = hands.at_the_door()
    hands.turn(camera_id, "front")
    hands.wait(lambda: hands.state.phase is GuidedPhase.CAMERA_LOST)
    assert "Front door" in hands.screen.faces.hint.text
    assert hands.screen.faces.other_camera.isVisible()
    hands.turn(camera_id, "left")
    hands.wait(lambda: hands.state.phase is GuidedPhase.LOOKING or len(hands.state.samples) > 3)
    assert len(hands.state.samples) >= 3, "what was kept stays"


def test_without_movement_only_the_front_is_asked_for(hands: Hands) -> None:
    hands.at_the_door()
    hands.click(hands.screen.faces.still)
    hands.wait(lambda: hands.state.without_movement)
    assert len(hands.screen.panel.buttons) == 6


def test_photos_are_kept_or_refused_with_their_reason(hands: Hands, tmp_path: Path) -> None:
    hands.come()
    hands.person_and_consent()
    hands.click(hands.screen.camera.photos)
    hands.wait(hands.screen.photos.isVisible)
    assert not hands.screen.photos.save.isEnabled()
    hands.engine.picture_answer = fake_observation(faces=(posed(MINJI),))
    _drop(hands, tmp_path / "good.jpg")
    hands.wait(lambda: [row.draft is not None for row in hands.model.photos] == [True])
    hands.engine.picture_answer = PictureRefusedError(Reason.of(PipelineReason.PICTURE_NOT_SUPPORTED, kind="HEIC"))
    _drop(hands, tmp_path / "phone.heic")
    hands.wait(lambda: len(hands.model.photos) == 2 and bool(hands.model.photos[1].reasons))
    said = hands.screen.photos.lines[1].accessibleName()
    assert "phone.heic: not kept" in said
    assert "HEIC" in said
    gone = tmp_path / "gone.jpg"
    _drop(hands, gone)
    gone_again = tmp_path / "small.jpg"
    small = Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41, needed_px=60)
    hands.wait(lambda: len(hands.model.photos) == 3 and not hands.model.photos[2].is_waiting)
    hands.engine.picture_answer = fake_observation(faces=(posed(MINJI, reasons=(small,)),))
    _drop(hands, gone_again)
    hands.wait(lambda: len(hands.model.photos) == 4 and bool(hands.model.photos[3].reasons))
    assert "taken from nearer" in hands.screen.photos.lines[3].accessibleName()
    hands.click(hands.screen.photos.save)
    hands.wait(lambda: hands.model.step is Step.REPORT)
    people = hands.ask(people_of)
    assert isinstance(people, tuple)
    assert [(each.name, each.sample_count) for each in people] == [("Minji", 1)]


def _drop(hands: Hands, file: Path) -> None:
    """Drag a file over the page and let it go there."""
    if file.stem != "gone":
        file.write_bytes(b"photo")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    left, none, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    zone = hands.screen.photos.zone
    QApplication.sendEvent(zone, QDragEnterEvent(QPoint(20, 20), copy, data, left, none))
    QApplication.sendEvent(zone, QDropEvent(QPointF(20, 20), copy, data, left, none))


def test_a_guardian_agrees_for_a_child(hands: Hands) -> None:
    hands.come()
    QTest.keyClicks(hands.screen.person.name, "Ji-woo")
    hands.click(hands.screen.person.go_on)
    consent = hands.screen.consent
    consent.guardian.click()
    assert not consent.agree.isEnabled(), "the child does not agree for itself"
    QTest.keyClicks(consent.giver, "Seo-yeon")
    hands.click(consent.agree)
    assert hands.model.consent is not None
    assert hands.model.consent.guardian
    assert hands.model.consent.given_by == "Seo-yeon"
    hands.click(hands.screen.camera.back)
    assert hands.model.step is Step.CONSENT


def test_hints_that_cannot_be_spoken_are_said_to_be_missing(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    toasts: list[Toast] = []
    hands.application.window.ways.toasted.connect(toasts.append)
    hands.at_the_door()
    monkeypatch.setenv("PATH", str(tmp_path))
    hands.click(hands.screen.faces.speak)
    assert [toast.code for toast in toasts] == ["enrol_speak_missing"]
    assert not hands.screen.faces.speak.isChecked()


def test_the_language_changes_in_the_middle(hands: Hands) -> None:
    hands.at_the_door()
    hands.application.window.choose_language("ko")
    assert hands.screen.faces.still.text().strip() == "고개를 돌리기 어려워요"
    assert "15" in hands.screen.faces.ring.accessibleName()
