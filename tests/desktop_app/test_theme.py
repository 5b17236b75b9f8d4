"""The theme is applied as a whole and may be switched while windows are open."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources as package_files

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QFrame, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app import theme as theme_module
from desktop_app.theme import apply_theme, current_theme, palette, theme_named, theme_switch


@pytest.fixture(autouse=True)
def dark_again(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, "dark")


def test_switching_repaints_open_windows(qapp: QApplication, qtbot: QtBot) -> None:
    button = QPushButton("Enrol")
    button.setProperty("kind", "primary")
    qtbot.addWidget(button)
    button.resize(120, 32)
    button.show()
    seen = []
    for choice in ("dark", "light"):
        theme = apply_theme(qapp, choice)
        qapp.processEvents()
        seen.append(button.grab().toImage().pixelColor(60, 4).name().upper())
        assert seen[-1] == theme.accent.base
        assert current_theme() is theme
    assert seen[0] != seen[1]


def test_whoever_keeps_pictures_is_told_of_a_switch(qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme_switch(qapp).changed, timeout=1000) as told:
        apply_theme(qapp, "light")
    assert told.args == [theme_named("light")]


def test_system_follows_the_desktop_and_is_dark_where_it_does_not_say(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Hints:
        scheme = Qt.ColorScheme.Unknown

        def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802 - Qt's
            return self.scheme

    hints = Hints()
    monkeypatch.setattr(qapp, "styleHints", lambda: hints)
    assert apply_theme(qapp, "system").name == "dark"
    hints.scheme = Qt.ColorScheme.Light
    theme_switch(qapp)._system_changed()
    qapp.processEvents()
    assert current_theme().name == "light"
    hints.scheme = Qt.ColorScheme.Dark
    apply_theme(qapp, "light")
    theme_switch(qapp)._system_changed()
    qapp.processEvents()
    assert current_theme().name == "light"  # chosen by hand: the desktop has no say


@pytest.mark.parametrize("name", theme_module.THEME_CHOICES[:2])
def test_the_palette_gives_every_role_in_every_group(name: str) -> None:
    theme = theme_named("light" if name == "light" else "dark")
    made, untouched = palette(theme), QPalette(QColor("#ff00ff"))
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
        for role in QPalette.ColorRole:
            if role not in {QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles}:
                assert made.isBrushSet(group, role), (group, role)
    assert made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text).name().upper() == theme.text.disabled
    assert made != untouched


def test_the_rules_are_few_and_hold_no_colour_of_their_own() -> None:
    rules = (package_files.files("resources") / "design" / "station.qss").read_text(encoding="utf-8")
    assert len(rules.splitlines()) < 200
    assert "#" not in rules


def test_a_checked_box_shows_its_mark_in_dark(qapp: QApplication, qtbot: QtBot) -> None:
    theme = apply_theme(qapp, "dark")
    box = QCheckBox("keep")
    qtbot.addWidget(box)
    box.show()
    unchecked = box.grab().toImage()
    box.setChecked(True)
    checked = box.grab().toImage()
    assert unchecked != checked
    colours = {checked.pixelColor(x, box.height() // 2).name().upper() for x in range(2, 16)}
    assert theme.accent.base in colours
    assert len(colours) > 1  # the mark itself


def test_a_card_is_painted_in_the_colour_of_cards(qapp: QApplication, qtbot: QtBot) -> None:
    theme = apply_theme(qapp, "light")
    card = QFrame()
    card.setProperty("surface", "card")
    qtbot.addWidget(card)
    card.resize(80, 40)
    card.show()
    assert card.grab().toImage().pixelColor(40, 20).name().upper() == theme.surface.card
