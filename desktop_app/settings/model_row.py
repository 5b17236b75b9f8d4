"""One model file as a line: whether it is there, what it is, and how far its fetch is (board first-run)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop_app.fonts import figure_font, font
from desktop_app.icons import paint_icon
from desktop_app.settings.model_words import ICONS, state_of, title_of
from desktop_app.settings.models_model import ModelFile, ModelsState, Presence
from desktop_app.settings.rows import line_between
from desktop_app.speech import Speech
from desktop_app.theme import current_theme

_HEIGHT_PX: Final = 51
_TEXT_X_PX: Final = 34


class ModelRow(QWidget):
    """A passive, painted view of one file."""

    def __init__(self, speech: Speech, file: ModelFile) -> None:
        super().__init__()
        self._speech = speech
        self.file = file
        self.setFixedHeight(_HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        speech.changed.connect(self._changed)
        self._changed()

    def show_file(self, file: ModelFile) -> None:
        if file != self.file:
            self.file = file
            self._changed()

    def texts(self) -> tuple[str, str]:
        """What it is, and what is known of it."""
        words = self._speech.words
        return title_of(self.file, words), state_of(self.file, words)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(320, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        theme = current_theme()
        title, state = self.texts()
        is_fetching = self.file.presence is Presence.FETCHING
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        name, role = ICONS[self.file.presence]
        paint_icon(painter, name, QRectF(0, (_HEIGHT_PX - 20) / 2, 20, 20), role)
        line = QRectF(_TEXT_X_PX, 4 if is_fetching else 0, self.width() - _TEXT_X_PX, 32 if is_fetching else _HEIGHT_PX)
        painter.setFont(font("ui"))
        painter.setPen(QColor(theme.text.primary))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(figure_font("caption"))
        painter.setPen(QColor(theme.ink("attack" if self.file.presence is Presence.DAMAGED else "secondary")))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, state)
        if is_fetching:
            self._paint_bar(painter)
        painter.end()

    def _paint_bar(self, painter: QPainter) -> None:
        theme = current_theme()
        track = QRectF(_TEXT_X_PX, 36, self.width() - _TEXT_X_PX, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.surface.track))
        painter.drawRoundedRect(track, 2, 2)
        if self.file.fraction > 0:
            painter.setBrush(QColor(theme.accent.base))
            painter.drawRoundedRect(
                QRectF(track.left(), track.top(), max(4.0, track.width() * self.file.fraction), 4), 2, 2
            )

    def _changed(self) -> None:
        self.setAccessibleName(" · ".join(self.texts()))
        self.update()


class ModelList(QWidget):
    """The files of one preset under each other."""

    def __init__(self, speech: Speech, state: ModelsState, preset: str) -> None:
        super().__init__()
        self.rows = {file.name: ModelRow(speech, file) for file in state.of(preset)}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in self.rows.values():
            column.addWidget(row)
            column.addWidget(line_between())

    def show_state(self, state: ModelsState) -> None:
        for file in state.files:
            if file.name in self.rows:
                self.rows[file.name].show_file(file)
