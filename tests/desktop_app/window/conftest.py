"""A window of its own for the parts of the frame, without a station behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.speech import Speech
from desktop_app.theme import apply_theme
from desktop_app.window.focus_ring import FocusRings


@pytest.fixture
def speech() -> Speech:
    return Speech("en")


@pytest.fixture
def body(qapp: QApplication, qtbot: QtBot) -> QWidget:
    """An active window of 800 x 600 with a field and two buttons."""
    apply_theme(qapp, "dark")
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    for widget in (QLabel("label"), QLineEdit(), QPushButton("first"), QPushButton("second")):
        column.addWidget(widget)
    window.resize(800, 600)
    QCursor.setPos(window.mapToGlobal(QPoint(1, 1)))  # not where toasts appear
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=2_000)
    return window


@pytest.fixture
def rings(qapp: QApplication) -> Iterator[FocusRings]:
    made = FocusRings(qapp)
    yield made
    qapp.focusChanged.disconnect(made._moved)
    made.deleteLater()
