"""Where the time goes between the lens and the answer, as one bar (board.md 3)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.speech import Speech, SpokenLabel
from desktop_app.theme import current_theme
from desktop_app.wall.full_decision import label
from desktop_app.wall.full_latency import Latency
from desktop_app.wall.full_words import latency_texts
from desktop_app.wall.tile_model import TileModel
from desktop_app.wall.tile_words import header_text

_BAR_PX: Final = 8
_NOT_OURS: Final = frozenset({"link", "wait"})
"""Parts in which nothing is computed: they take the track's quiet colour."""


class LatencyBar(QWidget):
    """The parts in the order of the way; the engine's in fading indigo."""

    def __init__(self) -> None:
        super().__init__()
        self._latency: Latency | None = None
        self.setFixedHeight(_BAR_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_latency(self, latency: Latency | None) -> None:
        self._latency = latency
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(470, _BAR_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        if self._latency is None or self._latency.total_ms <= 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        parts = [(part, each) for part, each in self._latency.parts_ms if each > 0]
        room, left, shade = self.width() - 2 * (len(parts) - 1), 0.0, 0
        for part, milliseconds in parts:
            wide = max(2.0, room * milliseconds / self._latency.total_ms)
            painter.setBrush(_colour(part, shade))
            painter.drawRoundedRect(QRectF(left, 0, wide, _BAR_PX), 2, 2)
            left += wide + 2
            shade += part not in _NOT_OURS
        painter.end()


def _colour(part: str, shade: int) -> QColor:
    theme = current_theme()
    if part in _NOT_OURS:
        return QColor(theme.surface.track)
    colour = QColor(theme.accent.base)
    colour.setAlphaF(max(0.35, 1.0 - 0.16 * shade))
    return colour


class LatencyCard(QFrame):
    """Light, door, picture and rate at the left; the bar at the right."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self._speech = speech
        self.light = _Light()
        self.door = label("caption")
        self.door.setStyleSheet("font-weight: 600;")
        self.figures = label("caption", "secondary")
        self.bar = LatencyBar()
        self.caption = SpokenLabel(speech, "full_lens_to_answer", role="caption", tone="tertiary")
        self.parts = label("caption", "secondary")
        self.parts.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.parts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.total = label("caption")
        self.total.setStyleSheet("font-weight: 600;")
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(8)
        for widget in (self.light, self.door, self.figures):
            line.addWidget(widget)
        line.addSpacing(16)
        line.addLayout(self._right(), stretch=1)

    def show_door(self, tile: TileModel, size_px: tuple[int, int] | None, latency: Latency | None) -> None:
        """The door's newest figures; none of a picture that is not live."""
        words = self._speech.words
        self.light.show_live(tile.is_live)
        self.door.setText(tile.name)
        live = latency if tile.is_live else None
        size = f"{size_px[0]}×{size_px[1]}" if size_px and tile.is_live else ""
        rate = f"{tile.fps:.1f} fps" if tile.fps is not None and tile.is_live else ""
        text = " · ".join(part for part in (size, rate) if part)
        self.figures.setText(text if tile.is_live else header_text(tile, words))
        self.bar.show_latency(live)
        self.caption.setVisible(live is not None)
        parts, total = latency_texts(live, words) if live is not None else ("", "")
        self.parts.setText(parts + (" ·" if parts else ""))
        self.total.setText(total)
        self.bar.setAccessibleName(words.say("full_lens_to_answer"))
        self.bar.setAccessibleDescription(f"{parts}, {total}")

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addStretch(1)
        column.addWidget(self.bar)
        below = QHBoxLayout()
        below.setSpacing(5)
        below.addWidget(self.caption)
        below.addWidget(self.parts, stretch=1)
        below.addWidget(self.total)
        column.addLayout(below)
        column.addStretch(1)
        return column


class _Light(QWidget):
    """Green while pictures come."""

    def __init__(self) -> None:
        super().__init__()
        self._is_live = False
        self.setFixedSize(8, 8)

    def show_live(self, is_live: bool) -> None:
        if is_live != self._is_live:
            self._is_live = is_live
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.state["recognised" if self._is_live else "stale"].mark))
        painter.drawEllipse(self.rect())
        painter.end()
