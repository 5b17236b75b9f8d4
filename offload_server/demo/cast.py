"""Who walks up to which door in the demo, and in which piece of which clip. Nothing here reads a file.

A clip is known by its name in the weights' manifest, or by the name of its file in the developers' folder. What is
shown at a door is never what a person was enrolled from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is to be seen between ``left`` and ``right`` (fractions of the width); None is a stranger."""

    role: str | None
    left: float = 0.0
    right: float = 1.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a clip: ``start`` and ``end`` as fractions of its length; ``crop`` = left and right as fractions.

    ``turns`` plays it forwards and backwards that often in all (1 = forwards once): the only way to make two seconds
    of a face last for a visit without showing a jump.
    """

    clip: str
    start: float
    end: float
    turns: int = 1
    crop: tuple[float, float] = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Appearance:
    """One visit at a door: a piece of footage and who is in it."""

    piece: Piece
    present: tuple[Presence, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """A camera of the demo; ``name_code`` is what the catalogue calls it."""

    key: str
    name_code: str
    appearances: tuple[Appearance, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody to enrol, from ``pictures`` pictures spread over ``piece``."""

    role: str
    name_code: str
    piece: Piece
    pictures: int = 6


@dataclass(frozen=True, slots=True)
class Programme:
    """A whole demo."""

    members: tuple[Member, ...]
    doors: tuple[Door, ...]

    def clips(self) -> tuple[str, ...]:
        """The names of all clips, each once."""
        pieces = [member.piece for member in self.members]
        pieces += [appearance.piece for door in self.doors for appearance in door.appearances]
        return tuple(dict.fromkeys(piece.clip for piece in pieces))


STRANGER: Final = Appearance(Piece("clip-single-face", 0.0, 1.0, turns=2), (Presence(None),))
CAR_STRANGER: Final = Appearance(Piece("clip-carphone", 0.0, 1.0), (Presence(None),))
"""In its own 176 x 144 px the face is hardly over the floor; ``transcoding`` enlarges every small piece."""

MINJI: Final = Member("minji", "demo_person_one", Piece("clip-wolfgang-langer", 0.4, 0.5))
"""The end of the clip's first half; before it she cries, and covers her face with a hand."""
MINJI_AT_FRONT: Final = Appearance(Piece("clip-wolfgang-langer", 0.75, 1.0), (Presence("minji"),))
MINJI_AT_GATE: Final = Appearance(Piece("clip-wolfgang-langer", 0.5, 0.75), (Presence("minji"),))

HAEUN: Final = Member("haeun", "demo_person_two", Piece("head-pose-face-detection-female.gif", 0.0, 1.0))
"""The woman of Intel's clips (CC BY 4.0): enrolled from one of them, met in another."""
HAEUN_WALKS_UP: Final = Appearance(
    Piece("face-demographics-walking-and-pause.gif", 0.35, 1.0, turns=2, crop=(0.05, 0.35)), (Presence("haeun"),)
)


def programme(*, shared: bool) -> Programme:
    """The wheel-only cast, and with ``shared`` one person more from the developers' clips."""
    front = (STRANGER, MINJI_AT_FRONT)
    gate = (MINJI_AT_GATE, CAR_STRANGER)
    if not shared:
        return Programme((MINJI,), (Door("front", "demo_front_door", front), Door("gate", "demo_garden_gate", gate)))
    doors = (
        Door("front", "demo_front_door", front),
        Door("gate", "demo_garden_gate", (MINJI_AT_GATE, HAEUN_WALKS_UP, CAR_STRANGER)),
    )
    return Programme((MINJI, HAEUN), doors)


SHARED_CLIPS: Final = tuple(name for name in programme(shared=True).clips() if name.endswith(".gif"))
"""What lies in the folder ``video`` of the developers' folder and in no wheel."""
