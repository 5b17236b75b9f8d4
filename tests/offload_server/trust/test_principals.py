"""What each kind of principal may do."""

from __future__ import annotations

import pytest

from offload_server.errors import Forbidden
from offload_server.trust.principals import (
    CameraOfThisMachine,
    Housekeeper,
    LocalAdmin,
    Principal,
    Scope,
    UnpairedCamera,
)


@pytest.mark.parametrize(
    ("principal", "scopes"),
    [
        (LocalAdmin(), set(Scope) - {Scope.STREAM_SEND, Scope.STREAM_VOUCHED}),
        (UnpairedCamera(), {Scope.STREAM_SEND}),
        (CameraOfThisMachine(), {Scope.STREAM_SEND, Scope.STREAM_VOUCHED}),
        (Housekeeper(), {Scope.VISITS_WRITE}),
    ],
)
def test_the_scopes(principal: Principal, scopes: set[Scope]) -> None:
    for scope in Scope:
        if scope in scopes:
            principal.require(scope)
        else:
            with pytest.raises(Forbidden) as refusal:
                principal.require(scope)
            assert refusal.value.reason.figures() == {"scope": scope.value}
