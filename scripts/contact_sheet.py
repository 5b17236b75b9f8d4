#!/usr/bin/env python3
"""Make the pictures of docs/screens from the screens with drawn faces (``munjigi --screenshot`` draws the same).

``scripts/contact_sheet.py``   a sheet of all screens in both looks, and the two pictures that the README shows
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import cv2  # noqa: E402
import numpy as np  # noqa: E402
from PySide6.QtCore import QPoint, QSize, Qt  # noqa: E402
from PySide6.QtGui import QImage, QPainter, qRgb  # noqa: E402

from desktop_app.screenshots import render_all  # noqa: E402

SCREENS = ROOT / "docs" / "screens"
SHOWN = (
    *("live", "live-full-recognised", "live-full-poor", "live-trouble"),
    *("live-empty", "live-waiting", "add-webcam", "live-full-unknown"),
    *("enrol-consent", "enrol-faces", "enrol-photos", "enrol-report"),
    *("people", "people-sample", "events", "events-recognised"),
    *("settings", "settings-recognition", "settings-about", "first-run-models"),
)
LOOKS = ("dark-en", "light-ko")
SINGLE = ("live-dark-en", "enrol-faces-dark-en", "live-light-ko", "enrol-faces-light-ko")
COLUMNS = 4
CELL = QSize(400, 250)
GAP_PX = 8
SINGLE_SIZE = QSize(1120, 700)
SAMPLE = 20_000


def main() -> int:
    """Draw, put together, write; 0."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    wanted = {f"{name}-{look}" for name in SHOWN for look in LOOKS} | set(SINGLE)
    with tempfile.TemporaryDirectory() as folder:
        drawn = {file.stem: QImage(str(file)) for file in render_all(Path(folder), wanted)}
    for look in LOOKS:
        write(sheet([drawn[f"{name}-{look}"] for name in SHOWN]), SCREENS / f"sheet-{look}.png")
    for name in SINGLE:
        write(scaled(drawn[name], SINGLE_SIZE), SCREENS / f"{name}.png")
    return 0


def sheet(pictures: list[QImage]) -> QImage:
    """All of them in a grid, from left to right."""
    rows = -(-len(pictures) // COLUMNS)
    step = QSize(CELL.width() + GAP_PX, CELL.height() + GAP_PX)
    made = QImage(COLUMNS * step.width() + GAP_PX, rows * step.height() + GAP_PX, QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.darkGray)
    painter = QPainter(made)
    for number, picture in enumerate(pictures):
        place = QPoint(number % COLUMNS * step.width() + GAP_PX, number // COLUMNS * step.height() + GAP_PX)
        painter.drawImage(place, scaled(picture, CELL))
    painter.end()
    return made


def scaled(picture: QImage, size: QSize) -> QImage:
    return picture.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)


def write(picture: QImage, file: Path) -> None:
    """In the 256 colours that fit this picture best, so that the repository stays small."""
    few = in_few_colours(picture.convertToFormat(QImage.Format.Format_RGB888))
    few.save(str(file), "PNG", 0)  # type: ignore[call-overload]
    print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1000} kB")


def in_few_colours(picture: QImage) -> QImage:
    """k-means over a sample of the pixels; each pixel then takes the nearest of the colours."""
    width, height = picture.width(), picture.height()
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(height, picture.bytesPerLine())
    pixels = rows[:, : width * 3].reshape(-1, 3).astype(np.float32)
    cv2.setRNGSeed(68)
    sample = np.random.default_rng(68).choice(pixels, SAMPLE)
    end = (cv2.TERM_CRITERIA_MAX_ITER, 12, 0.0)
    _, _, colours = cv2.kmeans(sample, 256, np.empty((0, 1), np.int32), end, 1, cv2.KMEANS_PP_CENTERS)
    flat = cv2.FlannBasedMatcher().match(pixels, colours)
    nearest = np.array([each.trainIdx for each in flat], np.uint8).reshape(height, width)
    few = QImage(nearest.tobytes(), width, height, width, QImage.Format.Format_Indexed8).copy()
    few.setColorTable([qRgb(*(round(float(part)) for part in colour)) for colour in colours])
    return few


if __name__ == "__main__":
    sys.exit(main())
