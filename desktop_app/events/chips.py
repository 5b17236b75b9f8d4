"""Counters that filter when they are pressed; as many as there is room for, the most worrying first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop_app.fonts import figure_font
from desktop_app.icons import paint_icon
from desktop_app.painting.strip_model import SIGN_OF_VERDICT
from desktop_app.speech import Speech
from desktop_app.theme import current_theme
from desktop_app.typed_signal import TypedSignal
from pipeline.types import Verdict

_ORDER: Final = (
    Verdict.UNCERTAIN,
    Verdict.ATTACK_SUSPECTED,
    Verdict.UNKNOWN,
    Verdict.POOR_VIEW,
    Verdict.RECOGNISED,
)
_HEIGHT_PX: Final = 22
_TOUCH_PX: Final = 32
_GAP_PX: Final = 8


class CountChip(QAbstractButton):
    """Icon, word and number of one decision; checked while it filters."""

    def __init__(self, speech: Speech, verdict: Verdict) -> None:
        super().__init__()
        self._speech = speech
        self.verdict = verdict
        self._count = 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        speech.changed.connect(self._speak)
        self._speak()

    def show_count(self, count: int) -> None:
        """How many there are."""
        self._count = count
        self._speak()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(
            8 + 14 + 6 + QFontMetrics(figure_font("caption", 600)).horizontalAdvance(self.text()) + 10, _TOUCH_PX
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        theme, sign = current_theme(), SIGN_OF_VERDICT[self.verdict]
        colours = theme.state[sign]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(0.75, (self.height() - _HEIGHT_PX) / 2, self.width() - 1.5, _HEIGHT_PX)
        painter.setPen(QPen(QColor(colours.mark), 1.5) if self.isChecked() or self.underMouse() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.soft))
        painter.drawRoundedRect(body, _HEIGHT_PX / 2, _HEIGHT_PX / 2)
        icon_at = QRectF(8, (self.height() - 14) / 2, 14, 14)
        paint_icon(painter, "x" if self.isChecked() else theme.state_icon[sign], icon_at, sign)
        painter.setPen(QColor(colours.mark))
        painter.setFont(figure_font("caption", 600))
        painter.drawText(body.adjusted(26, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()

    def _speak(self) -> None:
        code = "events_chip_attack" if self.verdict is Verdict.ATTACK_SUSPECTED else f"verdict_{self.verdict.lower()}"
        decision = self._speech.words.say(code)
        self.setText(f"{decision} {self._count:,}")
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()


class CountChips(QWidget):
    """``pressed`` gives the decision to filter by, or None when the filter was pressed away."""

    pressed = TypedSignal(object)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self.chips = {verdict: CountChip(speech, verdict) for verdict in _ORDER}
        self._counts: Mapping[Verdict, int] = {}
        for verdict, chip in self.chips.items():
            chip.setParent(self)
            chip.clicked.connect(lambda checked, verdict=verdict: self.pressed.emit(verdict if checked else None))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        speech.changed.connect(self._lay_out)

    def show_counts(self, counts: Mapping[Verdict, int], chosen: Verdict | None) -> None:
        """How many of each, and which one filters."""
        self._counts = counts
        for verdict, chip in self.chips.items():
            chip.show_count(counts.get(verdict, 0))
            chip.setChecked(verdict is chosen)
        self._lay_out()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(200, _TOUCH_PX)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(0, _TOUCH_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """From the left; the one that filters is always there, a counter of nothing is not."""
        left = 0
        checked_first = sorted(self.chips, key=lambda verdict: not self.chips[verdict].isChecked())
        for verdict in checked_first:
            chip = self.chips[verdict]
            width = chip.sizeHint().width()
            fits = left + width <= self.width()
            chip.setVisible(fits and (chip.isChecked() or self._counts.get(verdict, 0) > 0))
            if not chip.isHidden():
                chip.setGeometry(left, 0, width, _TOUCH_PX)
                left += width + _GAP_PX
