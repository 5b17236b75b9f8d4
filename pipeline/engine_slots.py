"""Who is next: one newest-frame slot a camera, served round robin, each camera by one worker at a time."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from pipeline.engine_batches import EmbeddingsFuture
from pipeline.ports import FrameJob
from pipeline.types import CameraId

Pending = TypeVar("Pending")


@dataclass(frozen=True, slots=True, eq=False)
class SearchTask:
    """A frame to be searched."""

    camera_id: CameraId
    job: FrameJob


@dataclass(frozen=True, slots=True, eq=False)
class FinishTask(Generic[Pending]):
    """A searched frame whose embeddings are there."""

    camera_id: CameraId
    pending: Pending
    embeddings: EmbeddingsFuture


@dataclass(frozen=True, slots=True)
class WakeTask:
    """A camera without a new frame, one of whose visits is due."""

    camera_id: CameraId


@dataclass(frozen=True, slots=True)
class ForgetTask:
    """A camera that is gone."""

    camera_id: CameraId


@dataclass(slots=True)
class _Slot:
    waiting: FrameJob | None = None
    busy: bool = False
    queued: bool = False
    forgotten: bool = False
    wake_at_ns: int | None = None

    @property
    def has_work(self) -> bool:
        return self.forgotten or self.waiting is not None


class CameraSlots(Generic[Pending]):
    """Thread-safe. From ``take`` until ``done`` a camera belongs to the task taken, which keeps its results in order.

    Memory is bounded: a camera holds one waiting frame and one in work.
    """

    def __init__(self, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._slots: dict[CameraId, _Slot] = {}
        self._turns: deque[CameraId] = deque()
        self._finishing: deque[FinishTask[Pending]] = deque()
        self._closed = False

    def offer(self, job: FrameJob) -> None:
        """Put ``job`` in its camera's slot, over an older one that still waits. Nothing happens once closed."""
        with self._changed:
            if not self._closed:
                slot = self._slots.setdefault(job.camera_id, _Slot())
                slot.waiting = job
                self._queue_up(job.camera_id, slot)

    def forget(self, camera_id: CameraId) -> None:
        """Drop the camera's waiting frame and have it forgotten, after the frame that is in work."""
        with self._changed:
            slot = self._slots.get(camera_id)
            if slot is not None and not self._closed:
                slot.waiting, slot.forgotten = None, True
                self._queue_up(camera_id, slot)

    def finish(self, task: FinishTask[Pending]) -> None:
        """Hand back a camera whose embeddings have come: this goes before any new frame."""
        with self._changed:
            self._finishing.append(task)
            self._changed.notify()

    def take(self) -> SearchTask | FinishTask[Pending] | WakeTask | ForgetTask | None:
        """Wait for the next task; None once closed and every frame in work is finished."""
        with self._changed:
            while True:
                if self._finishing:
                    return self._finishing.popleft()
                if self._closed and not any(slot.busy for slot in self._slots.values()):
                    return None
                task = None if self._closed else self._next_turn() or self._next_wake()
                if task is not None:
                    return task
                self._changed.wait(self._seconds_to_next_wake())

    def done(self, camera_id: CameraId, wake_at_ns: int | None, *, gone: bool = False) -> None:
        """The task is over. ``wake_at_ns``: when the camera is due even without a frame; ``gone``: it is forgotten."""
        with self._changed:
            slot = self._slots[camera_id]
            slot.busy, slot.wake_at_ns = False, wake_at_ns
            if gone and not slot.has_work:
                del self._slots[camera_id]
            else:
                self._queue_up(camera_id, slot)
            self._changed.notify_all()

    def close(self) -> None:
        """Refuse new frames and drop the waiting ones; those in work are finished."""
        with self._changed:
            self._closed = True
            self._turns.clear()
            self._changed.notify_all()

    def _queue_up(self, camera_id: CameraId, slot: _Slot) -> None:
        if slot.has_work and not slot.busy and not slot.queued:
            slot.queued = True
            self._turns.append(camera_id)
            self._changed.notify()

    def _next_turn(self) -> SearchTask | ForgetTask | None:
        if not self._turns:
            return None
        camera_id = self._turns.popleft()
        slot = self._slots[camera_id]
        slot.queued, slot.busy = False, True
        if slot.forgotten:
            slot.forgotten = False
            return ForgetTask(camera_id)
        job, slot.waiting = slot.waiting, None
        if job is None:
            raise AssertionError("a queued camera has work")
        return SearchTask(camera_id, job)

    def _next_wake(self) -> WakeTask | None:
        now = self._clock()
        for camera_id, slot in self._slots.items():
            if not slot.busy and slot.wake_at_ns is not None and slot.wake_at_ns <= now:
                slot.busy, slot.wake_at_ns = True, None
                return WakeTask(camera_id)
        return None

    def _seconds_to_next_wake(self) -> float | None:
        if self._closed:
            return None
        due = [slot.wake_at_ns for slot in self._slots.values() if not slot.busy and slot.wake_at_ns is not None]
        return max(0.0, (min(due) - self._clock()) / 1e9) if due else None
