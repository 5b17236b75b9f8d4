"""The tokens are complete in both themes, and every text and mark is readable."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest

from desktop_app.tokens import THEME_NAMES, Theme, ThemeName, font_families, minimum_contrasts, theme_named

SURFACES = ("window", "rail", "card", "raised", "field", "hover", "selected")


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=THEME_NAMES)
def theme(request: pytest.FixtureRequest) -> Theme:
    name: ThemeName = request.param
    return theme_named(name)


def test_every_text_is_readable_on_every_surface(theme: Theme) -> None:
    texts = [theme.text.primary, theme.text.secondary, theme.text.tertiary, theme.accent.text, theme.danger.base]
    texts += [colours.mark for colours in theme.state.values()]
    worst = min(contrast(text, getattr(theme.surface, name)) for text in texts for name in SURFACES)
    assert worst >= minimum_contrasts()[0]


def test_words_on_chips_and_filled_buttons_are_readable(theme: Theme) -> None:
    pairs = [(colours.mark, colours.soft) for colours in theme.state.values()]
    pairs += [(theme.accent.on, ground) for ground in (theme.accent.base, theme.accent.hover, theme.accent.pressed)]
    pairs += [(theme.danger.on, theme.danger.base), (theme.danger.on, theme.danger.hover)]
    assert min(contrast(*pair) for pair in pairs) >= minimum_contrasts()[0]


def test_borders_focus_and_the_gate_can_be_seen(theme: Theme) -> None:
    pairs = [(theme.line.control, getattr(theme.surface, name)) for name in ("window", "card", "raised", "field")]
    pairs += [(theme.line.focus, getattr(theme.surface, name)) for name in SURFACES]
    pairs += [(theme.text.primary, theme.surface.track)]
    assert min(contrast(*pair) for pair in pairs) >= minimum_contrasts()[1]


def test_what_is_written_on_pictures_is_readable_over_white_and_black(theme: Theme) -> None:
    picture = theme.picture
    texts = [picture.text, picture.secondary, *picture.state.values()]
    worst = min(
        contrast(text, over(picture.plate, picture.plate_alpha, behind)) for text in texts for behind in (255, 0)
    )
    assert worst >= minimum_contrasts()[0]


def over(colour: str, alpha: float, behind: int) -> str:
    parts = (int(colour[index : index + 2], 16) * alpha + behind * (1 - alpha) for index in (1, 3, 5))
    return "#" + "".join(f"{round(part):02X}" for part in parts)


def test_a_state_is_never_a_colour_alone(theme: Theme) -> None:
    assert set(theme.state_icon) == set(theme.state)
    assert len(set(theme.state_icon.values())) == len(theme.state)


def test_a_theme_cannot_be_changed(theme: Theme) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        theme.surface.window = "#000000"  # type: ignore[misc]
    with pytest.raises(TypeError):
        theme.motion_ms["marker"] = 0  # type: ignore[index]


def test_pictures_look_the_same_in_both_themes() -> None:
    assert theme_named("dark").picture == theme_named("light").picture


def test_a_role_is_a_name_or_a_colour(theme: Theme) -> None:
    assert theme.ink("recognised") == theme.state["recognised"].mark
    assert theme.ink("#123456") == "#123456"
    with pytest.raises(KeyError):
        theme.ink("greenish")


def test_korean_fonts_are_asked_for() -> None:
    assert font_families()[0] == "Pretendard"
    assert {"Inter", "Noto Sans CJK KR"} <= set(font_families())


def test_tokens_and_models_need_no_qt() -> None:
    modules = (
        "desktop_app.tokens, desktop_app.wall.tile_model, desktop_app.wall.tile_words, desktop_app.wall.tile_layout"
    )
    modules += ", desktop_app.painting.strip_model, desktop_app.painting.strip_words, desktop_app.painting.glide"
    code = f"import sys, {modules}; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
