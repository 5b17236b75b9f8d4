"""One row of the route table, and what its handler is called with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from aiohttp import web
from pydantic import BaseModel

from offload_server.household.house import House
from offload_server.trust.principals import Principal, Scope
from resources.catalogue import Catalogue

API_PREFIX = "/api/v1"
MAX_JSON_BYTES = 64 * 1024
MAX_PICTURE_BYTES = 20_000_000
"""The decoder's own limit for pictures is 20 MB; the last bytes are its to refuse."""

Method = Literal["GET", "POST", "PATCH", "DELETE"]
Result = BaseModel | bytes | web.StreamResponse | None
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One request, checked and read: nothing in it needs to be doubted but the ids in its path."""

    request: web.Request
    principal: Principal
    house: House
    words: Catalogue
    json: BaseModel | None = None
    picture: bytes = b""
    query: BaseModel | None = None

    def id(self, name: str) -> str:
        """A part of the path."""
        return self.request.match_info[name]

    def body(self, model: type[_Model]) -> _Model:
        """The JSON body as the model that the route declares."""
        return _narrowed(self.json, model)

    def filter(self, model: type[_Model]) -> _Model:
        """The query as the model that the route declares."""
        return _narrowed(self.query, model)


def _narrowed(value: BaseModel | None, model: type[_Model]) -> _Model:
    if not isinstance(value, model):
        raise TypeError(f"the route does not declare {model.__name__}")
    return value


@dataclass(frozen=True, slots=True)
class Route:
    """Everything that server and OpenAPI document need to know of one operation.

    ``scope`` is the constant that the use-case checks. ``refusals`` are the status codes beside those that any route
    of its shape may answer with. ``media_type`` is that of the response; "websocket" for a route that upgrades.
    """

    method: Method
    path: str
    operation: str
    summary: str
    scope: Scope
    handler: Callable[[Call], Awaitable[Result]]
    json_body: type[BaseModel] | None = None
    takes_picture: bool = False
    query: type[BaseModel] | None = None
    response: type[BaseModel] | None = None
    media_type: Literal["application/json", "image/jpeg", "websocket"] = "application/json"
    status: int = 200
    refusals: tuple[int, ...] = ()
    needs_token: bool = True
    prefix: str = API_PREFIX

    @property
    def full_path(self) -> str:
        return self.prefix + self.path

    @property
    def max_body_bytes(self) -> int:
        """0 when the route takes no body."""
        if self.takes_picture:
            return MAX_PICTURE_BYTES
        return MAX_JSON_BYTES if self.json_body is not None else 0
