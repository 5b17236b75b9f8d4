"""Toasts as they are seen, pressed and heard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.speech import Speech
from desktop_app.window import toast_shelf
from desktop_app.window.fading import FADE_MS
from desktop_app.window.toasts import WIDTH_PX, Toasts
from desktop_app.window.ways import Toast

_SAID = "window_copied"
_LONG = "frame_may_sleep_more"


@pytest.fixture
def pile(speech: Speech, body: QWidget) -> Toasts:
    return Toasts(speech, body, 28)


def _gone(pile: Toasts, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not pile.isVisible(), timeout=FADE_MS + 2_000)


def test_it_stands_at_the_bottom_right_above_the_status_bar(pile: Toasts, body: QWidget, qtbot: QtBot) -> None:
    pile.show_toast(Toast(_SAID))
    assert pile.width() == WIDTH_PX
    assert body.width() - pile.geometry().right() - 1 == 16
    assert body.height() - 28 - pile.geometry().bottom() - 1 == 16
    before = pile.pos()
    body.resize(1000, 700)
    qtbot.waitUntil(lambda: pile.pos() - before == QPoint(200, 100), timeout=2_000)


def test_a_long_sentence_is_read_whole(pile: Toasts) -> None:
    pile.show_toast(Toast(_LONG, {"problem": "x"}))
    card = pile.cards[0]
    assert card.height() > 60
    assert card.label.heightForWidth(card.label.width()) <= card.label.height()


def test_it_goes_by_itself(pile: Toasts, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toast_shelf, "STAYS_MS", 60)
    pile.show_toast(Toast(_SAID))
    assert pile.isVisible()
    _gone(pile, qtbot)
    assert pile.cards == ()


def test_an_error_goes_when_it_is_closed(pile: Toasts, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toast_shelf, "STAYS_MS", 1)
    pile.show_toast(Toast(_SAID, is_error=True))
    qtbot.wait(FADE_MS + 100)
    assert len(pile.cards) == 1
    QTest.mouseClick(pile.cards[0].close_button, Qt.MouseButton.LeftButton)
    _gone(pile, qtbot)


def test_its_time_stands_still_under_the_pointer(pile: Toasts, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toast_shelf, "STAYS_MS", 60)
    pile.show_toast(Toast(_SAID))
    card, spot = pile.cards[0], QPointF(10, 10)
    QApplication.sendEvent(card, QEnterEvent(spot, spot, spot))
    qtbot.wait(150)
    assert pile.cards == (card,)
    QApplication.sendEvent(card, QEvent(QEvent.Type.Leave))
    _gone(pile, qtbot)


def test_undo_is_done_once(pile: Toasts, qtbot: QtBot) -> None:
    done: list[int] = []
    pile.show_toast(Toast(_SAID, undo=lambda: done.append(1)))
    pile.show_toast(Toast(_SAID))
    assert [card.undo.isVisibleTo(card) for card in pile.cards] == [True, False]
    pile.undo_newest()
    pile.undo_newest()
    assert done == [1]
    qtbot.waitUntil(lambda: len(pile.cards) == 1)


def test_the_button_undoes_with_the_keyboard_too(pile: Toasts, qtbot: QtBot) -> None:
    done: list[int] = []
    pile.show_toast(Toast(_SAID, undo=lambda: done.append(1)))
    pile.cards[0].undo.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(pile.cards[0].undo, Qt.Key.Key_Space)
    assert done == [1]
    _gone(pile, qtbot)


def test_it_speaks_another_language_at_once(pile: Toasts, speech: Speech) -> None:
    pile.show_toast(Toast(_SAID, undo=lambda: None))
    speech.use("ko")
    card = pile.cards[0]
    assert card.label.text() == "복사했어요"
    assert card.undo.accessibleName() == "되돌리기"
    assert card.close_button.accessibleName() == "닫기"


def test_it_is_announced(pile: Toasts, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[QAccessibleEvent] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", heard.append)
    pile.show_toast(Toast(_SAID))
    pile.show_toast(Toast(_SAID, is_error=True))
    assert [event.type() for event in heard] == [QAccessible.Event.Announcement] * 2


def test_nothing_is_left_of_the_fade(pile: Toasts, qtbot: QtBot) -> None:
    pile.show_toast(Toast(_SAID))
    effect = pile.cards[0].graphicsEffect()
    assert effect is not None
    qtbot.waitUntil(lambda: not effect.isEnabled(), timeout=FADE_MS + 2_000)
