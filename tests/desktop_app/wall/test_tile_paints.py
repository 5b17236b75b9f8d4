"""What a tile paints, counted: a wall of sixteen doors costs what it paints."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.drawn import doors
from desktop_app.station import POLL_MS
from desktop_app.theme import apply_theme
from desktop_app.tokens import theme_named
from desktop_app.wall.glide_beat import STEP_MS
from desktop_app.wall.overlay import paint_points
from desktop_app.wall.still_picture import LivePicture
from desktop_app.wall.tile import CameraTile
from desktop_app.wall.tile_changes import FIGURES_MS, Changed, TileChanges
from desktop_app.wall.tile_layout import Fit
from desktop_app.wall.tile_model import TileModel, TileState
from pipeline.types import UInt8Array
from resources.catalogue import Catalogue

NOTHING = Changed(header=False, picture=False)
EN = Catalogue("en")


class Paints(QObject):
    """Every paint event of a tile: its rectangle and when it came."""

    def __init__(self, tile: CameraTile) -> None:
        super().__init__(tile)
        self.seen: list[tuple[QRect, float]] = []
        tile.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
        if isinstance(event, QPaintEvent):
            self.seen.append((event.rect(), time.monotonic() * 1000))
        return False

    def taken(self) -> list[QRect]:
        """Those since the last call."""
        QApplication.processEvents()
        rects, self.seen = [rect for rect, _ in self.seen], []
        return rects


@pytest.fixture
def tile(qtbot: QtBot, qapp: QApplication) -> Iterator[CameraTile]:
    apply_theme(qapp, "dark")
    made = CameraTile(EN)
    qtbot.addWidget(made)
    made.resize(433, 346)
    made.show_model(doors.recognised("en"))
    made.show()
    qtbot.waitExposed(made)
    QApplication.processEvents()
    yield made
    made.hide()


@pytest.fixture
def conversions(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    made: list[object] = []
    real = LivePicture.take

    def take(live: LivePicture, pixels: UInt8Array, width_px: int, height_px: int) -> QImage:
        made.append(pixels)
        return real(live, pixels, width_px, height_px)

    monkeypatch.setattr(LivePicture, "take", take)
    return made


def another_picture(model: TileModel) -> TileModel:
    assert model.image is not None
    return replace(model, image=model.image.copy())


def at_distance(model: TileModel, distance: float) -> TileModel:
    nearest = model.faces[0].strip.nearest
    assert nearest is not None
    strip = replace(model.faces[0].strip, nearest=replace(nearest, distance=distance))
    return replace(model, faces=(replace(model.faces[0], strip=strip),))


def pixels_of(image: QImage) -> NDArray[np.int16]:
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return rows[..., :3].astype(np.int16)


def test_an_observation_that_did_not_change_paints_nothing(tile: CameraTile) -> None:
    paints, model = Paints(tile), doors.recognised("en")
    tile.show_model(model)
    paints.taken()
    for age_s in (0.1, 0.6):
        tile.show_model(replace(model, age_s=age_s))
    assert paints.taken() == []


def test_a_new_picture_paints_the_picture_alone(tile: CameraTile) -> None:
    paints = Paints(tile)
    tile.show_model(another_picture(doors.recognised("en")))
    assert paints.taken() == [tile.picture_rect().toRect()]


def test_a_glide_paints_the_plate_alone_and_at_most_once_a_poll(qtbot: QtBot, tile: CameraTile) -> None:
    assert STEP_MS >= POLL_MS
    paints, model = Paints(tile), doors.recognised("en")
    tile.show_model(at_distance(model, 0.4))
    whole = paints.taken()
    assert tile.is_gliding
    qtbot.waitUntil(lambda: not tile.is_gliding, timeout=2000)
    steps, times = [rect for rect, _ in paints.seen], [at for _, at in paints.seen]
    assert whole == [tile.picture_rect().toRect()]
    assert 1 <= len(steps) <= 160 // STEP_MS + 2
    for rect in steps:
        assert rect.width() <= 282, "a plate, and no more"
        assert rect.height() <= 52
    # A strike may come late; the next one is then early by that much.
    assert np.mean(np.diff(times)) >= STEP_MS * 0.8 if len(times) > 2 else True


def test_after_a_glide_the_tile_looks_as_if_it_were_painted_whole(qtbot: QtBot, tile: CameraTile) -> None:
    tile.show_model(at_distance(doors.recognised("en"), 0.4))
    qtbot.waitUntil(lambda: not tile.is_gliding, timeout=2000)
    whole = QImage(tile.size(), QImage.Format.Format_RGB32)
    tile.render(whole)
    plate = tile.picture_rect().toRect().adjusted(100, 120, -100, -40)
    for part in (plate, QRect(0, 0, 40, 40), QRect(QPoint(300, 200), tile.rect().bottomRight())):
        patched = QImage(whole)
        painter = QPainter(patched)
        painter.fillRect(part, QColor("#FF00FF"))
        painter.end()
        tile.render(patched, part.topLeft(), part)
        apart = np.abs(pixels_of(patched) - pixels_of(whole))
        assert apart.max() <= 2, "scaling a part rounds a little differently"


def test_a_hidden_tile_makes_no_picture(tile: CameraTile, conversions: list[object]) -> None:
    tile.hide()
    paints = Paints(tile)
    tile.show_model(another_picture(doors.recognised("en")))
    assert paints.taken() == []
    assert conversions == []
    tile.show()
    paints.taken()
    assert len(conversions) == 1


def test_a_curtained_tile_makes_no_picture(tile: CameraTile, conversions: list[object]) -> None:
    behind = replace(another_picture(doors.recognised("en")), state=TileState.CURTAIN, faces=())
    paints = Paints(tile)
    tile.show_model(behind)
    assert paints.taken()
    assert conversions == []


def test_a_picture_is_made_for_qt_once_however_often_it_is_painted(tile: CameraTile, conversions: list[object]) -> None:
    tile.show_model(another_picture(doors.recognised("en")))
    for _ in range(3):
        tile.update()
        QApplication.processEvents()
    assert len(conversions) == 1


def test_figures_of_the_header_change_twice_a_second_and_its_state_at_once() -> None:
    changes, model = TileChanges(), doors.recognised("en")
    assert changes.take(model, EN, 0.0) == Changed(header=True, picture=True)
    slower = replace(model, latency_ms=(model.latency_ms or 0) + 40)
    first = changes.detail
    assert changes.take(slower, EN, FIGURES_MS - 1) == NOTHING
    assert changes.detail == first
    assert changes.take(slower, EN, FIGURES_MS) == Changed(header=True, picture=False)
    assert changes.detail != first
    decided = replace(slower, faces=doors.unknown("en").faces)
    assert changes.take(decided, EN, FIGURES_MS + 1) == Changed(header=True, picture=True)


def test_an_age_that_is_said_in_the_picture_is_painted_again() -> None:
    changes, model = TileChanges(), doors.stale("en")
    changes.take(model, EN, 0.0)
    assert changes.take(replace(model, age_s=(model.age_s or 0) + 1), EN, 1000.0) == Changed(True, True)


@pytest.mark.parametrize("dpr", [1, 2])
def test_every_point_is_where_its_landmark_is(qapp: QApplication, dpr: int) -> None:
    image = QImage(200 * dpr, 200 * dpr, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(dpr)
    image.fill(QColor("black"))
    landmarks = np.array(list(itertools.product(range(10, 90, 10), range(15, 95, 10))), np.float32)
    painter = QPainter(image)
    paint_points(painter, landmarks, Fit(1.5, 20.0, 10.0), 1.9)
    painter.end()
    point = QColor(theme_named("dark").picture.point)
    for x, y in landmarks.tolist():
        left, top = round((x * 1.5 + 20) * dpr), round((y * 1.5 + 10) * dpr)
        around = itertools.product((left - 1, left, left + 1), (top - 1, top, top + 1))  # on whole device pixels
        assert max(image.pixelColor(*at).lightness() for at in around) > 0.8 * point.lightness(), (x, y)
    assert image.pixelColor(5 * dpr, 5 * dpr) == QColor("black")
