"""Several addresses tried side by side, the first that answers wins (as RFC 8305 does for one name)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Generic, TypeVar

Address = TypeVar("Address", bound=Hashable)
Connection = TypeVar("Connection")

STAGGER_S = 0.25
"""RFC 8305, 5: the recommended Connection Attempt Delay."""


class NobodyAnsweredError(OSError):
    """Every address failed; ``problems`` holds the exception of each."""

    def __init__(self, problems: Sequence[Exception]) -> None:
        super().__init__("; ".join(f"{type(problem).__name__}: {problem}" for problem in problems) or "no address")
        self.problems = problems


class Race(Generic[Address, Connection]):
    """One race, used once. A later address starts after ``stagger_s``, or at once when an earlier one has failed.

    ``more`` is asked while the race runs: a server that moved must not wait until its old address was given up.
    """

    def __init__(
        self,
        connect: Callable[[Address], Awaitable[Connection]],
        discard: Callable[[Connection], Awaitable[object]],
        stagger_s: float = STAGGER_S,
        more: Callable[[], Sequence[Address]] = tuple,
    ) -> None:
        self._connect = connect
        self._discard = discard
        self._stagger_s = stagger_s
        self._more = more
        self._entered: set[Address] = set()
        self._running: dict[asyncio.Task[Connection], Address] = {}
        self._problems: list[Exception] = []

    async def run(self, addresses: Sequence[Address]) -> tuple[Address, Connection]:
        """Return the winner; connections that came too late are discarded. Raises ``NobodyAnsweredError``."""
        waiting = list(addresses)
        self._entered.update(waiting)
        try:
            while waiting or self._running:
                if waiting:
                    address = waiting.pop(0)
                    self._running[asyncio.create_task(self._attempt(address))] = address
                winner = await self._first_success()
                if winner is not None:
                    return winner
                waiting += self._newcomers()
            raise NobodyAnsweredError(self._problems)
        finally:
            await self._discard_rest()

    def _newcomers(self) -> list[Address]:
        """Addresses that became known meanwhile; each is tried once in a race."""
        fresh = [address for address in self._more() if address not in self._entered]
        self._entered.update(fresh)
        return fresh

    async def _attempt(self, address: Address) -> Connection:
        return await self._connect(address)

    async def _first_success(self) -> tuple[Address, Connection] | None:
        done, _ = await asyncio.wait(self._running, timeout=self._stagger_s, return_when=asyncio.FIRST_COMPLETED)
        for task in sorted(done, key=list(self._running).index):
            problem = task.exception()
            if problem is None:
                return self._running.pop(task), task.result()
            del self._running[task]
            self._note(problem)
        return None

    def _note(self, problem: BaseException) -> None:
        if not isinstance(problem, Exception):
            raise problem
        self._problems.append(problem)

    async def _discard_rest(self) -> None:
        for task in self._running:
            task.cancel()
        for outcome in await asyncio.gather(*self._running, return_exceptions=True):
            if not isinstance(outcome, BaseException):
                await self._discard(outcome)
