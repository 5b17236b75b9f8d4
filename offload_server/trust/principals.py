"""Who is acting: made by one middleware, checked by every use-case."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from offload_server.errors import Forbidden
from pipeline.types import Reason


class Scope(enum.StrEnum):
    """What a route or a use-case asks of its caller."""

    HEALTH_READ = "health:read"
    RECOGNISE = "recognise"
    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"
    ENROL = "enrol"
    EVENTS_READ = "events:read"
    VISITS_WRITE = "visits:write"
    CAMERAS_READ = "cameras:read"
    CAMERAS_WRITE = "cameras:write"
    SETTINGS_READ = "settings:read"
    SETTINGS_WRITE = "settings:write"
    STREAM_SEND = "stream:send"
    STREAM_VOUCHED = "stream:vouched"
    """Its camera need not wait until the admin says that it is theirs."""


@dataclass(frozen=True, slots=True)
class Principal:
    """An acting party: a name for the record and the scopes it holds."""

    name: str
    scopes: frozenset[Scope]

    def require(self, scope: Scope) -> None:
        """Raise ``Forbidden`` unless ``scope`` is held."""
        if scope not in self.scopes:
            raise Forbidden(Reason.of("scope_missing", scope=scope.value))


@dataclass(frozen=True, slots=True)
class LocalAdmin(Principal):
    """The admin at this PC: everything but being a camera."""

    name: str = "local admin"
    scopes: frozenset[Scope] = frozenset(Scope) - {Scope.STREAM_SEND, Scope.STREAM_VOUCHED}


@dataclass(frozen=True, slots=True)
class UnpairedCamera(Principal):
    """A camera of the network without credentials (``--insecure-lan`` only): it may send frames and nothing else."""

    name: str = "unpaired camera"
    scopes: frozenset[Scope] = frozenset({Scope.STREAM_SEND})


@dataclass(frozen=True, slots=True)
class CameraOfThisMachine(Principal):
    """A camera that somebody started on this machine, without credentials: it may send frames and need not wait."""

    name: str = "camera of this machine"
    scopes: frozenset[Scope] = frozenset({Scope.STREAM_SEND, Scope.STREAM_VOUCHED})


@dataclass(frozen=True, slots=True)
class Housekeeper(Principal):
    """The server on its own account: it records what the engine decided and purges what is too old."""

    name: str = "housekeeper"
    scopes: frozenset[Scope] = frozenset({Scope.VISITS_WRITE})
