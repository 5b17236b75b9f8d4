"""Clips into folders of JPEGs that a Pi can play, made once and kept in the cache.

A folder is named by a hash of all that went into it (clips by SHA-256, pieces, rate, width, version of this file). It
is written beside its place and renamed into it, and is therefore whole or absent.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from offload_server.demo import transcoding
from offload_server.demo.cast import Door, Member, Presence
from weights.digest import sha256_of_file

GAP_S: Final = 4.0
"""Without a face between two appearances: a visit closes after 3 s out of sight, and a second is room for delays."""
LEAD_IN_S: Final = 1.0
"""Before the first face, so that no visit begins in the middle of an appearance."""
_FRAMES: Final = "frames"
_INDEX: Final = "index.json"


@dataclass(frozen=True, slots=True)
class Film:
    """What one camera plays: a folder of numbered JPEGs, and who is in each of them, by SHA-256 of the file."""

    folder: Path
    present: Mapping[str, tuple[Presence, ...]]


def film(door: Door, clips: Mapping[str, Path], cache: Path) -> Film:
    """The film of ``door``; ``clips`` maps names of clips to files. DemoError when a clip cannot be read."""
    folder = _made_once(cache, "film", asdict(door), clips, lambda target: _shoot(door, clips, target))
    present: dict[str, tuple[Presence, ...]] = {}
    for name, appearance in json.loads((folder / _INDEX).read_text()).items():
        digest = hashlib.sha256((folder / _FRAMES / name).read_bytes()).hexdigest()
        present[digest] = () if appearance is None else door.appearances[appearance].present
    return Film(folder / _FRAMES, present)


def enrolment_pictures(member: Member, clips: Mapping[str, Path], cache: Path) -> tuple[bytes, ...]:
    """``member.pictures`` JPEGs spread evenly over the member's piece. DemoError when the clip cannot be read."""
    folder = _made_once(cache, "enrolment", asdict(member), clips, lambda target: _portray(member, clips, target))
    return tuple(file.read_bytes() for file in sorted((folder / _FRAMES).glob("*.jpg")))


def _shoot(door: Door, clips: Mapping[str, Path], target: Path) -> dict[str, int | None]:
    """Write the frames of ``door``; which appearance (None: nobody) each file belongs to."""
    nobody = transcoding.empty_doorway()
    script: list[tuple[bytes, int | None]] = [(nobody, None)] * _frames_in(LEAD_IN_S)
    for number, appearance in enumerate(door.appearances):
        piece = appearance.piece
        script += [(jpeg, number) for jpeg in transcoding.jpegs(clips[piece.clip], piece)]
        script += [(nobody, None)] * _frames_in(GAP_S)
    return {_write(target, place, jpeg): number for place, (jpeg, number) in enumerate(script)}


def _portray(member: Member, clips: Mapping[str, Path], target: Path) -> dict[str, int | None]:
    frames = transcoding.jpegs(clips[member.piece.clip], member.piece)
    step = (len(frames) - 1) / max(member.pictures - 1, 1)
    return {_write(target, place, frames[round(place * step)]): 0 for place in range(member.pictures)}


def _frames_in(seconds: float) -> int:
    return round(seconds * transcoding.FRAMES_PER_SECOND)


def _write(folder: Path, place: int, jpeg: bytes) -> str:
    name = f"{place:05d}.jpg"
    (folder / name).write_bytes(jpeg)
    return name


def _made_once(
    cache: Path,
    kind: str,
    recipe: Mapping[str, object],
    clips: Mapping[str, Path],
    make: Callable[[Path], dict[str, int | None]],
) -> Path:
    """The folder of ``recipe``: found whole in ``cache``, or made beside its place and renamed."""
    target = cache / f"{kind}-{_key(recipe, clips)}"
    if _is_whole(target):
        return target
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{kind}-", dir=cache, ignore_cleanup_errors=True) as temporary:
        made = Path(temporary) / "made"
        (made / _FRAMES).mkdir(parents=True)
        (made / _INDEX).write_text(json.dumps(make(made / _FRAMES)))
        if target.exists():  # frames of it were deleted by hand, or another demo was quicker
            target.rename(Path(temporary) / "replaced")
        made.rename(target)
    return target


def _is_whole(folder: Path) -> bool:
    """Nobody took a file out of it; renaming made it whole, cleaners of caches need not respect that."""
    try:
        index = json.loads((folder / _INDEX).read_text())
    except (OSError, ValueError):
        return False
    return all((folder / _FRAMES / name).is_file() for name in index)


def _key(recipe: Mapping[str, object], clips: Mapping[str, Path]) -> str:
    text = json.dumps(recipe, sort_keys=True)
    used = {name: sha256_of_file(file) for name, file in clips.items() if f'"{name}"' in text}
    whole = json.dumps([text, used, transcoding.RECIPE, GAP_S, LEAD_IN_S], sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]
