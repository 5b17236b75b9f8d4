"""The keyboard never stays behind on a screen that is hidden."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.application import Application

KEYS = {
    "live": Qt.Key.Key_1, "enrol": Qt.Key.Key_2, "people": Qt.Key.Key_3, "events": Qt.Key.Key_4,
    "settings": Qt.Key.Key_Comma,
}  # fmt: skip


def _controls(screen: QWidget | None) -> list[QWidget]:
    assert screen is not None
    found = [each for each in screen.findChildren(QWidget) if each.isVisible() and each.isEnabled()]
    return [each for each in found if each.focusPolicy() & Qt.FocusPolicy.TabFocus][:6]


@pytest.mark.parametrize("left", list(KEYS))
def test_the_focus_leaves_a_screen_with_its_controls(station: Application, qtbot: QtBot, left: str) -> None:
    window = station.window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=20_000)
    for other in KEYS.keys() - {left}:
        QTest.keyClick(window, KEYS[left], Qt.KeyboardModifier.ControlModifier)
        for control in _controls(window.screen_shown):
            control.setFocus(Qt.FocusReason.TabFocusReason)
            QTest.keyClick(window, KEYS[other], Qt.KeyboardModifier.ControlModifier)
            holder = QApplication.focusWidget()
            assert holder is not None
            assert holder.isVisible(), (left, other, control)
            QTest.keyClick(window, KEYS[left], Qt.KeyboardModifier.ControlModifier)
