"""What of a tile has to be painted again when it is shown another model; free of Qt.

A live wall costs what it paints: the header stands while its words do, and a look that finds nothing new paints
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop_app.wall.tile_model import TileFace, TileModel
from desktop_app.wall.tile_words import Chip, Message, chip_of, header_text, message_of
from resources.catalogue import Catalogue

FIGURES_MS: Final = 500
"""Rate and latency differ with every frame; nobody reads them faster than this."""


@dataclass(frozen=True, slots=True)
class Changed:
    """The parts that are to be painted again."""

    header: bool
    picture: bool


@dataclass(frozen=True, slots=True)
class _Head:
    """What a header says besides its figures."""

    name: str
    is_live: bool
    state: object
    chip: Chip | None


class TileChanges:
    """Compares each model with the one before. Times are ms of any steady clock."""

    def __init__(self) -> None:
        self.chip: Chip | None = None
        self.detail = ""
        self._head: _Head | None = None
        self._written_ms = float("-inf")
        self._message: Message | None = None
        self._before: TileModel | None = None

    def take(self, model: TileModel, words: Catalogue, now_ms: float) -> Changed:
        """``chip`` and ``detail`` are then what the header is to say."""
        message = message_of(model, words)
        before, self._before = self._before, model
        picture = before is None or message != self._message or _is_other(before, model)
        self._message = message
        return Changed(self._take_head(model, words, now_ms), picture)

    def _take_head(self, model: TileModel, words: Catalogue, now_ms: float) -> bool:
        head = _Head(model.name, model.is_live, model.state, chip_of(model, words))
        detail = header_text(model, words)
        if head == self._head and (detail == self.detail or now_ms - self._written_ms < FIGURES_MS):
            return False
        self._head, self.chip, self.detail, self._written_ms = head, head.chip, detail, now_ms
        return True


def _is_other(before: TileModel, model: TileModel) -> bool:
    if before.image is not model.image or before.state is not model.state or len(before.faces) != len(model.faces):
        return True
    return any(_face_key(old) != _face_key(new) for old, new in zip(before.faces, model.faces, strict=True))


def _face_key(face: TileFace) -> tuple[object, ...]:
    """Without the points: they come with a picture."""
    return face.track_id, face.box, face.sign, face.strip, face.name, face.other, face.reasons
