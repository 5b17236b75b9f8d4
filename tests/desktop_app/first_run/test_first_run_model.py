"""Steps can be left, come back to, and remembered in one word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.first_run.first_run_model import STEPS, FirstRunState, Step, decoded


def test_every_step_leads_to_the_next_and_the_last_one_ends_it() -> None:
    state = FirstRunState()
    for step in STEPS:
        assert state.step is step
        assert not state.is_over
        state = state.completed()
    assert state.is_over
    assert state.done == frozenset(STEPS)


def test_what_is_skipped_stays_open_and_can_be_come_back_to() -> None:
    state = FirstRunState().completed().skipped().completed()
    assert state.step is Step.CAMERA
    assert state.done == {Step.LANGUAGE, Step.MODELS}
    assert state.back().step is Step.MODELS
    assert state.closed().at(Step.HOUSEHOLD) == FirstRunState(Step.HOUSEHOLD, state.done)


@given(st.sampled_from(STEPS), st.sets(st.sampled_from(STEPS)), st.booleans())
def test_it_is_remembered_as_it_was(step: Step, done: set[Step], is_over: bool) -> None:
    state = FirstRunState(step, frozenset(done), is_over)
    assert decoded(state.encoded()) == state


@pytest.mark.parametrize("text", ["", "over", "open nowhere", "open models dance", "1 2 3 4", "open models a,b"])
def test_anything_else_is_the_beginning(text: str) -> None:
    assert decoded(text) == FirstRunState()
