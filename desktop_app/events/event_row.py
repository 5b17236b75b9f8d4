"""What a row of the table says of one decision. Knows no Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop_app.painting.strip_model import SIGN_OF_VERDICT, Sign, StripModel, gauge_of, strip_of_event
from desktop_app.painting.strip_words import gauge_label, gauge_value
from desktop_app.painting.strip_words import sentence as strip_sentence
from offload_server.household.records import EventRecord
from pipeline.reasons import PipelineReason
from pipeline.types import Reason, Verdict
from resources.catalogue import Catalogue

NO_VALUE = "–"


@dataclass(frozen=True, slots=True)
class EventRow:
    """``title`` is whoever was recognised, else the word of the decision; ``day`` is of the reader's time zone."""

    sign: Sign
    title: str
    time: str
    day: dt.date
    door: str
    strip: StripModel
    value: str
    why: str
    heard: str


def event_row(event: EventRecord, words: Catalogue) -> EventRow:
    """The row of ``event`` in the reader's language; times are local."""
    at = event.at.astimezone()
    strip = strip_of_event(event)
    time, title, why = at.strftime("%H:%M:%S"), title_of(event, words), short_why(event, words)
    return EventRow(
        sign=SIGN_OF_VERDICT[event.verdict],
        title=title,
        time=time,
        day=at.date(),
        door=event.camera_name,
        strip=strip,
        value=f"{event.nearest.distance:.2f}" if event.nearest is not None and event.threshold else NO_VALUE,
        why=why,
        heard=", ".join((time, title, event.camera_name, why, strip_sentence(strip, words))),
    )


def title_of(event: EventRecord, words: Catalogue) -> str:
    """Whoever was recognised; a recognised person who was erased since has no name any more."""
    if event.verdict is Verdict.RECOGNISED:
        return event.person_name or words.say("tile_name_unknown")
    return words.say(f"verdict_{event.verdict.lower()}")


def short_why(event: EventRecord, words: Catalogue) -> str:
    """A few words: what made it so, with its figure."""
    if event.verdict is Verdict.RECOGNISED:
        if event.nearest is None or event.threshold is None:
            return ""
        return words.say("events_why_inside", margin=f"{event.threshold - event.nearest.distance:.2f}")
    reason = event.reasons[0] if event.reasons else None
    return words.say(f"verdict_{event.verdict.lower()}") if reason is None else _short_reason(event, reason, words)


def _short_reason(event: EventRecord, reason: Reason, words: Catalogue) -> str:
    names = [each.name for each in (event.nearest, event.runner_up) if each is not None and each.name]
    match reason.code:
        case PipelineReason.NEAREST_TOO_FAR if event.nearest is not None and event.threshold is not None:
            excess = f"{max(0.0, event.nearest.distance - event.threshold):.2f}"
            code = "events_why_too_far_from" if event.nearest.name else "events_why_too_far"
            return words.say(code, person=event.nearest.name or "", excess=excess)
        case PipelineReason.TOO_ALIKE if len(names) > 1:
            return words.say("events_why_either", person=names[0], other=names[1])
    if reason.code in _SHORT:
        return words.say(_SHORT[reason.code])
    gauge = gauge_of((reason,))
    return words.say_reason(reason) if gauge is None else f"{gauge_label(gauge, words)}: {gauge_value(gauge, words)}"


_SHORT: Final[Mapping[str, str]] = {
    PipelineReason.NEAREST_TOO_FAR: "events_why_nobody_near",
    PipelineReason.TOO_ALIKE: "events_why_alike",
    PipelineReason.CLOSE_TO_THRESHOLD: "events_why_at_threshold",
    PipelineReason.NO_ONE_ENROLLED: "events_why_nobody_enrolled",
    PipelineReason.LIVENESS_DOUBTED: "events_why_not_alive",
    PipelineReason.FACE_CUT_OFF: "short_face_cut_off",
}
