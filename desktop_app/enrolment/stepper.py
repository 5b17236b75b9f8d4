"""The seven steps in the top bar: done ones ticked, the present one named in the accent (board enrol)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.enrolment.enrolment_model import Step
from desktop_app.enrolment.words import STEP_CODES
from desktop_app.fonts import figure_font, font
from desktop_app.icons import paint_icon
from desktop_app.painting.marks import faded, pen
from desktop_app.speech import Speech
from desktop_app.theme import current_theme

_MARK_PX: Final = 16.0
_GAP_PX: Final = 6.0
_LINE_PX: Final = 14.0


class Stepper(QWidget):
    """Shows a step; where there is no room, only the present one is named."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._step = Step.PERSON
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        speech.changed.connect(self._describe)
        self._describe()

    def show_step(self, step: Step) -> None:
        if step is not self._step:
            self._step = step
            self._describe()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(round(self._width(named=True)), 24)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(round(self._width(named=False)), 24)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        named = self._width(named=True) <= self.width()
        x = 0.0
        for step in Step:
            if step is not Step.PERSON:
                line = faded(QColor(current_theme().line.control), 0.6)
                painter.fillRect(QRectF(x, self.height() // 2, _LINE_PX, 1), line)
                x += _LINE_PX + _GAP_PX
            x = self._paint_step(painter, step, x, named=named or step is self._step) + _GAP_PX
        painter.end()

    def _paint_step(self, painter: QPainter, step: Step, x: float, *, named: bool) -> float:
        top = (self.height() - _MARK_PX) / 2
        self._paint_mark(painter, step, QRectF(x, top, _MARK_PX, _MARK_PX))
        x += _MARK_PX
        if not named:
            return x
        text, face = self._word(step), font("caption", 600 if step is self._step else 400)
        wide = QFontMetricsF(face).horizontalAdvance(text)
        painter.setFont(face)
        painter.setPen(self._ink(step))
        painter.drawText(QRectF(x + _GAP_PX, 0, wide + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        return x + _GAP_PX + wide

    def _paint_mark(self, painter: QPainter, step: Step, at: QRectF) -> None:
        theme = current_theme()
        if step < self._step:
            paint_icon(painter, "check", at.adjusted(1, 1, -1, -1), "recognised")
            return
        is_now = step is self._step
        painter.setPen(Qt.PenStyle.NoPen if is_now else pen(QColor(theme.line.control), 1))
        painter.setBrush(QColor(theme.accent.base) if is_now else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setFont(figure_font("micro", 600 if is_now else 400))
        painter.setPen(QColor(theme.accent.on) if is_now else self._ink(step))
        painter.drawText(at, Qt.AlignmentFlag.AlignCenter, str(step + 1))

    def _ink(self, step: Step) -> QColor:
        theme = current_theme()
        if step is self._step:
            return QColor(theme.accent.text)
        return QColor(theme.text.secondary if step < self._step else theme.text.tertiary)

    def _word(self, step: Step) -> str:
        return self._speech.words.say(STEP_CODES[step])

    def _width(self, *, named: bool) -> float:
        metrics = QFontMetricsF(font("caption", 600))
        shown = [step for step in Step if named or step is self._step]
        words = sum(metrics.horizontalAdvance(self._word(step)) + _GAP_PX for step in shown)
        return len(Step) * (_MARK_PX + _GAP_PX) + (len(Step) - 1) * (_LINE_PX + _GAP_PX) + words

    def _describe(self) -> None:
        said = self._speech.words.say(
            "enrol_steps", number=self._step + 1, steps=len(Step), step=self._word(self._step)
        )
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.updateGeometry()
        self.update()
