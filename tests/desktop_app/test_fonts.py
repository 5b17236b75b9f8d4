"""Words can be read: no empty boxes in Korean, real weights, figures that stand still."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout
from PySide6.QtWidgets import QApplication

from desktop_app.fonts import figure_font, font, load_fonts
from desktop_app.tokens import theme_named


def glyphs(text: str, face: QFont) -> list[tuple[str, int]]:
    layout = QTextLayout(text, face)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return [(run.rawFont().familyName(), glyph) for run in layout.glyphRuns() for glyph in run.glyphIndexes()]


@pytest.mark.parametrize("text", ["문지기", "왼쪽으로 조금만 돌려 주세요", "뷁", "Seo-yeon 0.81 · 34° “’…"])
@pytest.mark.parametrize("style", ["hint", "ui", "caption"])
def test_no_letter_is_an_empty_box(qapp: QApplication, text: str, style: str) -> None:
    drawn = glyphs(text, font(style))
    assert drawn
    assert [family for family, glyph in drawn if glyph == 0] == []  # glyph 0 is the box of a missing letter


def test_the_check_for_empty_boxes_finds_one(qapp: QApplication) -> None:
    assert 0 in {glyph for _, glyph in glyphs("\U000f1234", font("ui"))}


def test_only_families_that_are_there_are_asked_for(qapp: QApplication) -> None:
    assert "Inter" in load_fonts() or "Pretendard" in load_fonts()


def test_the_weights_differ(qapp: QApplication) -> None:
    """Qt alone would serve Inter's Regular for 500 and 600."""
    widths = [QFontMetricsF(font("ui", weight)).horizontalAdvance("Recognised 0.81") for weight in (400, 500, 600)]
    assert widths == sorted(widths)
    assert len(set(widths)) == 3


def test_changing_figures_do_not_move_what_stands_beside_them(qapp: QApplication) -> None:
    metrics = QFontMetricsF(figure_font("ui", 600))
    assert metrics.horizontalAdvance("1.11") == metrics.horizontalAdvance("0.88")


def test_sizes_are_the_tokens(qapp: QApplication) -> None:
    for name, style in theme_named("dark").type.items():
        assert font(name).pixelSize() == style.size
        assert font(name).hintingPreference() is QFont.HintingPreference.PreferNoHinting
