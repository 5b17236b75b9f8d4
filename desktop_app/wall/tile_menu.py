"""The menu behind the dots of a tile: what its three tools do, with the keys that do the same."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop_app.icons import icon
from desktop_app.speech import Speech
from desktop_app.typed_signal import TypedSignal
from desktop_app.wall.tile_frame import TOOL_KEYS, TOOLS

_ABOUT_DOOR: Final = (("rename", "pencil"), ("forget", "trash"))


class TileMenu(QMenu):
    """``chosen`` says the name of a tool ("fill", "landmarks" or "curtain"), or "rename" or "forget"."""

    chosen = TypedSignal(str)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._actions: dict[str, QAction] = {}
        for name, icon_name in reversed(TOOLS):
            action = self._actions[name] = self.addAction(icon(icon_name), "")
            action.triggered.connect(lambda _=False, name=name: self.chosen.emit(name))
        self.addSeparator()
        for name, icon_name in _ABOUT_DOOR:
            action = self._actions[name] = self.addAction(icon(icon_name), "")
            action.triggered.connect(lambda _=False, name=name: self.chosen.emit(name))
        speech.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        for name, key in TOOL_KEYS.items():
            self._actions[name].setText(f"{self._speech.words.say(f'tile_tool_{name}')}\t{key}")
        for name, _ in _ABOUT_DOOR:
            self._actions[name].setText(self._speech.words.say(f"camera_{name}"))
        self.setAccessibleName(self._speech.words.say("tile_menu"))

    def action(self, name: str) -> QAction:
        """The entry of a tool."""
        return self._actions[name]
