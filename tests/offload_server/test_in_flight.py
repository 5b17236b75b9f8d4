"""Frames that wait for the engine: answered once, and never more of them than a bound."""

from __future__ import annotations

from dataclasses import replace

from offload_server.in_flight import MOST_FRAMES, FramesInFlight
from tests.fakes.outputs import fake_observation


class Answers:
    def __init__(self) -> None:
        self.given: list[tuple[int, bool]] = []

    def __call__(self, client_seq: int, was_looked_at: bool) -> None:
        self.given.append((client_seq, was_looked_at))


async def test_the_newest_frame_answers_for_those_that_it_replaced() -> None:
    answers = Answers()
    frames = FramesInFlight(answers)
    for seq in range(3):
        frames.sent(seq, 10 + seq)
    frames.saw(replace(fake_observation(), seq=2))
    frames.saw(replace(fake_observation(), seq=1))
    assert answers.given == [(12, True)]


async def test_a_flood_while_the_engine_does_not_look_is_remembered_only_to_a_bound() -> None:
    answers = Answers()
    frames = FramesInFlight(answers)
    for seq in range(MOST_FRAMES + 5):
        frames.sent(seq, seq)
    for forgotten in range(5):
        frames.saw(replace(fake_observation(), seq=forgotten))
    assert answers.given == []
    frames.saw(replace(fake_observation(), seq=5))
    frames.close()
    assert answers.given == [(5, True)]
