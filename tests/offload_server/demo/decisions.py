"""Decisions as the demo shows them, made up for tests."""

from __future__ import annotations

from offload_server.demo.summary import ShownDecision
from pipeline.types import Reason, Verdict


def shown(
    verdict: Verdict = Verdict.RECOGNISED,
    *,
    visit_id: str = "v1",
    revision: int = 0,
    door: str = "front",
    camera: str = "Front door",
    person: str | None = None,
    expected: frozenset[str] = frozenset(),
    distance: float | None = 0.61239,
    reasons: tuple[Reason, ...] = (),
) -> ShownDecision:
    return ShownDecision(
        visit_id=visit_id,
        revision=revision,
        door=door,
        camera=camera,
        verdict=verdict,
        person=person,
        expected=expected,
        distance=distance,
        unit=None if distance is None else "l2",
        threshold=None if distance is None else 1.07161,
        reasons=reasons,
        frames_used=5,
        newest_frame_age_ms=87.654,
        seconds=3.2109,
    )


MINJI = frozenset({"Minji"})
RECOGNISED = shown(person="Minji", expected=MINJI)
STRANGER = shown(Verdict.UNKNOWN, visit_id="v2", distance=1.3)
