"""A distance strip as a widget, for panels and reports; in tables a delegate paints it and nothing moves."""

from __future__ import annotations

import time
from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, QTimerEvent
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.painting.beat import Beat
from desktop_app.painting.glide import Glide
from desktop_app.painting.strip import (
    COMPACT_HEIGHT_PX,
    FULL_HEIGHT_PX,
    FULL_TWO_LANES_HEIGHT_PX,
    paint_strip,
)
from desktop_app.painting.strip_model import StripModel
from desktop_app.painting.strip_words import labelled, sentence
from desktop_app.theme import current_theme
from resources.catalogue import Catalogue


class StripWidget(QWidget):
    """Shows a model; the disc glides to a new distance of the same person.

    ``ground`` is the surface that it lies on. Its accessible description is the strip's sentence.
    """

    def __init__(
        self, words: Catalogue, *, full: bool = False, ground: str = "card", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words, self._is_full, self._ground = words, full, ground
        self._model: StripModel | None = None
        self._glide = Glide(current_theme().motion_ms["marker"])
        self._beat = Beat(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_model(self, model: StripModel) -> None:
        """Show ``model`` from the next paint on."""
        self._model = labelled(model, self._words) if self._is_full else model
        if model.nearest is not None:
            self._glide.aim(model.nearest.person_id, model.nearest.distance, _now_ms())
        if self._glide.moves(_now_ms()):
            self._beat.start()
        self.setAccessibleDescription(sentence(model, self._words))
        self.updateGeometry()
        self.update()

    def set_words(self, words: Catalogue) -> None:
        """Speak another language."""
        self._words = words
        if self._model is not None:
            self.show_model(self._model)

    @property
    def is_moving(self) -> bool:
        """Whether the disc still glides."""
        return self._beat.is_active

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's
        if not self._is_full:
            return QSize(188, COMPACT_HEIGHT_PX)
        two = self._model is not None and self._model.second is not None
        return QSize(354, FULL_TWO_LANES_HEIGHT_PX if two else FULL_HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(200 if self._is_full else 64, self.sizeHint().height())

    def timerEvent(self, event: QTimerEvent) -> None:  # noqa: N802 - Qt's
        if not self._beat.struck(event):
            super().timerEvent(event)
            return
        if not self._glide.moves(_now_ms()):
            self._beat.stop()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        if self._model is None:
            return
        painter = QPainter(self)
        paint_strip(painter, QRectF(self.rect()), self._shown(self._model), current_theme(), self._ground)
        painter.end()

    def _shown(self, model: StripModel) -> StripModel:
        now_ms = _now_ms()
        if model.nearest is None or not self._glide.moves(now_ms):
            return model
        return replace(model, nearest=replace(model.nearest, distance=self._glide.at(now_ms)))


def _now_ms() -> float:
    return time.monotonic() * 1000
