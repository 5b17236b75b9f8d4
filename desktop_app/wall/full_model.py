"""What the full view of one door tells of the face in it; free of Qt and of any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop_app.painting.strip_model import Mark, Sign, StripForm, StripModel, unit_text
from desktop_app.wall.tile_model import TileFace, TileModel, TileState
from pipeline.types import ObservedFace, PersonId, Quality, Reason, TrackId, UInt8Array, VisitProgress


@dataclass(frozen=True, slots=True)
class Distances:
    """Everybody compared, nearest first; ``crops`` is how many were averaged, 0 for this picture alone."""

    people: tuple[Mark, ...]
    threshold: float
    unit: str
    crops: int


@dataclass(frozen=True, slots=True, eq=False)
class FullFace:
    """One face with all that is known of it. ``number`` of ``count`` faces in view counts from 1, nearest first.

    ``aligned`` is the newest crop that the network saw (uint8 [side, side, 3], BGR). ``sign`` None: still gathering.
    """

    track_id: TrackId
    number: int
    count: int
    sign: Sign | None
    strip: StripModel
    name: str = ""
    other: str = ""
    reasons: tuple[Reason, ...] = ()
    quality: Quality | None = None
    aligned: UInt8Array | None = None
    progress: VisitProgress | None = None
    distances: Distances | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FullModel:
    """The door's tile, and the face that the panel tells of; None when there is nobody, or nothing may be shown."""

    tile: TileModel
    face: FullFace | None = None

    @property
    def shows_pictures(self) -> bool:
        """Behind a curtain no picture is shown: neither the door's nor a crop of it."""
        return self.tile.state is not TileState.CURTAIN


def full_face(
    tile_face: TileFace,
    observed: ObservedFace,
    names: Mapping[PersonId, str],
    place: tuple[int, int],
    aligned: UInt8Array | None,
) -> FullFace:
    """``tile_face`` with what ``observed`` adds; ``place`` is its number and how many there are."""
    return FullFace(
        tile_face.track_id,
        *place,
        tile_face.sign,
        tile_face.strip,
        tile_face.name,
        tile_face.other,
        tile_face.reasons,
        observed.quality,
        observed.aligned.image if observed.aligned is not None else aligned,
        observed.progress,
        _distances(tile_face, observed, names),
    )


def as_it_was(face: FullFace, age_s: float) -> FullFace:
    """``face`` of a picture that is not live any more: the strip's outline and its age, nothing else."""
    strip = face.strip
    if strip.nearest is None or strip.form in {StripForm.GAUGE, StripForm.NOBODY}:
        strip = StripModel(Sign.STALE, StripForm.NOBODY, strip.threshold)
    else:
        strip = replace(strip, sign=Sign.STALE, form=StripForm.STALE, spread=None, band=None, second=None, age_s=age_s)
    name = face.name if face.sign is Sign.RECOGNISED else ""  # of an unknown visitor it is the nearest person's
    return FullFace(face.track_id, face.number, face.count, Sign.STALE, strip, name)


def _distances(tile_face: TileFace, observed: ObservedFace, names: Mapping[PersonId, str]) -> Distances | None:
    """The mean of the visit's crops once it was compared; before that this look, if it is good enough to be one."""
    progress = observed.progress
    comparison, crops = observed.comparison, 0
    if tile_face.sign is Sign.POOR_VIEW:
        comparison = None
    if progress is not None and progress.evidence.comparison is not None:
        comparison, crops = progress.evidence.comparison, progress.evidence.averaged
    if comparison is None or not comparison.candidates or tile_face.strip.form is StripForm.NOBODY:
        return None
    people = tuple(Mark(each.person_id, names.get(each.person_id, ""), each.distance) for each in comparison.candidates)
    return Distances(people, comparison.threshold.distance, unit_text(comparison.threshold.unit), crops)
