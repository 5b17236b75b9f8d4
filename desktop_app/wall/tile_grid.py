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
from desktop_app.wall.tile_menu import TileMenu
from desktop_app.wall.tile_model import Instant, TileModel
from desktop_app.wall.wall_model import MAX_DOORS, Door, WallReport, grid_shape
from offload_server.household.records import EventRecord
from pipeline.reasons import PipelineReason
from pipeline.types import CameraId, EngineStatus, Observation, PersonId, Reason

_GAP_PX = 12
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class TileGrid(QWidget):
    """Draws what it is told; frames come through ``show_frames`` with the beat of the station.

    ``opened`` says which door is to be shown full size; ``curtains_changed`` whether the pictures of all doors are
    hidden now, ``door_asked`` what is to be done about which ``Door`` ("rename", "forget").
    """

    opened = TypedSignal(str)
    curtains_changed = TypedSignal(bool)
    door_asked = TypedSignal(tuple)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._slots: dict[CameraId, DoorSlot] = {}
        self._tiles: dict[CameraId, CameraTile] = {}
        self._names: dict[PersonId, str] = {}
        self._frames: Mapping[CameraId, Observation] = {}
        self._engine: EngineStatus | None = None
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
        """Hide the pictures of all doors, and of those that come, or show them; watching goes on."""
        self._curtain = drawn
        for slot in self._slots.values():
            slot.draw_curtain(drawn)
        self.show_frames(self._frames)

    def draw_curtain_of(self, camera_id: CameraId, drawn: bool) -> None:
        """Hide the picture of one door, or show it."""
        self._slots[camera_id].draw_curtain(drawn)
        self.show_frames(self._frames)
        self.curtains_changed.emit(all(slot.is_curtained for slot in self._slots.values()))

    def slot_of(self, camera_id: CameraId) -> DoorSlot | None:
        """What is known of one door; None when it is not on the wall."""
        return self._slots.get(camera_id)

    def tile_of(self, camera_id: CameraId) -> CameraTile | None:
        """The tile of one door; None when it is not on the wall."""
        return self._tiles.get(camera_id)

    def look_at(self, camera_id: CameraId, frames: Mapping[CameraId, Observation]) -> TileModel | None:
        """The tile of one door alone, while the others are not seen; None when it would be the same as before."""
        self._frames = frames
        slot = self._slots[camera_id]
        model = slot.look(frames.get(camera_id), self._names, Instant.read())
        if model is not None:
            self._tiles[camera_id].show_model(model)
        return model

    @property
    def names(self) -> Mapping[PersonId, str]:
        """The household's, as they were last reported."""
        return self._names

    def show_landmarks(self, shown: bool) -> None:
        """The 68 points on every face."""
        self._landmarks = shown
        for tile in self._tiles.values():
            tile.set_landmarks_shown(shown)

    def focus_on(self, camera_id: CameraId) -> None:
        """Give the keyboard to one door's tile."""
        if (tile := self._tiles.get(camera_id)) is not None:
            tile.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
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
        menu = TileMenu(self._speech)
        tile.set_menu(menu)
        tile.destroyed.connect(menu.deleteLater)
        tile.opened.connect(lambda: self.opened.emit(camera_id))
        tile.curtain_lifted.connect(lambda: self._use("curtain", camera_id))
        tile.tool_used.connect(lambda name: self._use(name, camera_id))
        menu.chosen.connect(lambda name: self._use(name, camera_id))

    def _place(self, order: list[CameraId]) -> None:
        self._slots = {camera_id: self._slots[camera_id] for camera_id in order}
        self._tiles = {camera_id: self._tiles[camera_id] for camera_id in order}
        self._lay_out()

    def _lay_out(self) -> None:
        columns, rows = grid_shape(len(self._tiles))
        while self._grid.count():
            self._grid.takeAt(0)
        for number, tile in enumerate(self._tiles.values()):
            self._grid.addWidget(tile, number // columns, number % columns)
        for index in range(max(self._grid.columnCount(), columns)):
            self._grid.setColumnStretch(index, 1 if index < columns else 0)
        for index in range(max(self._grid.rowCount(), rows)):
            self._grid.setRowStretch(index, 1 if index < rows else 0)

    def _move_focus(self, right: int, down: int) -> bool:
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
            self.opened.emit(camera_id)
        elif tool == "curtain":
            self.draw_curtain_of(camera_id, not self._slots[camera_id].is_curtained)
        elif tool in {"rename", "forget"}:
            self.door_asked.emit((tool, self._slots[camera_id].door))
        else:
            tile = self._tiles[camera_id]
            tile.set_landmarks_shown(not tile.landmarks_shown)

    def _paused(self) -> Reason | None:
        if self._engine is None or self._engine.ready:
            return None
        return self._engine.problem or Reason.of(PipelineReason.ENGINE_LOADING)

    def _speak(self) -> None:
        for tile in self._tiles.values():
            tile.set_words(self._speech.words)
