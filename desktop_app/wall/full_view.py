"""One door at full size: the picture, where the time goes, and the evidence beside it (board.md 3, live-full)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_app.speech import Speech
from desktop_app.wall.full_decision import DecisionCard, EmptyCard
from desktop_app.wall.full_distances import DistancesCard
from desktop_app.wall.full_door import FullDoor
from desktop_app.wall.full_latency_card import LatencyCard
from desktop_app.wall.full_layout import full_places
from desktop_app.wall.full_model import FullModel
from desktop_app.wall.full_picture import FullPicture
from desktop_app.wall.full_quality import QualityCard
from desktop_app.wall.tile_layout import Rect
from desktop_app.wall.tile_model import TileModel
from pipeline.types import Observation, PersonId, TrackId

_PANEL_EVERY_S: Final = 0.2
"""The picture follows every frame; figures that change faster than this nobody reads."""
_Key = tuple[object, ...]


class FullView(QWidget):
    """Shows what ``show_door`` is told; ``left``: a double click or Enter, back to the wall.

    ``curtain_lifted``: the button on the drawn curtain.
    """

    left = Signal()
    curtain_lifted = Signal()

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._door = FullDoor()
        self._shown: tuple[TileModel, Observation | None, Mapping[PersonId, str]] | None = None
        self._panel_key: _Key = ()
        self._panel_at_s = 0.0
        self.picture = FullPicture(speech.words, self)
        self.latency = LatencyCard(speech)
        self.latency.setParent(self)
        self.decision = DecisionCard(speech)
        self.distances = DistancesCard(speech)
        self.quality = QualityCard(speech)
        self.empty = EmptyCard(speech)
        self.panel = self._make_panel()
        self._wire()

    def open_door(self) -> None:
        """Another door follows: nothing of the one before stays."""
        self._door = FullDoor()
        self._shown = None
        self._panel_key = ()

    def show_door(self, tile: TileModel, observation: Observation | None, names: Mapping[PersonId, str]) -> None:
        """Show the door's newest frame, which ``tile`` was made of."""
        self._shown = tile, observation, names
        model = self._door.look(tile, observation, names)
        self.picture.show_full(model)
        self._show_panel(model)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(1172, 704)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(700, 400)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        places = full_places(event.size().width(), event.size().height())
        for widget, at in ((self.picture, places.picture), (self.latency, places.latency), (self.panel, places.panel)):
            _put(widget, at)

    def _show_panel(self, model: FullModel) -> None:
        """At once when a decision or a face changes, else five times a second."""
        face, now_s = model.face, time.monotonic()
        key = (model.tile.state, face and (face.track_id, face.sign, face.name, face.count, len(face.reasons)))
        if key == self._panel_key and now_s - self._panel_at_s < _PANEL_EVERY_S:
            return
        self._panel_key, self._panel_at_s = key, now_s
        self.latency.show_door(model.tile, self._door.picture_size_px, self._door.latency)
        for card in (self.decision, self.distances, self.quality):
            card.setVisible(face is not None and (card is self.decision or face.quality is not None))
        self.empty.setVisible(face is None)
        if face is None:
            self.empty.show_model(model)
            return
        self.decision.show_model(model)
        if face.quality is not None:
            self.distances.show_face(face)
            self.quality.show_face(face)

    def _again(self) -> None:
        """The language, the chosen face or the theme is another one."""
        self._panel_key = ()
        if self._shown is not None:
            self.show_door(*self._shown)

    def _choose(self, track: int) -> None:
        self._door.choose(TrackId(track))
        self._again()

    def _step(self, by: int) -> None:
        if self._shown is not None:
            self._door.step(self._shown[0], by)
            self._again()

    def _speak(self) -> None:
        self.picture.set_words(self._speech.words)
        self.panel.setAccessibleName(self._speech.words.say("full_panel"))
        self._again()

    def _make_panel(self) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in (self.decision, self.distances, self.empty):
            column.addWidget(card)
        column.addWidget(self.quality, stretch=1)
        column.addStretch(0)
        panel = QScrollArea(self)
        panel.setWidget(inside)
        panel.setWidgetResizable(True)
        panel.setFrameShape(QFrame.Shape.NoFrame)
        panel.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return panel

    def _wire(self) -> None:
        self.picture.opened.connect(self.left.emit)
        self.picture.curtain_lifted.connect(self.curtain_lifted.emit)
        self.picture.face_chosen.connect(self._choose)
        self.picture.stepped.connect(self._step)
        self.decision.stepped.connect(self._step)
        self._speech.changed.connect(self._speak)
        self.panel.setAccessibleName(self._speech.words.say("full_panel"))


def _put(widget: QWidget, at: Rect) -> None:
    widget.setGeometry(round(at.x), round(at.y), round(at.width), round(at.height))
