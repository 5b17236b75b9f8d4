"""The steps at the left of the card: where one is, what is done, and a way to each (board first-run)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from desktop_app.first_run.first_run_model import STEPS, FirstRunState, Step
from desktop_app.fonts import font
from desktop_app.icons import paint_icon
from desktop_app.speech import Speech, SpokenLabel
from desktop_app.theme import current_theme
from desktop_app.typed_signal import TypedSignal
from desktop_app.window.rail import paint_mark

WIDTH_PX: Final = 288
_ENTRY: Final = QSize(232, 60)
_DISC: Final = QRectF(1, 1, 26, 26)


class StepEntry(QAbstractButton):
    """One step; pressing it goes there."""

    def __init__(self, speech: Speech, step: Step) -> None:
        super().__init__()
        self._speech, self._step = speech, step
        self._is_here = self._is_done = False
        self._note = ""
        self.setFixedSize(_ENTRY)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        speech.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        words = self._speech.words
        self.setText(words.say(f"first_run_step_{self._step}"))
        state = words.say("first_run_done") if self._is_done else words.say("first_run_here") if self._is_here else ""
        self.setAccessibleName(" · ".join(each for each in (self.text(), self._note, state) if each))
        self.update()

    def show_state(self, state: FirstRunState, note: str) -> None:
        """``note`` is what was chosen there."""
        self._is_here, self._is_done = state.step is self._step, self._step in state.done
        self._note = note
        self.retranslate()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return _ENTRY

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_disc(painter)
        if self._step is not STEPS[-1]:
            line = QColor(theme.line.control)
            line.setAlphaF(0.5)
            painter.setPen(QPen(line, 1))
            painter.drawLine(QPointF(14.5, 32), QPointF(14.5, 56))
        role = "primary" if self._is_here or self._is_done or self.underMouse() else "tertiary"
        painter.setPen(QColor(theme.ink(role)))
        painter.setFont(font("ui", 600) if self._is_here else font("ui"))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(41, 5, _ENTRY.width() - 41, 18), left, self.text())
        painter.setPen(QColor(theme.text.secondary))
        painter.setFont(font("caption"))
        room = _ENTRY.width() - 41
        note = painter.fontMetrics().elidedText(self._note, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(41, 23, room, 17), left, note)
        painter.end()

    def _paint_disc(self, painter: QPainter) -> None:
        theme = current_theme()
        painter.setPen(Qt.PenStyle.NoPen)
        if self._is_here:
            painter.setBrush(QColor(theme.accent.base))
            painter.drawEllipse(_DISC)
        elif self._is_done:
            painter.setBrush(QColor(theme.state["recognised"].soft))
            painter.drawEllipse(_DISC)
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.line.control), 1))
            painter.drawEllipse(_DISC.adjusted(0.5, 0.5, -0.5, -0.5))
        if self._is_done and not self._is_here:
            paint_icon(painter, "check", QRectF(7, 7, 14, 14), "recognised")
            return
        painter.setPen(QColor(theme.accent.on if self._is_here else theme.text.tertiary))
        painter.setFont(font("ui", 600))
        painter.drawText(_DISC, Qt.AlignmentFlag.AlignCenter, str(STEPS.index(self._step) + 1))


class StepList(QFrame):
    """``chosen`` says the step that was asked for."""

    chosen = TypedSignal(str)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH_PX)
        self.entries = {step: StepEntry(speech, step) for step in STEPS}
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 33, 28, 32)
        column.setSpacing(0)
        column.addWidget(_Header(speech))
        column.addSpacing(36)
        for step, entry in self.entries.items():
            entry.clicked.connect(lambda _=False, step=step: self.chosen.emit(step.value))
            column.addWidget(entry)
        column.addStretch(1)
        promise = SpokenLabel(speech, "first_run_promise", "caption", "tertiary")
        promise.setWordWrap(True)
        column.addWidget(promise)

    def show_state(self, state: FirstRunState, notes: dict[Step, str]) -> None:
        for step, entry in self.entries.items():
            entry.show_state(state, notes.get(step, ""))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """The left part of the card: its outer corners are round."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current_theme().surface.rail))
        painter.setClipRect(self.rect())
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0, 0, 20, 0), 13, 13)
        painter.end()


class _Header(QWidget):
    """The mark, the name, and what it is."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self.setFixedHeight(42)
        speech.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        theme, say = current_theme(), self._speech.words.say
        painter = QPainter(self)
        painter.save()
        painter.scale(40 / 36, 40 / 36)
        paint_mark(painter)
        painter.restore()
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(theme.text.primary))
        painter.setFont(font("title", 700))
        painter.drawText(QRectF(52, 0, self.width() - 52, 24), left, say("window_title"))
        painter.setPen(QColor(theme.text.secondary))
        painter.setFont(font("caption"))
        painter.drawText(QRectF(52, 24, self.width() - 52, 17), left, say("first_run_what"))
        painter.end()
