"""Every reason is said in both languages and names the file, or what else to look for."""

from __future__ import annotations

import pytest

from resources.catalogue import Catalogue
from weights.errors import WeightError
from weights.reasons import WeightsReason

FIGURES: dict[str, str | int] = {
    "name": "sface",
    "file": "face.onnx",
    "folder": "the-folder",
    "source": "the-source",
    "problem": "the-problem",
    "package": "onnx",
    "known": "yunet",
    "bytes": 100,
    "needed_bytes": 1122,
}


@pytest.mark.parametrize("code", WeightsReason)
def test_every_reason_has_its_sentence(code: WeightsReason) -> None:
    error = WeightError(code, **FIGURES)
    english, korean = str(error), Catalogue("ko").say_reason(error)
    assert error.code == str(code)
    assert english != korean
    for sentence in (english, korean):
        assert sentence != str(code)
        assert ("sface" if code is WeightsReason.WEIGHT_UNKNOWN else "face.onnx") in sentence
