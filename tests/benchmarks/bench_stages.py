"""What each stage costs: ``python -m tests.benchmarks.bench_stages``; not collected by pytest.

Medians of 30 rounds on one thread, on the installed pictures; 640x480 frames.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np

from pipeline.decode import decode_picture, decode_stream_frame
from pipeline.landmarks import head_pose
from pipeline.presets import standard
from pipeline.quality import judge
from pipeline.types import UInt8Array
from tests.pipeline.real_faces import astronaut
from weights.folders import default_weights_folder
from weights.store import WeightsStore

ROUNDS = 30


def median_ms(call: Callable[[], Any]) -> float:
    call()
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def encoded(image: UInt8Array) -> bytes:
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes()


def scene(models: WeightsStore) -> UInt8Array:
    """A 640x480 frame with one face of 90 px."""
    frame = np.full((480, 640, 3), 110, np.uint8)
    frame[:480, 64:576] = astronaut(models)[:480]
    return frame


def stages(models: WeightsStore) -> dict[str, float]:
    parts = standard(models)
    detector, finder, recogniser = parts.make_detector(), parts.make_landmark_finder(), parts.make_recogniser()
    image = scene(models)
    frame = encoded(image)
    photo = encoded(np.asarray(cv2.resize(image, (4608, 3456)), np.uint8))
    (face,) = detector.detect(image)
    points = finder.find(image, face.box)
    pose = head_pose(points, 640, 480)
    aligned = recogniser.align(image, face, points)
    return {
        f"decode frame ({len(frame) // 1000} kB)": median_ms(lambda: decode_stream_frame(frame)),
        "decode 16 megapixel photo": median_ms(lambda: decode_picture(photo)),
        "detect 640x480": median_ms(lambda: detector.detect(image)),
        "68 landmarks": median_ms(lambda: finder.find(image, face.box)),
        "head pose": median_ms(lambda: head_pose(points, 640, 480)),
        "align": median_ms(lambda: recogniser.align(image, face, points)),
        "judge": median_ms(lambda: judge(image, face.box, points, aligned, pose)),
        "embed, batch of 1, a face": median_ms(lambda: recogniser.embed([aligned])),
        "embed, batch of 8, a face": median_ms(lambda: recogniser.embed([aligned] * 8)) / 8,
    }


if __name__ == "__main__":
    for stage, milliseconds in stages(WeightsStore(default_weights_folder())).items():
        print(f"{stage:32} {milliseconds:8.2f} ms")
