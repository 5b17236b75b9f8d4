"""Turns what the cameras and the household say into the record of the run, with the truth beside each decision."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Final

from offload_server.demo.processes import CameraReport
from offload_server.demo.stage import LOOK_S, Item, Stage
from offload_server.demo.summary import Record, ShownDecision
from offload_server.demo.witness import Witness
from offload_server.household.records import EventRecord
from offload_server.runtime import ServerThread
from offload_server.wire.messages import Indicator
from pipeline.types import CameraId

_QUIET_S: Final = 0.75
"""After the cameras have gone: when nothing was decided for so long, nothing more will be."""
_LONGEST_FAREWELL_S: Final = 8.0


class Watch:
    """Reads the stage's inbox. ``tell`` is called once for each decision."""

    def __init__(
        self,
        stage: Stage,
        witness: Witness,
        door_of: Mapping[str, str],
        name_of: Mapping[str, str],
        tell: Callable[[ShownDecision], None],
    ) -> None:
        self.record = Record()
        self._stage = stage
        self._witness = witness
        self._door_of = door_of
        self._name_of = name_of
        self._tell = tell
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """Since this watch began."""
        return time.monotonic() - self._began

    def run(self, seconds: float, look: Callable[[ServerThread], None] | None = None) -> None:
        """Watch until ``seconds`` after the beginning; ``look`` is called several times a second. DemoError when a
        camera dies."""
        while (left := seconds - self.seconds) > 0:
            self._take(self._stage.next_item(min(left, LOOK_S)))
            self._stage.refuse_dead_cameras()
            if look is not None:
                look(self._stage.server)

    def farewell(self) -> None:
        """Take in what is still decided when the cameras have gone."""
        deadline = self.seconds + _LONGEST_FAREWELL_S
        while self.seconds < deadline and (item := self._stage.next_item(_QUIET_S)) is not None:
            self._take(item)

    def _take(self, item: Item | None) -> None:
        if isinstance(item, EventRecord) and item.camera_id in self._door_of:
            shown = self._shown(item)
            self.record.decisions.append(shown)
            self._tell(shown)
        elif isinstance(item, CameraReport) and item.content.get("indicator") == Indicator.RECOGNISED:
            self.record.welcomed.add(item.door)

    def _shown(self, event: EventRecord) -> ShownDecision:
        roles = self._witness.roles(event.visit_id)
        return ShownDecision(
            visit_id=event.visit_id,
            revision=event.revision,
            door=self._door_of[CameraId(event.camera_id)],
            camera=event.camera_name,
            verdict=event.verdict,
            person=event.person_name,
            expected=frozenset(self._name_of[role] for role in roles if role is not None),
            distance=event.nearest.distance if event.nearest else None,
            unit=event.unit,
            threshold=event.threshold,
            reasons=event.reasons,
            frames_used=event.frames_used,
            newest_frame_age_ms=event.newest_frame_age_ms,
            seconds=self.seconds,
        )
