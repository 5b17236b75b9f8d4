"""Real photos for tests: pictures of the installed manifest, and the developers' folder of faces and clips."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from pipeline.types import DetectedFace, Float32Array, UInt8Array
from weights.store import WeightsStore


def read_image(path: Path) -> UInt8Array:
    image = cv2.imread(str(path))
    assert image is not None, path
    return np.asarray(image, np.uint8)


def astronaut(models: WeightsStore) -> UInt8Array:
    """512x512, one woman, her face 90 px wide and looking into the lens."""
    return read_image(models.require("picture-astronaut"))


def group(models: WeightsStore) -> UInt8Array:
    """Five people, faces of 80 to 105 px."""
    return read_image(models.require("picture-multi-face"))


def lfw_photos(shared_folder: Path, count: int) -> list[UInt8Array]:
    """``count`` photos, 250x250, evenly taken from all people in the order of their names."""
    paths = sorted((shared_folder / "faces" / "lfw-dev").glob("*/*.jpg"))
    return [read_image(path) for path in paths[:: len(paths) // count][:count]]


def clip_frames(path: Path) -> Iterator[UInt8Array]:
    capture = cv2.VideoCapture(str(path))
    try:
        while True:
            taken, image = capture.read()
            if not taken:
                return
            yield np.asarray(image, np.uint8)
    finally:
        capture.release()


def nearest_the_centre(image: UInt8Array, faces: tuple[DetectedFace, ...]) -> DetectedFace:
    """The portrayed person of an LFW photo: others may stand at its edges."""
    height_px, width_px = image.shape[:2]
    return min(faces, key=lambda face: abs(face.box.centre[0] - width_px / 2) + abs(face.box.centre[1] - height_px / 2))


def five_points(face: DetectedFace) -> Float32Array:
    assert face.five_points is not None
    return face.five_points
