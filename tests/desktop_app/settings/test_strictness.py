"""How strict the doors may be: rates, and the distances of the 2019 post for the preset that came from it."""

from __future__ import annotations

import pytest

from desktop_app.settings.strictness import Strictness, offered
from pipeline.alignment import NOSE_CENTRED
from pipeline.calibration import OPENFACE_MEANS_SCALES


def test_the_standard_preset_offers_three_rates() -> None:
    assert [each.strangers for each in offered("standard", 1e-4)] == [100_000, 10_000, 1_000]


def test_the_classic_preset_offers_the_posts_distances_beside_the_calibrated_ones() -> None:
    choices = offered("classic", 1e-4)
    posts = [each for each in choices if each.post_2019_l2 is not None]
    assert [each.post_2019_l2 for each in posts] == [0.6, 0.7]
    scale = OPENFACE_MEANS_SCALES[NOSE_CENTRED]
    for each in posts:  # choosing the rate gives the distance
        assert scale.threshold(each.false_match_rate).distance == pytest.approx(each.post_2019_l2, abs=1e-3)
    assert [each.false_match_rate for each in choices] == sorted(each.false_match_rate for each in choices)


def test_a_rate_of_the_settings_file_is_offered_too() -> None:
    assert Strictness(3e-5) in offered("standard", 3e-5)
    assert len(offered("standard", 1.0000000001e-4)) == 3
