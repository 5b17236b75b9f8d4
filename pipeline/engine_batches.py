"""The one embedder: takes what waits, at most eight faces at a time, and never waits for more."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from pipeline.ports import Recogniser
from pipeline.types import AlignedFace, Embedding

# Per face a batch of 8 costs .6 of a batch of 1 with TensorFlow; beyond 8 hardly anything more is gained.
LARGEST_BATCH = 8

EmbeddingsFuture = Future[tuple[Embedding, ...]]


@dataclass(slots=True, eq=False)
class _Request:
    faces: Sequence[AlignedFace]
    future: EmbeddingsFuture
    embeddings: list[Embedding] = field(default_factory=list)


_Batch = list[tuple[_Request, AlignedFace]]


class MicroBatches:
    """``ask`` from any thread, ``run`` on the embedder's."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[tuple[_Request, AlignedFace]] = deque()
        self._stopped = False

    def ask(self, faces: Sequence[AlignedFace]) -> EmbeddingsFuture:
        """One embedding a face, in order; or the exception that the recogniser raised; cancelled once stopped."""
        future: EmbeddingsFuture = Future()
        if not faces:
            future.set_result(())
            return future
        request = _Request(faces, future)
        with self._changed:
            if self._stopped:
                future.cancel()
            else:
                self._waiting.extend((request, face) for face in faces)
                self._changed.notify()
        return future

    def run(self, recogniser: Recogniser) -> None:
        """Embed until ``stop``; what was asked before it is still answered."""
        while batch := self._take():
            _embed(recogniser, batch)

    def stop(self) -> None:
        """End ``run``."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _take(self) -> _Batch:
        """What waits, up to ``LARGEST_BATCH`` faces; empty when stopped."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._stopped)
            return [self._waiting.popleft() for _ in range(min(LARGEST_BATCH, len(self._waiting)))]


def _embed(recogniser: Recogniser, batch: _Batch) -> None:
    try:
        embeddings = recogniser.embed([face for _, face in batch])
    except Exception as problem:  # noqa: BLE001 - it is handed to whoever asked, who logs it
        for request in {id(request): request for request, _ in batch}.values():
            if not request.future.done():
                request.future.set_exception(problem)
        return
    for (request, _), embedding in zip(batch, embeddings, strict=True):
        request.embeddings.append(embedding)
        if len(request.embeddings) == len(request.faces) and not request.future.done():
            request.future.set_result(tuple(request.embeddings))
