"""``python -m desktop_app.gallery DIR``: the strip and the tiles in every state, as pictures for review."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from PySide6.QtWidgets import QApplication

from desktop_app.drawn import doors
from desktop_app.fonts import font
from desktop_app.painting.strip import COMPACT_HEIGHT_PX, FULL_HEIGHT_PX, FULL_TWO_LANES_HEIGHT_PX, paint_strip
from desktop_app.painting.strip_model import SecondLane, Sign, StripForm, StripModel, gauge_strip
from desktop_app.painting.strip_words import labelled
from desktop_app.theme import apply_theme
from desktop_app.tokens import THEME_NAMES, Theme
from desktop_app.wall.overlay import paint_plate, plate_height, plate_width
from desktop_app.wall.tile import CameraTile
from desktop_app.wall.tile_layout import Rect
from desktop_app.wall.tile_model import TileModel
from desktop_app.wall.tile_words import plate_of
from pipeline.reasons import PipelineReason
from pipeline.types import Reason
from resources.catalogue import LANGUAGES, Catalogue

_WIDTH_PX: Final = 1120
_CELL_PX: Final = 340
Sheet = Callable[[str, Theme], QImage]


def strips(language: str) -> list[tuple[str, StripModel]]:
    """Every state of the strip."""

    def of(sign: Sign, who: str, distance: float, other: float | None = None) -> StripModel:
        runner_up = doors.mark("jiwoo", other, language) if other else None
        return doors.strip(sign, doors.mark(who, distance, language), runner_up)

    gathering = replace(of(Sign.RECOGNISED, "seoyeon", 0.84, 1.27), form=StripForm.PROVISIONAL, spread=(0.76, 0.95))
    stale = replace(of(Sign.STALE, "seoyeon", 0.81), form=StripForm.STALE, age_s=12.0)
    lane = SecondLane("ResNet", 0.41, 0.34, "L2", Sign.UNKNOWN)
    turned = Reason.of(PipelineReason.FACE_TURNED, yaw_deg=34, limit_deg=30)
    small = Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41, needed_px=60)
    return [
        ("recognised", of(Sign.RECOGNISED, "sunja", 0.60, 1.33)),
        ("unknown", of(Sign.UNKNOWN, "minjun", 1.31, 1.44)),
        ("uncertain: alike", of(Sign.UNCERTAIN, "haeun", 0.86, 0.95)),
        ("uncertain: at the gate", replace(of(Sign.UNCERTAIN, "haeun", 1.05, 1.4), band=(0.99, 1.15))),
        ("gathering", gathering),
        ("second opinion", replace(of(Sign.UNCERTAIN, "seoyeon", 0.84), second=lane, recogniser="SFace")),
        ("attack suspected", of(Sign.ATTACK, "minjun", 0.88, 1.29)),
        ("too small", gauge_strip([small])),
        ("turned", gauge_strip([turned])),
        ("nobody enrolled", StripModel(Sign.STALE, StripForm.NOBODY, doors.THRESHOLD)),
        ("not live", stale),
        ("only one person", of(Sign.RECOGNISED, "seoyeon", 0.81)),
        ("off the scale", of(Sign.UNKNOWN, "seoyeon", 1.9)),
        ("at zero", of(Sign.RECOGNISED, "seoyeon", 0.02, 0.9)),
        ("next beyond, near", of(Sign.RECOGNISED, "seoyeon", 0.99, 1.12)),
    ]


def strip_sheet(language: str, theme: Theme) -> QImage:
    """The full and the compact form of every state, and the plates on a picture."""
    words, models = Catalogue(language), strips(language)
    rows = (len(models) + 2) // 3
    image = _canvas(_WIDTH_PX, 40 + rows * 200 + 110, theme)
    painter = QPainter(image)
    for index, (name, model) in enumerate(models):
        left, top = 24 + (index % 3) * (_CELL_PX + 24), 24 + (index // 3) * 200
        _paint_cell(painter, QRectF(left, top, _CELL_PX, 188), name, labelled(model, words), theme)
    _paint_plates(painter, 24, 24 + rows * 200, language, words)
    painter.end()
    return image


def _paint_cell(painter: QPainter, at: QRectF, name: str, model: StripModel, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(theme.line.subtle))
    painter.setBrush(QColor(theme.surface.card))
    painter.drawRoundedRect(at.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
    painter.setPen(QColor(theme.text.secondary))
    painter.setFont(font("caption"))
    painter.drawText(at.adjusted(16, 10, 0, 0), name)
    height = FULL_TWO_LANES_HEIGHT_PX if model.second else FULL_HEIGHT_PX
    inside = at.adjusted(16, 30, -16, 0)
    paint_strip(painter, QRectF(inside.left(), inside.top(), inside.width(), height), model, theme, "card")
    row = QRectF(inside.left(), at.bottom() - 42, 188, COMPACT_HEIGHT_PX)
    paint_strip(painter, row, model, theme, "card")
    paint_strip(painter, QRectF(row.right() + 16, row.top(), 64, COMPACT_HEIGHT_PX), model, theme, "card")
    paint_strip(painter, QRectF(row.right() + 96, row.top() + 6, 30, 4), model, theme, "card")


def _paint_plates(painter: QPainter, left: float, top: float, language: str, words: Catalogue) -> None:
    ground = QLinearGradient(left, 0, _WIDTH_PX - left, 0)
    for place, colour in ((0.0, "#E7E3D6"), (0.4, "#6F8A68"), (1.0, "#2A2C31")):
        ground.setColorAt(place, QColor(colour))
    painter.fillRect(QRectF(left, top, _WIDTH_PX - 2 * left, 84), ground)
    faces = [model.faces[0] for model in (doors.recognised(language), doors.unknown(language))]
    faces += [*doors.several(language).faces[:2], doors.too_small(language).faces[0]]
    x = left + 12
    for face in faces:
        plate = plate_of(face, paused=False, words=words)
        paint_plate(painter, Rect(x, top + 10, plate_width(plate), plate_height(plate)), plate, face.strip)
        x += plate_width(plate) + 8


def tile_sheet(language: str, theme: Theme) -> QImage:
    """The wall at the size of the board, and small tiles below."""
    makers = (
        doors.recognised, doors.unknown, doors.too_small, doors.stale, doors.several, doors.empty,
        doors.paused, doors.offline, doors.curtained, doors.connecting,
    )  # fmt: skip
    models = [maker(language) for maker in makers]
    image = _canvas(_WIDTH_PX, 5 * 358 + 250, theme)
    painter = QPainter(image)
    for index, model in enumerate(models):
        _paint_tile(painter, QRect(24 + (index % 2) * 445, 16 + (index // 2) * 358, 433, 346), model, language)
    for index, model in enumerate([models[0], models[2], models[4], models[3], models[8]]):
        _paint_tile(painter, QRect(24 + index * 216, 16 + 5 * 358, 204, 170), model, language)
    painter.end()
    return image


def _paint_tile(painter: QPainter, at: QRect, model: TileModel, language: str) -> None:
    tile = CameraTile(Catalogue(language))
    tile.resize(at.size())
    tile.show_model(model)
    painter.drawPixmap(at.topLeft(), tile.grab())
    tile.deleteLater()


def _canvas(width: int, height: int, theme: Theme, dpr: float = 1.0) -> QImage:
    image = QImage(round(width * dpr), round(height * dpr), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(dpr)
    image.fill(QColor(theme.surface.window))
    return image


SHEETS: Final[dict[str, Sheet]] = {"strip": strip_sheet, "tiles": tile_sheet}


def main(arguments: Sequence[str]) -> int:
    """Write SHEET-THEME-LANGUAGE.png for all of them into the folder that is named."""
    if len(arguments) != 1:
        sys.stderr.write("python -m desktop_app.gallery DIR\n")
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    if not isinstance(application, QApplication):
        return 1
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name in THEME_NAMES:
        theme = apply_theme(application, name)
        for language in LANGUAGES:
            for sheet, draw in SHEETS.items():
                draw(language, theme).save(str(folder / f"{sheet}-{name}-{language}.png"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
