"""The newest observation of every camera, for whoever draws it: any thread writes, any thread reads."""

from __future__ import annotations

import threading

from pipeline.types import CameraId, Observation


class LatestFrames:
    """One slot a camera behind a lock; a reader takes the newest and never waits for the next."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest: dict[CameraId, Observation] = {}

    def put(self, observation: Observation) -> None:
        with self._lock:
            self._newest[observation.camera_id] = observation

    def get(self, camera_id: CameraId) -> Observation | None:
        with self._lock:
            return self._newest.get(camera_id)

    def all(self) -> dict[CameraId, Observation]:
        """A copy: what was newest at this moment."""
        with self._lock:
            return dict(self._newest)

    def drop(self, camera_id: CameraId) -> None:
        """The camera left: free its picture."""
        with self._lock:
            self._newest.pop(camera_id, None)
