"""Crops of real faces from whatever pictures and clips are installed: what a change of runtime is measured on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from pipeline.decode import decode_picture
from pipeline.detection import YuNetDetector
from pipeline.landmarks import YUNET_FIT, Dlib68
from pipeline.recognisers.network import Device
from pipeline.recognisers.registry import RECOGNISERS
from pipeline.types import AlignedFace, Float32Array, UInt8Array
from weights.errors import WeightError
from weights.store import WeightsStore

_PICTURES = ("picture-multi-face", "picture-astronaut")
_CLIPS = ("clip-single-face", "clip-wolfgang-langer", "clip-carphone")
_FRAMES_A_CLIP = 8


def face_crops(recogniser: str, store: WeightsStore) -> tuple[AlignedFace, ...]:
    """Faces of ten people or so as ``recogniser`` wants them; none where nothing is installed to find them on."""
    try:
        detector = YuNetDetector(store.require("yunet"))
        finder = Dlib68(store.require("landmarks-68"), YUNET_FIT)
    except WeightError:
        return ()
    entry = RECOGNISERS[recogniser]
    maker = entry.make(_NoNetwork(), "0" * 64, entry.alignments[0])
    return tuple(
        maker.align(image, face, finder.find(image, face.box))
        for image in _images(store)
        for face in detector.detect(image)
    )


class _NoNetwork:
    """Aligning needs none."""

    device = Device("", "")

    def run(self, batch: UInt8Array) -> Float32Array:
        raise AssertionError(len(batch))


def _images(store: WeightsStore) -> Iterator[UInt8Array]:
    for name in (*_PICTURES, *_CLIPS):
        try:
            path = store.require(name)
        except WeightError:
            continue
        if name in _PICTURES:
            yield decode_picture(path.read_bytes())
        else:
            yield from _frames(path)


def _frames(clip: Path) -> Iterator[UInt8Array]:
    """Some frames, evenly spread."""
    capture = cv2.VideoCapture(str(clip))
    try:
        count = int(capture.get(cv2.CAP_PROP_FRAME_COUNT))
        for at in np.linspace(0, max(0, count - 1), _FRAMES_A_CLIP).astype(int):
            capture.set(cv2.CAP_PROP_POS_FRAMES, int(at))
            taken, image = capture.read()
            if taken:
                yield np.asarray(image, np.uint8)
    finally:
        capture.release()
