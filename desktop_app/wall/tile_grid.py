"""The tiles in a grid that changes only when a door is added or removed, never when one is lost (board.md 3)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.speech import Speech
from desktop_app.typed_signal import TypedSignal
from desktop_app.wall.door_slot import DoorSlot
from desktop_app.wall.tile import CameraTile
from desktop_app.wall.tile_model import Instant
from desktop_app.wall.wall_model import MAX_DOORS, Door, WallReport, grid_shape
from offload_server.household.records import EventRecord
from pipeline.reasons import PipelineReason
from pipeline.types import CameraId, EngineStatus, Observation, PersonId, Reason

_GAP_PX = 12
SMOOTH_TILES = 4
"""Smooth scaling costs twice as much from nine tiles on (gui-and-lan.md 2)."""
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class TileGrid(QWidget):
    """Draws what it is told; frames come through ``show_frames`` with the beat of the station.

    ``tool_used`` says "landmarks" or "curtain": both are for the whole wall.
    """

    tool_used = TypedSignal(str)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._slots: dict[CameraId, DoorSlot] = {}
        self._tiles: dict[CameraId, CameraTile] = {}
        self._names: dict[PersonId, str] = {}
        self._frames: Mapping[CameraId, Observation] = {}
        self._engine: EngineStatus | None = None
        self._filled: CameraId | None = None
        self._curtain = False
        self._landmarks = True
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP_PX)
        speech.changed.connect(self._speak)

    @property
    def tiles(self) -> tuple[CameraTile, ...]:
        """In the order of the wall."""
        return tuple(self._tiles.values())

    def show_report(self, report: WallReport) -> None:
        """Which doors there are, in their order; the others' tiles go."""
        doors = {door.camera_id: door for door in report.doors[:MAX_DOORS]}
        self._names = report.names
        changed = list(doors) != list(self._slots)
        for camera_id in [gone for gone in self._slots if gone not in doors]:
            del self._slots[camera_id]
            self._tiles.pop(camera_id).deleteLater()
        for camera_id, door in doors.items():
            self._know(camera_id, door)
        if changed:
            self._place(list(doors))
        self.show_frames(self._frames)

    def show_frames(self, frames: Mapping[CameraId, Observation]) -> None:
        """The newest observation of each camera; tiles without anything new are left alone."""
        self._frames = frames
        now = Instant.read()
        for camera_id, slot in self._slots.items():
            model = slot.look(frames.get(camera_id), self._names, now)
            if model is not None:
                self._tiles[camera_id].show_model(model)

    def show_engine(self, status: EngineStatus | None) -> None:
        """Whether anybody is compared."""
        self._engine = status
        for slot in self._slots.values():
            slot.pause(self._paused())

    def show_event(self, event: EventRecord) -> None:
        """A visit at one of the doors was decided."""
        if (slot := self._slots.get(event.camera_id)) is not None:
            slot.decided(event)

    def draw_curtain(self, drawn: bool) -> None:
        """Hide the pictures of all doors; watching goes on."""
        self._curtain = drawn
        for slot in self._slots.values():
            slot.draw_curtain(drawn)
        self.show_frames(self._frames)

    def show_landmarks(self, shown: bool) -> None:
        """The 68 points on every face."""
        self._landmarks = shown
        for tile in self._tiles.values():
            tile.set_landmarks_shown(shown)

    def fill(self, camera_id: CameraId) -> None:
        """One door takes the whole wall, or gives it back."""
        self._filled = None if self._filled == camera_id else camera_id
        self._lay_out()
        self._tiles[camera_id].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape and self._filled is not None:
            self.fill(self._filled)
            return
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not self._move_focus(*step):
            super().keyPressEvent(event)

    def _know(self, camera_id: CameraId, door: Door) -> None:
        slot = self._slots.get(camera_id)
        if slot is not None:
            slot.know(door)
            return
        slot = self._slots[camera_id] = DoorSlot(door)
        slot.pause(self._paused())
        slot.draw_curtain(self._curtain)
        tile = self._tiles[camera_id] = CameraTile(self._speech.words)
        tile.set_landmarks_shown(self._landmarks)
        tile.set_tools(True)
        tile.opened.connect(lambda: self.fill(camera_id))
        tile.curtain_lifted.connect(lambda: self.tool_used.emit("curtain"))
        tile.tool_used.connect(lambda name: self._use(name, camera_id))

    def _place(self, order: list[CameraId]) -> None:
        self._slots = {camera_id: self._slots[camera_id] for camera_id in order}
        self._tiles = {camera_id: self._tiles[camera_id] for camera_id in order}
        if self._filled not in self._tiles:
            self._filled = None
        self._lay_out()

    def _lay_out(self) -> None:
        shown = [tile for camera_id, tile in self._tiles.items() if self._filled in {None, camera_id}]
        columns, rows = grid_shape(len(shown))
        while self._grid.count():
            self._grid.takeAt(0)
        for tile in self._tiles.values():
            tile.setVisible(tile in shown)
        for number, tile in enumerate(shown):
            self._grid.addWidget(tile, number // columns, number % columns)
            tile.set_smooth(len(shown) <= SMOOTH_TILES)
        for index in range(max(self._grid.columnCount(), columns)):
            self._grid.setColumnStretch(index, 1 if index < columns else 0)
        for index in range(max(self._grid.rowCount(), rows)):
            self._grid.setRowStretch(index, 1 if index < rows else 0)

    def _move_focus(self, right: int, down: int) -> bool:
        if self._filled is not None:
            return False
        tiles = self.tiles
        here = next((number for number, tile in enumerate(tiles) if tile.hasFocus()), None)
        if here is None:
            return False
        columns, _ = grid_shape(len(tiles))
        column, row = here % columns + right, here // columns + down
        there = row * columns + column
        if not (0 <= column < columns and 0 <= there < len(tiles)):
            return False
        tiles[there].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _use(self, tool: str, camera_id: CameraId) -> None:
        if tool == "fill":
            self.fill(camera_id)
        else:
            self.tool_used.emit(tool)

    def _paused(self) -> Reason | None:
        if self._engine is None or self._engine.ready:
            return None
        return self._engine.problem or Reason.of(PipelineReason.ENGINE_LOADING)

    def _speak(self) -> None:
        for tile in self._tiles.values():
            tile.set_words(self._speech.words)
