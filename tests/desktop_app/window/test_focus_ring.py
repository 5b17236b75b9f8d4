"""The ring is there when the keyboard brought the focus, and only then."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.theme import current_theme
from desktop_app.window.focus_ring import FocusRing, FocusRings, ring_of

pytestmark = pytest.mark.usefixtures("rings")


def _buttons(body: QWidget) -> list[QPushButton]:
    return body.findChildren(QPushButton)


def _around(ring: FocusRing, widget: QWidget) -> bool:
    corner = widget.mapTo(widget.window(), widget.rect().topLeft())
    return ring.geometry() == QRect(corner, widget.size()).adjusted(-4, -4, 4, 4)


def test_tab_shows_it_and_the_mouse_does_not(body: QWidget, qtbot: QtBot) -> None:
    first, second = _buttons(body)
    ring = ring_of(body)
    first.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not ring.isVisible()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    assert ring.isVisible()
    assert _around(ring, second)
    QTest.keyClick(second, Qt.Key.Key_Backtab)
    assert _around(ring, first)
    second.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not ring.isVisible()


def test_a_program_that_moves_the_focus_shows_none(body: QWidget) -> None:
    first, second = _buttons(body)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    second.setFocus(Qt.FocusReason.OtherFocusReason)
    assert not ring_of(body).isVisible()


def test_it_moves_with_what_it_surrounds(body: QWidget, qtbot: QtBot) -> None:
    first, second = _buttons(body)
    first.setFocus(Qt.FocusReason.OtherFocusReason)
    second.setFocus(Qt.FocusReason.TabFocusReason)
    body.resize(640, 420)
    qtbot.waitUntil(lambda: _around(ring_of(body), second), timeout=2_000)
    second.hide()
    qtbot.waitUntil(lambda: not second.hasFocus(), timeout=2_000)
    assert not _around(ring_of(body), second)


def test_it_lets_clicks_and_live_pictures_through(body: QWidget) -> None:
    first, second = _buttons(body)
    first.setFocus(Qt.FocusReason.OtherFocusReason)
    second.setFocus(Qt.FocusReason.TabFocusReason)
    ring = ring_of(body)
    assert ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert not ring.mask().contains(ring.rect().center()), "what is inside need not be painted twice"


def test_a_widget_says_what_it_goes_around(body: QWidget) -> None:
    first, second = _buttons(body)
    second.setProperty("focusRect", QRect(10, 2, 50, 20))
    first.setFocus(Qt.FocusReason.OtherFocusReason)
    second.setFocus(Qt.FocusReason.TabFocusReason)
    assert ring_of(body).size() == QRect(0, 0, 58, 28).size()


def test_in_a_list_it_is_around_the_current_row(body: QWidget, qtbot: QtBot) -> None:
    view, model = QListView(body), QStandardItemModel()
    for text in ("one", "two", "three"):
        model.appendRow(QStandardItem(text))
    view.setModel(model)
    view.setGeometry(0, 0, 300, 200)
    view.show()
    view.setCurrentIndex(model.index(0, 0))
    _buttons(body)[0].setFocus(Qt.FocusReason.OtherFocusReason)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    ring = ring_of(body)
    qtbot.waitUntil(ring.isVisible, timeout=2_000)
    before = ring.geometry()
    assert before.height() < 60
    QTest.keyClick(view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: ring.geometry().top() > before.top(), timeout=2_000)


def test_what_is_scrolled_away_has_none(body: QWidget, qtbot: QtBot) -> None:
    area, inside = QScrollArea(body), QWidget()
    column = QVBoxLayout(inside)
    buttons = [QPushButton(str(number)) for number in range(30)]
    for button in buttons:
        column.addWidget(button)
    area.setWidget(inside)
    area.setGeometry(0, 0, 300, 200)
    area.show()
    _buttons(body)[0].setFocus(Qt.FocusReason.OtherFocusReason)
    buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    assert ring_of(body).isVisible()
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: not ring_of(body).isVisible(), timeout=2_000)


def test_it_has_the_colour_of_the_theme(body: QWidget, qtbot: QtBot) -> None:
    first, second = _buttons(body)
    first.setFocus(Qt.FocusReason.OtherFocusReason)
    second.setFocus(Qt.FocusReason.TabFocusReason)
    ring = ring_of(body)
    picture = body.grab().toImage()
    middle = ring.geometry().center().x()
    assert picture.pixelColor(middle, ring.geometry().top()).name().upper() == current_theme().line.focus
    assert picture.pixelColor(middle, ring.geometry().top() + 1).name().upper() == current_theme().line.focus
    assert picture.pixelColor(middle, ring.geometry().top() + 3).name().upper() != current_theme().line.focus


def test_what_is_deleted_leaves_nothing(body: QWidget, qtbot: QtBot, rings: FocusRings) -> None:
    first, second = _buttons(body)
    first.setFocus(Qt.FocusReason.OtherFocusReason)
    second.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(second.destroyed, timeout=2_000):
        second.deleteLater()
    rings._place()
    body.setFocus(Qt.FocusReason.OtherFocusReason)
    first.setFocus(Qt.FocusReason.ShortcutFocusReason)
    qtbot.waitUntil(lambda: _around(ring_of(body), first), timeout=2_000)
