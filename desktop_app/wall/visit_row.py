"""What a row of the visits panel says of one decision. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.painting.strip_model import SIGN_OF_VERDICT, Sign, StripModel, strip_of_event
from offload_server.household.records import EventRecord
from pipeline.reasons import PipelineReason
from pipeline.types import Verdict
from resources.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class VisitRow:
    """``title`` is the name of whoever came, or the word of the verdict; ``why`` one line."""

    sign: Sign
    title: str
    time: str
    why: str
    strip: StripModel

    @property
    def sentence(self) -> str:
        """For who cannot see the row."""
        return ", ".join((self.title, self.time, self.why))


def visit_row(event: EventRecord, words: Catalogue) -> VisitRow:
    """The row of ``event`` in the reader's language; times are local."""
    sign = SIGN_OF_VERDICT[event.verdict]
    title = event.person_name or words.say(f"verdict_{event.verdict.lower()}")
    time = event.at.astimezone().strftime("%H:%M:%S")
    strip = strip_of_event(event)
    return VisitRow(sign, title, time, _why(event, words), strip)


def _why(event: EventRecord, words: Catalogue) -> str:
    """The door of a recognised one; else what was missing, with its figure if the row has one."""
    if event.verdict is Verdict.RECOGNISED:
        return event.camera_name
    codes = {reason.code for reason in event.reasons}
    nearest, runner_up = event.nearest, event.runner_up
    if PipelineReason.NEAREST_TOO_FAR in codes and nearest is not None and nearest.name and event.threshold:
        excess = f"{max(0.0, nearest.distance - event.threshold):.2f}"
        return words.say("window_visit_too_far", person=nearest.name, excess=excess)
    if PipelineReason.TOO_ALIKE in codes and nearest is not None and runner_up is not None:
        margin = f"{runner_up.distance - nearest.distance:.2f}"
        return words.say("window_visit_between", person=nearest.name or "?", other=runner_up.name or "?", margin=margin)
    return words.say_reason(event.reasons[0]) if event.reasons else event.camera_name
