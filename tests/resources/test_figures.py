"""Numbers are written with the digits and the unit that their name promises."""

from __future__ import annotations

import numpy as np
import pytest

from resources.figures import figure


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("face_px", 41.4, "41"),
        ("yaw_deg", 33.6, "34"),
        ("width_px", 20000, "20,000"),
        ("limit_bytes", 20_000_000, "20 MB"),
        ("limit_bytes", 512_000, "512 kB"),
        ("bytes", 52_428_800, "52.4 MB"),
        ("bytes", 0, "0 B"),
        ("bytes", 3_000_000_000, "3 GB"),
        ("distance", 1.0718, "1.07"),
        ("distance", np.float32(0.5), "0.50"),
        ("sharpness", 43.21, "43.2"),
        ("sharpness", 1234.5, "1,234"),
        ("faces", 5, "5"),
        ("port", 8710, "8710"),
        ("pid", 123456, "123456"),
        ("name", "민지", "민지"),
        ("guardian", True, "True"),
    ],
)
def test_a_figure_is_written_by_its_name(name: str, value: object, text: str) -> None:
    assert figure(name, value) == text
