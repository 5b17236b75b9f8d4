"""What the full view keeps between two frames: whose face it tells of, and the last crops. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop_app.wall.full_latency import Latency, LatencyMeter
from desktop_app.wall.full_model import FullFace, FullModel, as_it_was, full_face
from desktop_app.wall.tile_model import TileModel, TileState
from pipeline.types import Observation, ObservedFace, PersonId, TrackId, UInt8Array

_LIVE: Final = (TileState.LIVE, TileState.PAUSED, TileState.CURTAIN)


class FullDoor:
    """One door, as long as it is shown full size."""

    def __init__(self) -> None:
        self._observation: Observation | None = None
        self._latency = LatencyMeter()
        self._crops: dict[TrackId, UInt8Array] = {}
        self._chosen: TrackId | None = None
        self._shown: FullFace | None = None

    @property
    def latency(self) -> Latency | None:
        """Of the last second."""
        return self._latency.latency

    @property
    def picture_size_px(self) -> tuple[int, int] | None:
        """Width and height as the camera sends them."""
        image = self._observation.image if self._observation is not None else None
        return None if image is None else (int(image.shape[1]), int(image.shape[0]))

    def look(self, tile: TileModel, observation: Observation | None, names: Mapping[PersonId, str]) -> FullModel:
        """The view of ``tile``, which was made of ``observation``."""
        if observation is not None and observation is not self._observation:
            self._observation = observation
            self._latency.saw(observation)
            self._keep_crops(observation)
        if tile.state is TileState.STALE and self._shown is not None:
            return FullModel(tile, as_it_was(self._shown, tile.age_s or 0.0))
        self._shown = self._face(tile, names) if tile.state in _LIVE else None
        return FullModel(tile, self._shown)

    def choose(self, track_id: TrackId) -> None:
        """Tell of this face, as long as it is in view."""
        self._chosen = track_id

    def step(self, tile: TileModel, by: int) -> None:
        """Tell of the next face, or the one before."""
        tracks = [face.track_id for face in tile.faces]
        if self._shown is not None and self._shown.track_id in tracks:
            self._chosen = tracks[(tracks.index(self._shown.track_id) + by) % len(tracks)]

    def _face(self, tile: TileModel, names: Mapping[PersonId, str]) -> FullFace | None:
        """The chosen face while it is in view, else the one nearest to the camera."""
        if self._observation is None or not tile.faces:
            return None
        observed: dict[TrackId, ObservedFace] = {face.track_id: face for face in self._observation.faces}
        tracks = [face.track_id for face in tile.faces]
        index = tracks.index(self._chosen) if self._chosen in tracks else 0
        face = tile.faces[index]
        found = observed.get(face.track_id)
        if found is None:
            return None
        return full_face(face, found, names, (index + 1, len(tracks)), self._crops.get(face.track_id))

    def _keep_crops(self, observation: Observation) -> None:
        """A face is embedded in some frames only: its last crop stays until the next one."""
        new = {face.track_id: face.aligned.image for face in observation.faces if face.aligned is not None}
        kept = {face.track_id: self._crops[face.track_id] for face in observation.faces if face.track_id in self._crops}
        self._crops = kept | new
