"""What the full view of one door tells of the face in it; free of Qt and of any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop_app.painting.strip_model import (
    Mark,
    Sign,
    StripForm,
    StripModel,
    provisional_strip,
    unit_text,
)
from desktop_app.wall.tile_model import TileFace, TileModel, TileState
from pipeline.types import (
    Comparison,
    ObservedFace,
    PersonId,
    Quality,
    Reason,
    TrackId,
    UInt8Array,
    VisitProgress,
)


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
        _strip(tile_face, observed, names),
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
    return FullFace(face.track_id, face.number, face.count, Sign.STALE, strip, face.name)


def _strip(tile_face: TileFace, observed: ObservedFace, names: Mapping[PersonId, str]) -> StripModel:
    """While a visit gathers: the mean of its crops, and how far they lie apart."""
    progress = observed.progress
    if tile_face.strip.form is not StripForm.PROVISIONAL or progress is None:
        return tile_face.strip
    mean = progress.evidence.comparison or observed.comparison
    if mean is None or mean.nearest is None:
        return tile_face.strip
    return provisional_strip(mean, names, spread_of(progress, mean.nearest.person_id))


def spread_of(progress: VisitProgress, person_id: PersonId) -> tuple[float, float] | None:
    """From the nearest to the farthest of the kept crops to one person; None for fewer than two."""
    distances = crop_distances(progress, person_id)
    known = [each for each in distances if each is not None]
    return (min(known), max(known)) if len(known) > 1 else None


def crop_distances(progress: VisitProgress, person_id: PersonId | None) -> tuple[float | None, ...]:
    """How far each kept crop alone is from one person."""
    return tuple(_distance_to(crop.comparison, person_id) for crop in progress.evidence.kept)


def _distance_to(comparison: Comparison, person_id: PersonId | None) -> float | None:
    found = (each.distance for each in comparison.candidates if each.person_id == person_id)
    return next(found, None)


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
