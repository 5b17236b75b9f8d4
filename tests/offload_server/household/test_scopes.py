"""Every use-case checks its principal itself, whoever calls it, before it does anything."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from offload_server.errors import Forbidden
from offload_server.household import (
    acquaintance,
    cameras,
    consents,
    enrolment,
    events,
    own_cameras,
    people,
    recognition,
    removals,
    settings,
    visits,
)
from offload_server.household.guided import report, session
from offload_server.household.house import House
from offload_server.trust.principals import Principal, Scope

MODULES = (
    acquaintance,
    cameras,
    consents,
    enrolment,
    events,
    own_cameras,
    people,
    recognition,
    removals,
    report,
    session,
    settings,
    visits,
)


def use_cases() -> list[Callable[..., Any]]:
    """Every public coroutine function of the use-case modules."""
    return [
        function
        for module in MODULES
        for name, function in vars(module).items()
        if inspect.iscoroutinefunction(function) and not name.startswith("_") and function.__module__ == module.__name__
    ]


def exported(function: Callable[..., Any]) -> set[Scope]:
    module = inspect.getmodule(function)
    return {value for value in vars(module).values() if isinstance(value, Scope)}


def test_all_of_them_are_found() -> None:
    assert len(use_cases()) >= 27
    for function in use_cases():
        assert list(inspect.signature(function).parameters)[:2] == ["principal", "house"], function


@pytest.mark.parametrize("function", use_cases(), ids=lambda function: function.__name__)
async def test_without_a_scope_that_its_module_exports_nothing_happens(
    house: House, function: Callable[..., Any]
) -> None:
    asked: list[Scope] = []

    class Spy(Principal):
        def require(self, scope: Scope) -> None:
            asked.append(scope)
            super().require(scope)

    count = sum(p.default is p.empty for p in list(inspect.signature(function).parameters.values())[2:])
    with pytest.raises(Forbidden):
        await function(Spy("stranger", frozenset(Scope) - exported(function)), house, *(None,) * count)
    assert len(asked) == 1
    assert asked[0] in exported(function)
