"""Pictures of what the machine does with a photo: the faces that it found, and the affine step of the 2019 post."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from pipeline.lab.photo_faces import Photo, PhotoFace
from pipeline.types import Box, Float32Array, UInt8Array

_PANEL_PX = 288
_GAP_PX = 12
_MARGIN = 0.35
"""Of the box, around it: an aligned crop sees more than the box where the head is turned."""
_PAPER, _INK, _BOX, _POINT = (250, 248, 246), (40, 36, 33), (150, 190, 62), (255, 255, 255)


def write_pictures(photo: Photo, folder: Path) -> list[Path]:
    """Write NAME-faces.png, and NAME-N-steps.png for each face (before, landmarks, after); OSError when it cannot."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = photo.label.replace("/", "-").rpartition(".")[0]
    files = [_written(folder / f"{stem}-faces.png", all_faces(photo))]
    for number, face in enumerate(photo.faces, start=1):
        files.append(_written(folder / f"{stem}-{number}-steps.png", steps(photo.image, face)))
    return files


def all_faces(photo: Photo) -> UInt8Array:
    """The whole photo (uint8 [h, w, 3], BGR) with boxes, numbers and landmarks."""
    picture = photo.image.copy()
    for number, face in enumerate(photo.faces, start=1):
        _draw_box(picture, face.box, f"#{number}")
        _draw_points(picture, face.landmarks, face.box.width / 90)
    return picture


def steps(image: UInt8Array, face: PhotoFace) -> UInt8Array:
    """Three panels: the face as it was, with its 68 landmarks, and the crop that the network sees."""
    area = _surroundings(face.box)
    before = _panel(_cut(image, area))
    with_points = before.copy()
    _draw_points(
        with_points, (face.landmarks - np.array(area[:2], np.float32)) * (_PANEL_PX / area[2]), _PANEL_PX / 110
    )
    panels = [before, with_points, _panel(face.aligned.image)]
    sheet = np.full((_PANEL_PX + 2 * _GAP_PX, 3 * _PANEL_PX + 4 * _GAP_PX, 3), _PAPER, np.uint8)
    for place, panel in enumerate(panels):
        left = _GAP_PX + place * (_PANEL_PX + _GAP_PX)
        sheet[_GAP_PX : _GAP_PX + _PANEL_PX, left : left + _PANEL_PX] = panel
    return sheet


def _surroundings(box: Box) -> tuple[int, int, int]:
    """Left, top and side of a square around the face."""
    side = max(box.width, box.height) * (1 + 2 * _MARGIN)
    return round(box.centre[0] - side / 2), round(box.centre[1] - side / 2), max(1, round(side))


def _cut(image: UInt8Array, area: tuple[int, int, int]) -> UInt8Array:
    """A square of the picture; what lies outside is paper."""
    left, top, side = area
    square = np.full((side, side, 3), _PAPER, np.uint8)
    height, width = image.shape[:2]
    x0, y0, x1, y1 = max(0, left), max(0, top), min(width, left + side), min(height, top + side)
    if x0 < x1 and y0 < y1:
        square[y0 - top : y1 - top, x0 - left : x1 - left] = image[y0:y1, x0:x1]
    return square


def _panel(square: UInt8Array) -> UInt8Array:
    return np.asarray(cv2.resize(square, (_PANEL_PX, _PANEL_PX), interpolation=cv2.INTER_CUBIC), np.uint8)


def _draw_box(picture: UInt8Array, box: Box, label: str) -> None:
    corners = (round(box.left), round(box.top)), (round(box.right), round(box.bottom))
    for colour, width_px in ((_INK, 4), (_BOX, 2)):
        cv2.rectangle(picture, *corners, colour, width_px, cv2.LINE_AA)
    at = corners[0][0] + 4, corners[0][1] + 18
    for colour, width_px in ((_INK, 4), (_POINT, 1)):
        cv2.putText(picture, label, at, cv2.FONT_HERSHEY_SIMPLEX, 0.55, colour, width_px, cv2.LINE_AA)


def _draw_points(picture: UInt8Array, points: Float32Array, radius_px: float) -> None:
    radius = max(1, round(radius_px))
    for x, y in points:
        at = round(float(x)), round(float(y))
        cv2.circle(picture, at, radius + 1, _INK, -1, cv2.LINE_AA)
        cv2.circle(picture, at, radius, _POINT, -1, cv2.LINE_AA)


def _written(file: Path, picture: UInt8Array) -> Path:
    file.write_bytes(bytes(cv2.imencode(".png", picture)[1]))
    return file
