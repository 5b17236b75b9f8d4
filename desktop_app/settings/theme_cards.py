"""Three small pictures of the window, one a theme (board settings)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from desktop_app.fonts import font
from desktop_app.speech import Speech
from desktop_app.theme import THEME_CHOICES, ThemeChoice, current_theme, theme_named
from desktop_app.tokens import ThemeName
from desktop_app.typed_signal import TypedSignal

_CARD: Final = QRectF(1, 1, 102, 62)
_SIZE: Final = QSize(104, 88)
_SHOWN: Final[dict[ThemeChoice, tuple[ThemeName, ...]]] = {
    "system": ("light", "dark"),
    "dark": ("dark",),
    "light": ("light",),
}


class ThemeCard(QAbstractButton):
    """One theme; checked when it is chosen."""

    def __init__(self, speech: Speech, choice: ThemeChoice) -> None:
        super().__init__()
        self._speech = speech
        self._choice = choice
        self.setCheckable(True)
        self.setFixedSize(_SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("focusRadius", 8)
        speech.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(self._speech.words.say(f"settings_theme_{self._choice}"))
        self.setAccessibleName(self.text())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return _SIZE

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPainterPath()
        frame.addRoundedRect(_CARD, 8, 8)
        painter.save()
        painter.setClipPath(frame)
        shown = _SHOWN[self._choice]
        width = _CARD.width() / len(shown)
        for number, name in enumerate(shown):
            _paint_window(painter, QRectF(_CARD.left() + number * width, _CARD.top(), width, _CARD.height()), name)
        painter.restore()
        edge = theme.accent.base if self.isChecked() else theme.line.control if self.underMouse() else theme.line.subtle
        painter.setPen(QPen(QColor(edge), 2))
        painter.drawPath(frame)
        painter.setPen(QColor(theme.ink("accent" if self.isChecked() else "secondary")))
        painter.setFont(font("caption", 600) if self.isChecked() else font("caption"))
        painter.drawText(QRectF(0, 68, 104, 18), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


def _paint_window(painter: QPainter, at: QRectF, name: ThemeName) -> None:
    """A rail, a card and the green of somebody who was recognised."""
    theme = theme_named(name)
    painter.fillRect(at, QColor(theme.surface.window))
    painter.fillRect(QRectF(at.left(), at.top(), 14, at.height()), QColor(theme.surface.rail))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.surface.raised))
    inside = QRectF(at.left() + 20, at.top() + 8, at.width() - 26, 22)
    painter.drawRoundedRect(inside, 4, 4)
    painter.setBrush(QColor(theme.state["recognised"].mark))
    painter.drawRoundedRect(QRectF(inside.left(), inside.bottom() + 6, inside.width() * 0.7, 4), 2, 2)


class ThemeCards(QWidget):
    """``chosen`` says the name of the theme that was pressed."""

    chosen = TypedSignal(str)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._cards = {choice: ThemeCard(speech, choice) for choice in THEME_CHOICES}
        self._group = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 6, 0, 0)
        line.setSpacing(12)
        for choice in ("system", "dark", "light"):
            card = self._cards[choice]
            card.clicked.connect(lambda _=False, choice=choice: self.chosen.emit(choice))
            self._group.addButton(card)
            line.addWidget(card)

    def show_choice(self, choice: ThemeChoice) -> None:
        """Mark the theme in force."""
        self._cards[choice].setChecked(True)

    def card(self, choice: ThemeChoice) -> ThemeCard:
        """The card of a theme."""
        return self._cards[choice]
