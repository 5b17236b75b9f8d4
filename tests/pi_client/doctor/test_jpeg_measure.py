"""Brightness and detail without a library agree with what OpenCV sees; whatever is no such JPEG is refused."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi_client.doctor.jpeg_measure import NotMeasurableError, measure

ROOM = cv2.resize(
    np.random.default_rng(7).integers(0, 255, (37, 49, 3), dtype=np.uint8), (640, 480), interpolation=cv2.INTER_NEAREST
)
"""Patches with hard edges."""


def encoded(picture: np.ndarray, *options: int) -> bytes:
    return cv2.imencode(".jpg", picture, list(options))[1].tobytes()


@pytest.mark.parametrize(
    "options",
    [
        (),
        (cv2.IMWRITE_JPEG_QUALITY, 40),
        (cv2.IMWRITE_JPEG_RST_INTERVAL, 4),
        (cv2.IMWRITE_JPEG_OPTIMIZE, 1),
        (cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444),
        (cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_422),
    ],
)
def test_the_brightness_is_the_mean_luminance(options: tuple[int, ...]) -> None:
    measured = measure(encoded(ROOM, *options))
    assert (measured.width_px, measured.height_px) == (640, 480)
    assert measured.brightness == pytest.approx(cv2.cvtColor(ROOM, cv2.COLOR_BGR2GRAY).mean(), abs=1.0)


def test_a_grey_picture_of_odd_size_is_measured() -> None:
    measured = measure(encoded(np.full((101, 67), 77, np.uint8)))
    assert (measured.width_px, measured.height_px, measured.fine_share) == (67, 101, 0.0)
    assert measured.brightness == pytest.approx(77, abs=1.5)


def test_a_picture_out_of_focus_has_no_fine_detail() -> None:
    assert measure(encoded(ROOM)).fine_share > 0.1
    assert measure(encoded(cv2.GaussianBlur(ROOM, (0, 0), 3))).fine_share < 0.003


def test_a_progressive_picture_and_half_a_picture_are_refused() -> None:
    whole = encoded(ROOM)
    for bad in (encoded(ROOM, cv2.IMWRITE_JPEG_PROGRESSIVE, 1), whole[: len(whole) // 2], b"", b"\xff\xd8\xff\xd9"):
        with pytest.raises(NotMeasurableError):
            measure(bad)


SMALL = encoded(ROOM[:32, :32])


@given(st.integers(2, len(SMALL) - 1), st.binary(min_size=1, max_size=6))
def test_damage_is_measured_or_refused_and_nothing_else(place: int, damage: bytes) -> None:
    try:
        measured = measure(SMALL[:place] + damage + SMALL[place + len(damage) :])
    except NotMeasurableError:
        return
    assert 0 <= measured.brightness <= 255
    assert 0 <= measured.fine_share <= 1
