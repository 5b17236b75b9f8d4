"""Toasts at the bottom right of a window: what was done, with its undo; errors until they are closed (board.md 5)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from desktop_app.icons import icon
from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.typed_signal import TypedSignal
from desktop_app.window.fading import fade_in, fade_out
from desktop_app.window.status_bar import SmallIcon
from desktop_app.window.toast_shelf import Toast, ToastShelf

WIDTH_PX: Final = 360
_MARGIN_PX: Final = 16
_GAP_PX: Final = 8


class ToastCard(QFrame):
    """One toast. ``left`` when its time is over or it was closed, ``undone`` when its button was pressed.

    Its time stands still while the pointer or the focus is on it.
    """

    left = TypedSignal(Toast)
    undone = TypedSignal(Toast)

    def __init__(self, speech: Speech, toast: Toast, parent: QWidget) -> None:
        super().__init__(parent)
        self.toast = toast
        self.setProperty("surface", "raised")
        self.label = SpokenLabel(speech)
        self.label.say(toast.code, **toast.figures)
        self.label.setWordWrap(True)
        self.undo = SpokenButton(speech, "frame_undo", kind="quiet", icon_name="undo-2")
        self.undo.setVisible(toast.undo is not None)
        self.undo.clicked.connect(lambda: self.undone.emit(toast))
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("x", "secondary"))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(lambda: self.left.emit(toast))
        self._speech = speech
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self.left.emit(toast))
        speech.changed.connect(self.retranslate)
        self._lay_out()
        self.retranslate()
        self._go_on()

    def retranslate(self) -> None:
        self.close_button.setAccessibleName(self._speech.words.say("window_close"))
        self.setAccessibleName(self.label.text())
        self.fit()

    def fit(self) -> None:
        """As high as its sentence needs."""
        layout = self.layout()
        if layout is not None:
            self.resize(WIDTH_PX, layout.totalHeightForWidth(WIDTH_PX))

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        self._go_on()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 - Qt's name
        if event.type() == QEvent.Type.FocusIn:
            self._timer.stop()
        elif event.type() == QEvent.Type.FocusOut:
            self._go_on()
        return False

    def _go_on(self) -> None:
        if self.toast.stays_ms is not None:
            self._timer.start(self.toast.stays_ms)

    def _lay_out(self) -> None:
        sign = ("triangle-alert", "attack") if self.toast.is_error else ("circle-check", "recognised")
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 10, 8, 10)
        line.setSpacing(12)
        line.addWidget(SmallIcon(*sign, 20))
        line.addWidget(self.label, stretch=1)
        actions = QHBoxLayout()
        actions.setSpacing(2)
        for button in (self.undo, self.close_button):
            button.installEventFilter(self)
            actions.addWidget(button)
        line.addLayout(actions)


class Toasts(QWidget):
    """The pile in the corner of ``window_body``; the newest at the bottom."""

    def __init__(self, speech: Speech, window_body: QWidget, above_px: int) -> None:
        """``above_px`` is what the pile leaves free at the bottom (the status bar)."""
        super().__init__(window_body)
        self._speech = speech
        self._body = window_body
        self._above_px = above_px
        self._shelf = ToastShelf()
        self._cards: dict[Toast, ToastCard] = {}
        self._pile: list[ToastCard] = []  # also those that are fading away
        self.hide()
        window_body.installEventFilter(self)
        speech.changed.connect(self._place)

    @property
    def cards(self) -> tuple[ToastCard, ...]:
        """What is shown, oldest first."""
        return tuple(self._cards[toast] for toast in self._shelf.shown)

    def show_toast(self, toast: Toast) -> None:
        """Show it, and say it to who cannot see it."""
        card = self._cards[toast] = ToastCard(self._speech, toast, self)
        card.left.connect(self.remove)
        card.undone.connect(self._undo)
        self._pile.append(card)
        card.show()
        gone = self._shelf.put(toast)
        if gone is not None:
            self._drop(gone)
        self._place()
        fade_in(card)
        _announce(self, card.label.text(), urgent=toast.is_error)

    def remove(self, toast: Toast) -> None:
        """Fade it away. Harmless when it has gone."""
        if self._shelf.take(toast):
            self._drop(toast)

    def undo_newest(self) -> None:
        """Ctrl+Z."""
        toast = self._shelf.newest_undo()
        if toast is not None:
            self._undo(toast)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 - Qt's name
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _undo(self, toast: Toast) -> None:
        if self._shelf.take(toast):
            self._drop(toast)
            if toast.undo is not None:
                toast.undo()

    def _drop(self, toast: Toast) -> None:
        card = self._cards.pop(toast)
        card.setEnabled(False)

        def forget() -> None:
            self._pile.remove(card)
            card.deleteLater()
            self._place()

        fade_out(card, forget)

    def _place(self) -> None:
        self.setVisible(bool(self._pile))
        below = 0
        for card in self._pile:
            card.fit()
            card.move(0, below)
            below += card.height() + _GAP_PX
        height = below - _GAP_PX
        body = self._body.size()
        top = body.height() - self._above_px - _MARGIN_PX - height
        self.setGeometry(body.width() - WIDTH_PX - _MARGIN_PX, top, WIDTH_PX, height)
        self.raise_()


def _announce(widget: QWidget, text: str, *, urgent: bool) -> None:
    event = QAccessibleAnnouncementEvent(widget, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)
