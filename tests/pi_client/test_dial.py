"""Several addresses are tried side by side and the first that answers wins."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

import pytest

from pi_client.dial import NobodyAnsweredError, Race


@dataclass
class Network:
    """``answers``: after how many seconds an address answers; an exception is a refusal, None is silence."""

    answers: dict[str, float | Exception | None]
    tried: list[str] = field(default_factory=list)
    discarded: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)

    async def connect(self, address: str) -> str:
        self.tried.append(address)
        answer = self.answers[address]
        if isinstance(answer, Exception):
            raise answer
        try:
            await asyncio.sleep(3600 if answer is None else answer)
        except asyncio.CancelledError:
            self.cancelled.append(address)
            raise
        return f"to {address}"

    async def discard(self, connection: str) -> None:
        self.discarded.append(connection)

    def race(self, stagger_s: float = 0.02) -> Race[str, str]:
        return Race(self.connect, self.discard, stagger_s)


async def test_an_address_that_answers_at_once_leaves_the_others_alone() -> None:
    network = Network({"a": 0.0, "b": 0.0})
    assert await network.race(stagger_s=5).run(["a", "b"]) == ("a", "to a")
    assert network.tried == ["a"]


async def test_a_silent_address_does_not_hold_up_the_next() -> None:
    network = Network({"docker0": None, "lan": 0.0})
    assert await network.race().run(["docker0", "lan"]) == ("lan", "to lan")
    assert network.cancelled == ["docker0"]


async def test_after_a_refusal_the_next_address_is_tried_without_waiting() -> None:
    network = Network({"a": ConnectionRefusedError(), "b": 0.0})
    started = time.monotonic()
    assert await network.race(stagger_s=5).run(["a", "b"]) == ("b", "to b")
    assert time.monotonic() - started < 1


async def test_a_connection_that_came_too_late_is_discarded() -> None:
    network = Network({"a": 0.03, "b": 0.01})
    address, _ = await network.race(stagger_s=0.02).run(["a", "b"])
    assert {address, *(text.removeprefix("to ") for text in network.discarded), *network.cancelled} == {"a", "b"}


async def test_when_nobody_answers_every_problem_is_told() -> None:
    network = Network({"a": ConnectionRefusedError("no"), "b": TimeoutError()})
    with pytest.raises(NobodyAnsweredError) as failure:
        await network.race().run(["a", "b"])
    assert [type(problem) for problem in failure.value.problems] == [ConnectionRefusedError, TimeoutError]


async def test_no_address_is_nobody() -> None:
    with pytest.raises(NobodyAnsweredError):
        await Network({}).race().run([])


async def test_a_cancelled_race_leaves_nothing_running() -> None:
    network = Network({"a": None, "b": None})
    running = asyncio.create_task(network.race(stagger_s=0).run(["a", "b"]))
    await asyncio.sleep(0.05)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert sorted(network.cancelled) == ["a", "b"]


async def test_a_server_that_moves_while_its_old_address_hangs_joins_the_race() -> None:
    network, known = Network({"old": None, "new": 0.0}), ["old"]
    race = Race(network.connect, network.discard, 0.02, more=lambda: known)
    running = asyncio.create_task(race.run(tuple(known)))
    await asyncio.sleep(0.05)
    known.append("new")
    assert await asyncio.wait_for(running, 1) == ("new", "to new")
    assert network.tried == ["old", "new"]
