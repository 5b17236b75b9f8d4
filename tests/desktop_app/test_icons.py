"""Icons come from the package, in the theme's colours; a wrong name is our mistake and says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import QApplication

from desktop_app import lucide_svg
from desktop_app.icons import IconMissingError, icon, icon_pixmap
from desktop_app.lucide_svg import icon_svg
from desktop_app.theme import apply_theme
from desktop_app.tokens import theme_named
from desktop_app.wall.tile_frame import TOOLS
from tests.conftest import REPOSITORY


@pytest.fixture(autouse=True)
def dark_again(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, "dark")
    yield
    apply_theme(qapp, "dark")


def inks(image: QImage) -> set[str]:
    """The colours of the fully covered pixels."""
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


def test_an_icon_is_drawn_in_the_colour_that_it_is_asked_for() -> None:
    assert inks(icon_pixmap("pause", 48, "recognised").toImage()) == {theme_named("dark").state["recognised"].mark}


def test_an_icon_is_sharp_at_twice_the_pixels() -> None:
    pixmap = icon_pixmap("settings", 20, dpr=2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (40, 2.0)
    assert pixmap.deviceIndependentSize().width() == 20


@pytest.mark.parametrize("name", ["no-such-icon", ""])
@pytest.mark.filterwarnings("default")
def test_a_missing_name_is_an_error(name: str, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(IconMissingError):
        icon(name)


def test_icons_of_controls_follow_the_theme(qapp: QApplication) -> None:
    made = icon("settings", "primary")
    before = inks(made.pixmap(QSize(32, 32)).toImage())
    theme = apply_theme(qapp, "light")
    after = inks(made.pixmap(QSize(32, 32)).toImage())
    assert before == {theme_named("dark").text.primary}
    assert after == {theme.text.primary}


def test_a_disabled_control_has_a_faint_icon() -> None:
    faint = icon("settings").pixmap(QSize(32, 32), QIcon.Mode.Disabled)
    assert inks(faint.toImage()) == {theme_named("dark").text.disabled}


def test_an_icon_can_be_copied() -> None:
    made = QIcon(icon("video", "accent"))
    assert inks(made.pixmap(QSize(32, 32)).toImage()) == {theme_named("dark").accent.text}


def test_a_picture_is_drawn_once_and_kept() -> None:
    assert icon_pixmap("video", 20).cacheKey() == icon_pixmap("video", 20).cacheKey()


def test_small_icons_have_thicker_lines() -> None:
    assert 'stroke-width="2.1"' in icon_svg("video", "#000000", 16)
    assert 'stroke-width="1.8"' in icon_svg("video", "#000000", 20)
    assert "currentColor" not in icon_svg("video", "#000000", 20)


def test_every_icon_that_the_station_names_exists() -> None:
    named = set(theme_named("dark").state_icon.values()) | {name for _, name in TOOLS} | set(lucide_svg._RENAMED)
    call = re.compile(r"""\b(?:icon|icon_pixmap|Chip|Plate|Message|paint_icon)\((?:painter, )?"([a-z0-9-]+)\"""")
    for file in Path(REPOSITORY / "desktop_app").rglob("*.py"):
        named |= set(call.findall(file.read_text(encoding="utf-8")))
    assert len(named) > 15, "the search no longer finds the names"
    for name in sorted(named):
        assert icon_svg(name, "#000000").startswith("<svg"), name
