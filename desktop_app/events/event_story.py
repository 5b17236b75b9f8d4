"""One decision told in full: why, in two sentences, and what it rests on. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from offload_server.household.records import EventRecord
from pipeline.reasons import PipelineReason
from pipeline.types import LivenessLevel, Reason, Verdict
from resources.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Fact:
    """A line with its icon."""

    icon: str
    text: str


@dataclass(frozen=True, slots=True)
class EventStory:
    heading: str
    why: str
    facts: tuple[Fact, ...]


def event_story(event: EventRecord, words: Catalogue) -> EventStory:
    """The story of ``event`` in the reader's language."""
    recognised = event.verdict is Verdict.RECOGNISED
    heading = words.say("events_heading_recognised" if recognised else "events_heading_not_recognised")
    return EventStory(
        heading, _recognised(event, words) if recognised else _refused(event, words), _facts(event, words)
    )


def _recognised(event: EventRecord, words: Catalogue) -> str:
    nearest, threshold = event.nearest, event.threshold
    if nearest is None or threshold is None:
        return ""
    figures: dict[str, object] = {
        "person": nearest.name or "",
        "distance": nearest.distance,
        "threshold": threshold,
        "margin": threshold - nearest.distance,
    }
    first = words.say("events_inside" if nearest.name else "events_inside_erased", **figures)
    if event.runner_up is None:
        return f"{first} {words.say('events_nobody_else')}"
    gap = event.runner_up.distance - nearest.distance
    other = event.runner_up.name
    code = "events_next" if other else "events_next_erased"
    return f"{first} {words.say(code, other=other or '', next=event.runner_up.distance, gap=gap)}"


def _refused(event: EventRecord, words: Catalogue) -> str:
    if not event.reasons:
        return ""
    told = _told_by_name(event, event.reasons[0], words)
    if told is not None:
        return told
    return " ".join(words.say_reason(reason) for reason in event.reasons[:2])


def _told_by_name(event: EventRecord, reason: Reason, words: Catalogue) -> str | None:
    """With the names of who is near; None when that is nobody, or somebody who was erased."""
    nearest, runner_up, threshold = event.nearest, event.runner_up, event.threshold
    if nearest is None or not nearest.name or threshold is None:
        return None
    near: dict[str, object] = {"person": nearest.name, "distance": nearest.distance, "threshold": threshold}
    match reason.code:
        case PipelineReason.NEAREST_TOO_FAR:
            return words.say("events_too_far", **near, excess=nearest.distance - threshold)
        case PipelineReason.CLOSE_TO_THRESHOLD:
            return words.say("events_at_threshold", **near)
        case PipelineReason.TOO_ALIKE if runner_up is not None and runner_up.name:
            margin = runner_up.distance - nearest.distance
            needed = reason.figures().get("needed", 0.0)
            other = {"other": runner_up.name, "next": runner_up.distance}
            return words.say("events_alike", **near, **other, margin=margin, needed=needed)
    return None


def _facts(event: EventRecord, words: Catalogue) -> tuple[Fact, ...]:
    seconds = event.newest_frame_age_ms / 1000
    facts = [Fact("timer", words.say("events_fact_decided", seconds=seconds))]
    if event.frames_used:
        said = words.say("events_fact_evidence", frames=event.frames_used, attempts=event.attempts)
        facts.append(Fact("images", said))
    if event.false_match_rate:
        facts.insert(0, Fact("ruler", words.say("events_fact_rate", strangers=round(1 / event.false_match_rate))))
    if event.liveness is LivenessLevel.NONE:
        facts.append(Fact("move-3d", words.say("events_fact_liveness_unknown")))
    return tuple(facts)
