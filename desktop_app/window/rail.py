"""The left rail: the screens that exist, Settings at the bottom (board.md 2)."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QVBoxLayout, QWidget

from desktop_app.fonts import font
from desktop_app.icons import paint_icon
from desktop_app.speech import Speech
from desktop_app.theme import current_theme
from desktop_app.typed_signal import TypedSignal

_ITEM = QSize(76, 56)
_FILL = QRectF(6, 0, 64, 56)
_ICON_PX = 22


@dataclass(frozen=True, slots=True)
class RailItem:
    """A screen: its name in code, its word, its icon and its key."""

    name: str
    code: str
    icon: str
    key: str


class RailButton(QAbstractButton):
    """One screen; checked when it is shown."""

    def __init__(self, speech: Speech, item: RailItem) -> None:
        super().__init__()
        self._speech = speech
        self._item = item
        self.setCheckable(True)
        self.setFixedSize(_ITEM)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("focusRect", _FILL.toRect())
        self.setProperty("focusRadius", 10)
        speech.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        word = self._speech.words.say(self._item.code)
        self.setText(word)
        self.setAccessibleName(word)
        self.setToolTip(f"{word}  {self._item.key}")

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return _ITEM

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(QColor(theme.surface.selected if self.isChecked() else theme.surface.hover))
            painter.drawRoundedRect(_FILL, 10, 10)
        role = "accent" if self.isChecked() else "secondary"
        if self.isChecked():
            painter.setBrush(QColor(theme.accent.text))
            painter.drawRoundedRect(QRectF(-3, 14, 6, 28), 3, 3)
        paint_icon(painter, self._item.icon, QRectF(27, 8, _ICON_PX, _ICON_PX), role)
        painter.setPen(QColor(theme.ink(role)))
        painter.setFont(font("micro"))
        painter.drawText(QRectF(6, 33, 64, 16), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


class Mark(QWidget):
    """Munjigi's mark: a gate with somebody in it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(76, 48)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        painter = QPainter(self)
        painter.translate(20, 6)
        paint_mark(painter)
        painter.end()


def paint_mark(painter: QPainter) -> None:
    """Munjigi's mark, 36 x 36."""
    theme = current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent.base))
    painter.drawRoundedRect(QRectF(0, 0, 36, 36), 9, 9)
    ink = QColor(theme.accent.on)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, 2.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    eave = QPainterPath(QPointF(6, 10))
    eave.quadTo(QPointF(18, 6.5), QPointF(30, 10))
    painter.drawPath(eave)
    painter.drawLine(QPointF(10, 10), QPointF(10, 29))
    painter.drawLine(QPointF(26, 10), QPointF(26, 29))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(QPointF(18, 17.5), 3.2, 3.2)
    painter.drawRoundedRect(QRectF(13.5, 22.5, 9, 6.5), 3, 3)


class Rail(QFrame):
    """``chosen`` says the name of the screen that was asked for."""

    chosen = TypedSignal(str)

    def __init__(self, speech: Speech, top: tuple[RailItem, ...], bottom: tuple[RailItem, ...]) -> None:
        super().__init__()
        self.setProperty("surface", "rail")
        self.setFixedWidth(_ITEM.width())
        self._speech = speech
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 8)
        column.setSpacing(2)
        column.addWidget(Mark())
        column.addSpacing(4)
        for item in top:
            column.addWidget(self._made(item))
        column.addStretch(1)
        for item in bottom:
            column.addWidget(self._made(item))
        speech.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self._speech.words.say("window_navigation"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(current_theme().line.subtle))
        painter.end()

    def show_chosen(self, name: str) -> None:
        """Mark the screen that is shown."""
        self._buttons[name].setChecked(True)

    def button(self, name: str) -> RailButton:
        """The button of a screen."""
        return self._buttons[name]

    def _made(self, item: RailItem) -> RailButton:
        button = RailButton(self._speech, item)
        button.clicked.connect(lambda: self.chosen.emit(item.name))
        self._group.addButton(button)
        self._buttons[item.name] = button
        return button
