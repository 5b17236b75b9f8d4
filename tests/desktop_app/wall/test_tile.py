"""The painted tile: what can be seen of a model, and what its few controls do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from desktop_app.drawn import doors
from desktop_app.painting.strip_model import Sign
from desktop_app.theme import apply_theme
from desktop_app.tokens import THEME_NAMES, theme_named
from desktop_app.wall.still_picture import grey_pixmap, image_of
from desktop_app.wall.tile import CameraTile
from desktop_app.wall.tile_frame import place_message, tool_places
from desktop_app.wall.tile_layout import plate_scale
from desktop_app.wall.tile_model import TileModel, TileState
from desktop_app.wall.tile_words import message_of
from resources.catalogue import Catalogue

SIZE = (433, 346)
PICTURE = theme_named("dark").picture


@pytest.fixture(autouse=True)
def dark_again(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, "dark")
    yield
    apply_theme(qapp, "dark")


@pytest.fixture
def tile(qtbot: QtBot) -> CameraTile:
    made = CameraTile(Catalogue("en"))
    qtbot.addWidget(made)
    made.resize(*SIZE)
    made.show()
    return made


def grab(tile: CameraTile, model: TileModel) -> QImage:
    tile.show_model(model)
    return tile.grab().toImage()


def colour_of(image: QImage, x: float, y: float) -> str:
    return image.pixelColor(int(x), int(y)).name().upper()


def colours(image: QImage, left: int, top: int, right: int, bottom: int) -> set[str]:
    return {colour_of(image, x, y) for x in range(left, right) for y in range(top, bottom)}


@pytest.mark.parametrize("name", THEME_NAMES)
def test_a_live_tile_has_a_green_light_and_any_other_has_not(qapp: QApplication, tile: CameraTile, name: str) -> None:
    theme = apply_theme(qapp, "dark" if name == "dark" else "light")
    green = theme.state["recognised"].mark
    assert green in colours(grab(tile, doors.recognised("en")), 8, 8, 26, 26)
    for model in (doors.stale, doors.offline, doors.connecting):
        assert green not in colours(grab(tile, model("en")), 0, 0, 60, 32)


@pytest.mark.parametrize(
    ("maker", "sign"),
    [(doors.recognised, Sign.RECOGNISED), (doors.unknown, Sign.UNKNOWN), (doors.too_small, Sign.POOR_VIEW)],
)
def test_box_and_chip_have_the_colour_of_the_state(tile: CameraTile, maker: object, sign: Sign) -> None:
    assert callable(maker)
    image = grab(tile, maker("en"))
    assert PICTURE.state[sign] in colours(image, 100, 60, 350, 300)
    assert theme_named("dark").state[sign].soft in colours(image, 300, 4, 430, 28)


def test_a_picture_that_is_not_live_is_grey(tile: CameraTile) -> None:
    image = grab(tile, doors.stale("en"))
    area = tile.picture_rect().toRect()
    for x in range(area.left() + 12, area.right() - 12, 7):
        for y in range(area.top() + 2, area.top() + 60, 7):
            colour = image.pixelColor(x, y)
            assert colour.saturation() < 40
            assert colour.lightness() < 110
    live = image_of(doors.recognised("en").image)  # type: ignore[arg-type]
    assert grey_pixmap(live).toImage().pixelColor(320, 20).lightness() < live.pixelColor(320, 20).lightness() / 2


def test_behind_the_curtain_nothing_of_the_picture_can_be_seen(tile: CameraTile) -> None:
    grab(tile, doors.recognised("en"))
    image = grab(tile, replace(doors.recognised("en"), state=TileState.CURTAIN, faces=()))
    dark = theme_named("dark").surface
    assert colours(image, 30, 40, 400, 100) <= {dark.card, dark.skeleton}


def test_the_landmarks_can_be_hidden(tile: CameraTile) -> None:
    with_points = grab(tile, doors.recognised("en"))
    tile.set_landmarks_shown(False)
    without = tile.grab().toImage()
    assert with_points != without
    tile.set_words(Catalogue("ko"))
    tile.set_landmarks_shown(True)
    assert tile.grab().toImage() != without


@pytest.mark.parametrize("name", THEME_NAMES)
def test_the_corners_have_the_colour_behind_the_tile(qapp: QApplication, tile: CameraTile, name: str) -> None:
    theme = apply_theme(qapp, "dark" if name == "dark" else "light")
    image = grab(tile, doors.unknown("en"))
    for x in (0, SIZE[0] - 1):
        for y in (0, SIZE[1] - 1):
            assert colour_of(image, x, y) == theme.surface.window


def test_the_picture_is_the_same_in_both_themes(qapp: QApplication, tile: CameraTile) -> None:
    area = tile.picture_rect().toRect().adjusted(12, 12, -12, -12)
    seen = []
    for choice in ("dark", "light"):
        apply_theme(qapp, "dark" if choice == "dark" else "light")
        seen.append(grab(tile, doors.unknown("en")).copy(area))
    assert seen[0] == seen[1]


def test_every_pixel_is_painted(tile: CameraTile) -> None:
    """The widget says so to Qt (WA_OpaquePaintEvent): otherwise old pixels would show."""
    for maker in (doors.recognised, doors.offline, doors.curtained, doors.connecting, doors.several):
        tile.show_model(maker("en"))
        images = []
        for paper in ("#FF00FF", "#00FF00"):
            image = QImage(tile.size(), QImage.Format.Format_RGB32)
            image.fill(QColor(paper))
            tile.render(image, QPoint())
            images.append(image)
        assert images[0] == images[1]


@pytest.mark.parametrize("size", [(200, 148), (319, 240), (320, 256), (800, 640)])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_state_can_be_painted_in_every_size(tile: CameraTile, size: tuple[int, int], language: str) -> None:
    tile.resize(*size)
    tile.set_words(Catalogue(language))
    tile.set_tools(True)
    makers = (doors.recognised, doors.unknown, doors.too_small, doors.several, doors.paused, doors.stale)
    for maker in (*makers, doors.offline, doors.curtained, doors.connecting, doors.empty):
        assert not grab(tile, maker(language)).isNull()


def test_a_small_tile_has_a_lower_header(tile: CameraTile) -> None:
    tile.resize(319, 240)
    assert tile.picture_rect().top() == 24
    tile.resize(320, 240)
    assert tile.picture_rect().top() == 32


def test_an_odd_width_is_not_skewed() -> None:
    """Qt would assume rows padded to four bytes; ours are not."""
    pixels = np.zeros((5, 7, 3), np.uint8)
    pixels[:, 3] = (0, 0, 255)
    image = image_of(pixels)
    assert [image.pixelColor(3, y).name() for y in range(5)] == ["#ff0000"] * 5


def test_a_part_of_a_picture_can_be_shown() -> None:
    whole = np.zeros((20, 20, 3), np.uint8)
    whole[5, 5] = (255, 0, 0)
    assert image_of(whole[5:10, 5:12]).pixelColor(0, 0).name() == "#0000ff"


def test_double_click_and_enter_open_it(qtbot: QtBot, tile: CameraTile) -> None:
    tile.show_model(doors.recognised("en"))
    with qtbot.waitSignal(tile.opened, timeout=1000):
        QTest.mouseDClick(tile, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        with qtbot.waitSignal(tile.opened, timeout=1000):
            QTest.keyClick(tile, key)
    with qtbot.assertNotEmitted(tile.opened):
        QTest.keyClick(tile, Qt.Key.Key_X)


def test_the_button_lifts_the_curtain(qtbot: QtBot, tile: CameraTile) -> None:
    model = doors.curtained("en")
    tile.show_model(model)
    message = message_of(model, Catalogue("en"))
    assert message is not None
    button = place_message(tile.picture_rect(), message).button
    assert button is not None
    with qtbot.waitSignal(tile.curtain_lifted, timeout=1000):
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton, pos=button.center().toPoint())
    with qtbot.assertNotEmitted(tile.curtain_lifted):
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))


def test_tools_appear_under_the_pointer_and_only_when_wanted(qtbot: QtBot, tile: CameraTile) -> None:
    tile.show_model(doors.recognised("en"))
    place = tool_places(tile.picture_rect())["curtain"].center()
    before = tile.grab().toImage()
    inside = QPointF(50, 200)
    QApplication.sendEvent(tile, QEnterEvent(inside, inside, inside))
    assert tile.grab().toImage() == before
    with qtbot.assertNotEmitted(tile.tool_used):
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton, pos=place.toPoint())
    tile.set_tools(True)
    assert tile.grab().toImage() != before
    with qtbot.waitSignal(tile.tool_used, timeout=1000) as used:
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert used.args == ["curtain"]
    QApplication.sendEvent(tile, QEvent(QEvent.Type.Leave))
    assert tile.grab().toImage() == before


def test_a_screen_reader_is_told_of_decisions_not_of_frames(tile: CameraTile) -> None:
    model = doors.recognised("en")
    tile.show_model(model)
    said = tile.accessibleDescription()
    assert (tile.accessibleName(), tile.focusPolicy()) == ("Front door", Qt.FocusPolicy.StrongFocus)
    assert "Seo-yeon, recognised" in said
    nearest = model.faces[0].strip.nearest
    assert nearest is not None
    moved = replace(model.faces[0].strip, nearest=replace(nearest, distance=0.7))
    tile.show_model(replace(model, faces=(replace(model.faces[0], strip=moved),)))
    assert tile.accessibleDescription() == said
    tile.show_model(doors.stale("en"))
    assert tile.accessibleDescription().startswith("Not live for 12 s")
    tile.set_words(Catalogue("ko"))
    assert tile.accessibleDescription().startswith("12초째 끊겨 있어요")


def test_a_strip_glides_on_its_own_timer_that_ends_with_it(qtbot: QtBot, tile: CameraTile) -> None:
    model = doors.recognised("en")
    grab(tile, model)
    gliding = [tile.is_gliding]
    nearest = model.faces[0].strip.nearest
    assert nearest is not None
    moved = replace(model.faces[0].strip, nearest=replace(nearest, distance=0.4))
    tile.show_model(replace(model, faces=(replace(model.faces[0], strip=moved),)))
    gliding.append(tile.is_gliding)
    assert gliding == [False, True]
    begun = tile.grab().toImage()
    qtbot.waitUntil(lambda: not tile.is_gliding, timeout=2_000)
    ended = tile.grab().toImage()
    assert begun != ended
    assert tile.grab().toImage() == ended


def test_a_glide_ends_when_the_tile_is_hidden(qtbot: QtBot, tile: CameraTile) -> None:
    model = doors.recognised("en")
    grab(tile, model)
    nearest = model.faces[0].strip.nearest
    assert nearest is not None
    moved = replace(model.faces[0].strip, nearest=replace(nearest, distance=0.4))
    tile.show_model(replace(model, faces=(replace(model.faces[0], strip=moved),)))
    tile.hide()
    qtbot.waitUntil(lambda: not tile.is_gliding, timeout=150)


def test_tools_appear_for_the_keyboard_and_work_by_it(qtbot: QtBot, tile: CameraTile) -> None:
    tile.set_tools(True)
    for nothing in (QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.OtherFocusReason), QEvent(QEvent.Type.Leave)):
        QApplication.sendEvent(tile, nothing)
    before = grab(tile, doors.recognised("en"))
    QApplication.sendEvent(tile, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert tile.grab().toImage() != before
    for key, name in ((Qt.Key.Key_C, "curtain"), (Qt.Key.Key_L, "landmarks")):
        with qtbot.waitSignal(tile.tool_used, timeout=1000) as used:
            QTest.keyClick(tile, key, Qt.KeyboardModifier.ShiftModifier)
        assert used.args == [name]
    QApplication.sendEvent(tile, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))
    assert tile.grab().toImage() == before
    QApplication.sendEvent(tile, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.MouseFocusReason))
    assert tile.grab().toImage() == before, "a click brings no tools"


def test_each_tool_says_what_it_is(qtbot: QtBot, tile: CameraTile) -> None:
    tile.set_tools(True)
    tile.show_model(doors.recognised("en"))
    place = tool_places(tile.picture_rect())["curtain"].center().toPoint()
    QApplication.sendEvent(tile, QHelpEvent(QEvent.Type.ToolTip, place, tile.mapToGlobal(place)))
    assert QToolTip.text() == "Curtain  Shift+C"
    QToolTip.hideText()


def test_plates_of_a_large_picture_can_be_read_from_two_metres(qtbot: QtBot) -> None:
    assert plate_scale(431) == 1
    assert plate_scale(880) == plate_scale(3000) == 1.75
    large = CameraTile(Catalogue("en"))
    qtbot.addWidget(large)
    large.resize(880, 700)
    large.show()
    image = grab(large, doors.recognised("en"))
    wide = max(_run_of(image, y) for y in range(400, 690, 5))
    assert wide >= 300, "208 px on a small tile"


def _run_of(image: QImage, y: int) -> int:
    """The longest dark run in a line of the picture: the plate."""
    longest = run = 0
    for x in range(image.width()):
        run = run + 1 if image.pixelColor(x, y).lightness() < 45 else 0
        longest = max(longest, run)
    return longest
