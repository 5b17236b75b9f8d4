"""Is everything at work?"""

from __future__ import annotations

from pydantic import Field

from offload_server.api.route import Call, Route
from offload_server.api.schemas import SaidReason, Schema
from offload_server.trust.principals import Scope
from pipeline.types import Reason
from resources.catalogue import Catalogue


class EngineOut(Schema):
    ready: bool
    recogniser: str
    runtime: str
    device: str
    runtime_reason: SaidReason | None = Field(description="Why this runtime; null while loading.")
    template_space: str | None = Field(description="What enrolled templates are comparable with; null while loading.")
    frames_searched: int
    frames_with_face: int
    frames_per_second: float
    faces_per_second: float
    problem: SaidReason | None


class HealthOut(Schema):
    engine: EngineOut


async def health(call: Call) -> HealthOut:
    status = call.house.engine.status()
    return HealthOut(
        engine=EngineOut(
            ready=status.ready,
            recogniser=status.recogniser,
            runtime=status.runtime,
            device=status.device,
            runtime_reason=_said(status.runtime_reason, call.words),
            template_space=status.template_space.id if status.template_space is not None else None,
            frames_searched=status.frames_searched,
            frames_with_face=status.frames_with_face,
            frames_per_second=status.frames_per_second,
            faces_per_second=status.faces_per_second,
            problem=_said(status.problem, call.words),
        )
    )


def _said(reason: Reason | None, words: Catalogue) -> SaidReason | None:
    return None if reason is None else SaidReason.of(reason, words)


ROUTES = (Route("GET", "/health", "health", "State of the engine.", Scope.HEALTH_READ, health, response=HealthOut),)
