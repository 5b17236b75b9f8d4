"""The frames of one connection that the engine has and that were not answered yet. Loop thread only."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from pipeline.types import Observation

ANSWER_WITHIN_S = 5.0
"""An engine that says nothing for so long is not looking: the camera is answered all the same, and goes on."""
MOST_FRAMES = 64
"""A camera that keeps to the protocol has one. A flood must not fill memory while the engine does not look: it holds
only the newest anyway."""

Answered = Callable[[int, bool], None]


class FramesInFlight:
    """Usually one. ``answer(client_seq, was_looked_at)`` is called once for each frame that the newest did not replace.

    The engine counts frames by numbers of ours, so that a camera that connects again may count from 0 again.
    """

    def __init__(self, answer: Answered, within_s: float = ANSWER_WITHIN_S) -> None:
        self._answer = answer
        self._within_s = within_s
        self._client_seqs: dict[int, int] = {}
        self._giving_up: asyncio.TimerHandle | None = None

    def sent(self, seq: int, client_seq: int) -> None:
        """The engine got frame ``seq`` of ours, ``client_seq`` of the camera's."""
        self._client_seqs[seq] = client_seq
        if len(self._client_seqs) > MOST_FRAMES:
            del self._client_seqs[min(self._client_seqs)]
        self.close()
        self._giving_up = asyncio.get_running_loop().call_later(self._within_s, self._give_up, seq)

    def saw(self, observation: Observation) -> None:
        """The engine has looked: this frame is answered, and with it the older ones that it replaced."""
        client_seq = self._client_seqs.get(observation.seq)
        if client_seq is None:
            return
        self._client_seqs = {seq: client for seq, client in self._client_seqs.items() if seq > observation.seq}
        if not self._client_seqs:
            self.close()
        self._answer(client_seq, True)

    def close(self) -> None:
        """Expect nothing any more."""
        if self._giving_up is not None:
            self._giving_up.cancel()
            self._giving_up = None

    def _give_up(self, seq: int) -> None:
        client_seq = self._client_seqs[seq]
        self._client_seqs.clear()
        self._answer(client_seq, False)
