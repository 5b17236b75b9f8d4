"""Pauses between attempts: growing, jittered, bounded, forgotten after a stable minute."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi_client.reconnect import LONGEST_S, SHORTEST_S, ReconnectPolicy


def longest(policy: ReconnectPolicy, times: int) -> list[float]:
    return [policy.after_failure() for _ in range(times)]


def test_without_luck_the_pauses_grow_by_the_same_factor_to_a_minute() -> None:
    pauses = longest(ReconnectPolicy(draw=lambda _, high: high), 9)
    assert pauses == pytest.approx([1, 1.8, 3.24, 5.832, 10.4976, 18.89568, 34.012224, 60, 60])


def test_the_jitter_is_full_and_never_a_busy_loop() -> None:
    assert longest(ReconnectPolicy(draw=lambda low, _: low), 3) == [SHORTEST_S] * 3


@given(st.lists(st.sampled_from(["fails", "is refused", "lasts", "breaks soon"]), max_size=200))
def test_every_pause_is_between_a_quarter_second_and_a_minute(story: list[str]) -> None:
    policy = ReconnectPolicy()
    for event in story:
        if event == "fails":
            assert SHORTEST_S <= policy.after_failure() <= LONGEST_S
        elif event == "is refused":
            assert policy.after_refusal() == LONGEST_S
        else:
            policy.lasted(61.0 if event == "lasts" else 59.0)


def test_a_stable_minute_starts_anew_and_a_shorter_connection_does_not() -> None:
    policy = ReconnectPolicy(draw=lambda _, high: high)
    longest(policy, 5)
    policy.lasted(59.9)
    assert policy.after_failure() > 10
    policy.lasted(60.0)
    assert policy.after_failure() == 1.0


def test_a_refusal_goes_straight_to_the_longest_pause_and_stays_there() -> None:
    policy = ReconnectPolicy(draw=lambda _, high: high)
    assert policy.after_refusal() == LONGEST_S
    assert policy.after_failure() == LONGEST_S


def test_a_thousand_failures_overflow_nothing() -> None:
    assert max(longest(ReconnectPolicy(draw=lambda _, high: high), 1000)) == LONGEST_S
