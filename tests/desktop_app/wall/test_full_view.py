"""One door at full size in a real window: opened, looked at, chosen from and left by mouse and keys."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from desktop_app.application import Application
from desktop_app.painting.strip_model import Sign
from desktop_app.wall.full_distances import FEW
from desktop_app.wall.full_picture import FullFacePainter
from desktop_app.wall.tile_model import TileState
from desktop_app.wall.wall_screen import WallScreen
from offload_server.household.people import add_person
from offload_server.trust.principals import LocalAdmin
from pipeline.reasons import PipelineReason
from pipeline.types import (
    AlignedFace,
    Box,
    CameraId,
    Candidate,
    Comparison,
    HeadPose,
    KeptCrop,
    ObservedFace,
    PersonId,
    Reason,
    ReasonCount,
    TrackId,
    Verdict,
    VisitEvidence,
    VisitId,
    VisitProgress,
    read_only,
)
from tests.desktop_app.wall.test_wall_screen import _door, _in_front
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import FAKE_SPACE, FAKE_THRESHOLD, fake_decision, fake_face, fake_observation, fake_picture

RED = read_only(np.full((112, 112, 3), (20, 20, 220), np.uint8))
BLURRED = Reason.of(PipelineReason.FACE_BLURRED, sharpness=9, needed=15)


def comparison(people: int = 3) -> Comparison:
    candidates = tuple(Candidate(PersonId(f"p{number}"), 0.8 + 0.1 * number) for number in range(people))
    return Comparison(FAKE_SPACE, FAKE_THRESHOLD, candidates)


def visitor(track: int = 1, left: float = 20, side: float = 80, people: int = 3) -> ObservedFace:
    kept = tuple(KeptCrop(number, RED, HeadPose(0, 0, 0), comparison(people)) for number in range(3))
    evidence = VisitEvidence(kept, 8, 1, comparison(people), 3, FAKE_THRESHOLD)
    progress = VisitProgress(evidence, 4_000, 9, 2, MappingProxyType({BLURRED.code: ReasonCount(2, BLURRED)}))
    return replace(
        fake_face(f"v{track}", comparison=comparison(people)),
        track_id=TrackId(track),
        visit_id=VisitId(f"v{track}"),
        box=Box(left, 40, side, side),
        aligned=AlignedFace(RED, "fake-112"),
        progress=progress,
    )


def show(station: Application, camera_id: CameraId, *faces: ObservedFace, seq: int = 1) -> None:
    server = station.station.bridge._running()
    server.latest_frames.put(fake_observation(camera_id, seq, faces=faces, image=fake_picture(320, 240, 60)))


def has_red(wall: WallScreen) -> bool:
    """Whether anything of the crops can be seen."""
    image = wall.grab().toImage()
    spots = ((x, y) for x in range(0, image.width(), 6) for y in range(0, image.height(), 6))
    return any(image.pixelColor(x, y).name() == "#dc1414" for x, y in spots)


def visible_texts(wall: WallScreen) -> tuple[str, ...]:
    decision = wall.full.decision
    return decision.title.text(), decision.chip.accessibleName(), decision.visit.text()


@pytest.fixture
def opened(station: Application, qtbot: QtBot) -> tuple[Application, CameraId]:
    """A door with one visitor, opened by a double click."""
    camera_id = _door(station, qtbot, "Front door")
    _in_front(station, qtbot)
    show(station, camera_id, visitor())
    wall = station.window.wall
    qtbot.waitUntil(lambda: _state(wall) is TileState.LIVE, timeout=2_000)
    QTest.mouseDClick(wall.grid.tiles[0], Qt.MouseButton.LeftButton, pos=QPoint(60, 200))
    qtbot.waitUntil(wall.full.isVisible, timeout=2_000)
    return station, camera_id


def _state(wall: WallScreen) -> TileState | None:
    model = wall.grid.tiles[0].model
    return model.state if model is not None else None


def test_it_tells_of_the_visit_in_front_of_the_door(opened: tuple[Application, CameraId]) -> None:
    wall = opened[0].window.wall
    assert not opened[0].first_run.isVisible(), "nothing lies over it"
    assert not wall.grid.isVisible()
    assert not wall.panel.isVisible()
    assert wall.full_bar.title.text() == "Front door"
    assert visible_texts(wall) == ("", "Looking", "visit 4 s · 3 of 8 crops")
    assert wall.full.quality.count.text() == "3 / 8"
    assert wall.full.quality.not_kept.text() == "Not kept: like a kept one 4 · blurred 2"
    assert "0.80" in wall.full.distances.rows.accessibleDescription()
    assert "Size 100 px, good enough" in wall.full.quality.meters.accessibleDescription()
    assert wall.full.picture.hasFocus()
    assert has_red(wall), "the crops are seen"


def test_escape_goes_back_to_the_tile_that_was_opened(opened: tuple[Application, CameraId]) -> None:
    wall = opened[0].window.wall
    QTest.keyClick(wall.full.picture, Qt.Key.Key_Escape)
    assert wall.grid.isVisible()
    assert wall.top_bar.isVisible()
    assert not wall.full_bar.isVisible()
    assert wall.grid.tiles[0].hasFocus()
    QTest.keyClick(wall.grid.tiles[0], Qt.Key.Key_Return)
    assert wall.full.isVisible()
    QTest.mouseClick(wall.full_bar.back, Qt.MouseButton.LeftButton)
    assert wall.grid.isVisible()


def test_escape_works_wherever_the_keyboard_is(opened: tuple[Application, CameraId]) -> None:
    wall = opened[0].window.wall
    wall.full_bar.landmarks.setFocus()
    QTest.keyClick(wall.full_bar.landmarks, Qt.Key.Key_Escape)
    assert wall.grid.isVisible()


def test_a_new_frame_and_a_decision_are_shown(
    opened: tuple[Application, CameraId], engine: FakeEngine, qtbot: QtBot
) -> None:
    station, camera_id = opened
    wall, bridge = station.window.wall, station.station.bridge
    added: list[object] = []
    bridge.call(add_person, LocalAdmin(), bridge.house, "Mia").then(added.append)
    qtbot.waitUntil(lambda: "Mia" in station.station.report.names.values(), timeout=20_000)
    person_id = next(iter(station.station.report.names))
    engine.say(fake_decision("v1", Verdict.RECOGNISED, person_id=person_id, camera_id=camera_id, distance=0.71))
    show(station, camera_id, visitor(), seq=2)
    qtbot.waitUntil(lambda: visible_texts(wall)[:2] == ("Mia", "Recognised"), timeout=20_000)
    assert "0.71" in wall.full.decision.strip.accessibleDescription()


def test_the_curtain_hides_the_picture_and_the_crops(opened: tuple[Application, CameraId]) -> None:
    wall = opened[0].window.wall
    QTest.keyClick(wall.full.picture, Qt.Key.Key_C)
    assert _full_state(wall) == (TileState.CURTAIN, True), "watching goes on"
    assert wall.full.empty.title.text() == "The picture is hidden"
    assert not has_red(wall)
    QTest.mouseClick(wall.full_bar.curtain, Qt.MouseButton.LeftButton)
    assert _full_state(wall) == (TileState.LIVE, True)
    assert has_red(wall)


def _full_state(wall: WallScreen) -> tuple[TileState, bool] | None:
    """What is shown, and whether pictures come."""
    model = wall.full.picture.model
    return None if model is None else (model.state, model.is_live)


def test_a_curtain_drawn_at_full_size_stays_drawn_on_the_wall(opened: tuple[Application, CameraId]) -> None:
    wall = opened[0].window.wall
    QTest.keyClick(wall.full.picture, Qt.Key.Key_C)
    QTest.keyClick(wall.full.picture, Qt.Key.Key_Escape)
    assert _state(wall) is TileState.CURTAIN


def test_of_two_faces_one_is_chosen_by_key_by_click_and_by_button(
    opened: tuple[Application, CameraId], qtbot: QtBot
) -> None:
    station, camera_id = opened
    wall = station.window.wall
    show(station, camera_id, visitor(1, 20, 90), visitor(2, 200, 70), seq=2)
    number = wall.full.decision.number
    qtbot.waitUntil(lambda: number.text().startswith("face 1 of 2"), timeout=2_000)
    QTest.keyClick(wall.full.picture, Qt.Key.Key_Right)
    assert number.text().startswith("face 2 of 2")
    picture = wall.full.picture
    place = picture._fit(picture._pixels).rect(20, 40, 90, 90)  # type: ignore[arg-type]
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=QPoint(int(place.x) + 5, int(place.y) + 5))
    assert number.text().startswith("face 1 of 2")
    QTest.mouseClick(wall.full.decision.next, Qt.MouseButton.LeftButton)
    assert number.text().startswith("face 2 of 2")


def test_the_face_that_the_cards_tell_of_has_no_plate_over_the_picture(
    opened: tuple[Application, CameraId], qtbot: QtBot
) -> None:
    station, camera = opened
    picture = station.window.wall.full.picture
    show(station, camera, visitor(1), visitor(2, left=200, side=60), seq=7)
    qtbot.waitUntil(lambda: picture.model is not None and len(picture.model.faces) == 2)
    picture.grab()
    told = picture._painter.told if isinstance(picture._painter, FullFacePainter) else None
    assert told is not None
    assert set(picture._painter._places) == {TrackId(1), TrackId(2)} - {told}


def test_nobody_in_view_is_said(opened: tuple[Application, CameraId], qtbot: QtBot) -> None:
    station, camera_id = opened
    wall = station.window.wall
    show(station, camera_id, seq=2)
    qtbot.waitUntil(wall.full.empty.isVisible, timeout=2_000)
    assert wall.full.empty.title.text() == "Nobody in view"
    assert not wall.full.decision.isVisible()


def test_a_large_household_is_folded_until_asked_for(opened: tuple[Application, CameraId], qtbot: QtBot) -> None:
    station, camera_id = opened
    card = station.window.wall.full.distances
    assert not card.more.isVisible()
    show(station, camera_id, visitor(people=9), seq=2)
    qtbot.waitUntil(card.more.isVisible, timeout=2_000)
    assert card.more.text() == "Show all 9"
    few = card.rows.height()
    card.more.click()
    assert card.rows.height() == few // FEW * 9
    assert card.more.text() == "Show fewer"


def test_another_screen_can_send_the_user_to_a_door(station: Application, qtbot: QtBot) -> None:
    camera_id = _door(station, qtbot, "Front door")
    show(station, camera_id, visitor())
    window = station.window
    window.show_screen("settings")
    window.ways.go("live", camera_id)
    qtbot.waitUntil(window.wall.full.isVisible, timeout=2_000)
    assert window.wall.full_bar.title.text() == "Front door"
    window.ways.go("live", "no such door")
    assert window.wall.full.isVisible()


def test_the_language_changes_while_it_is_open(opened: tuple[Application, CameraId]) -> None:
    station, _ = opened
    station.window.choose_language("ko")
    wall = station.window.wall
    assert visible_texts(wall)[1:] == ("확인 중", "방문 4초 · 8장 중 3장")
    assert wall.full_bar.back.accessibleName() == "모든 문으로 돌아가기"
    station.window.choose_language("en")


def test_every_control_has_a_name_and_can_be_reached(opened: tuple[Application, CameraId]) -> None:
    wall = opened[0].window.wall
    buttons = [*wall.full.findChildren(QAbstractButton), *wall.full_bar.findChildren(QAbstractButton)]
    assert buttons
    assert all(button.accessibleName() for button in buttons if button.focusPolicy() != Qt.FocusPolicy.NoFocus)
    assert wall.full.picture.accessibleName() == "Front door"


def test_the_points_are_hidden_here_and_on_the_wall(opened: tuple[Application, CameraId]) -> None:
    wall = opened[0].window.wall
    QTest.keyClick(wall.full.picture, Qt.Key.Key_L)
    assert not wall.full.picture.landmarks_shown
    assert not wall.full_bar.landmarks.isChecked()
    assert not wall.landmarks.isChecked()
    assert not wall.grid.tiles[0].landmarks_shown


def test_the_chip_of_a_poor_view(opened: tuple[Application, CameraId], qtbot: QtBot) -> None:
    station, camera_id = opened
    wall = station.window.wall
    poor = visitor()
    show(station, camera_id, replace(poor, quality=replace(poor.quality, reasons=(BLURRED,))), seq=2)
    qtbot.waitUntil(lambda: visible_texts(wall)[1] == "Poor view", timeout=2_000)
    shown = wall.full.picture.model
    assert shown is not None
    assert shown.sign is Sign.POOR_VIEW
    assert QApplication.focusWidget() is wall.full.picture
