"""The words of the full view in the reader's language; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop_app.painting.strip_model import Sign, StripForm
from desktop_app.painting.strip_words import state_word
from desktop_app.tokens import theme_named
from desktop_app.wall.full_latency import Latency
from desktop_app.wall.full_meters import Meter
from desktop_app.wall.full_model import Distances, FullFace, FullModel
from desktop_app.wall.tile_model import TileState
from desktop_app.wall.tile_words import Chip
from pipeline.types import HeadPose, VisitProgress
from resources.catalogue import Catalogue
from resources.sentences import SENTENCES

_NAMED_PARTS: Final = 3
"""Only the largest parts of the latency are named beside the bar."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of small text behind an icon; ``role`` is the icon's colour."""

    icon: str
    text: str
    role: str = "tertiary"


@dataclass(frozen=True, slots=True)
class EmptyText:
    """What stands in the panel when there is nobody to tell about."""

    icon: str
    title: str
    more: str


def title_of(face: FullFace, words: Catalogue) -> str:
    """The name of whoever was recognised, both names of an uncertain visit, else nothing: the chip says it."""
    if face.sign is Sign.RECOGNISED:
        return face.name or words.say("tile_name_unknown")
    if face.sign is Sign.UNCERTAIN and face.name and face.other:
        return words.say("tile_or", person=face.name, other=face.other)
    return face.name if face.sign is Sign.STALE else ""


def chip_of_face(model: FullModel, face: FullFace, words: Catalogue) -> Chip:
    """State as icon and word."""
    if model.tile.state is TileState.PAUSED:
        return Chip("pause", words.say("tile_paused"), Sign.STALE)
    if face.sign is None:
        return Chip("circle-dashed", words.say("tile_looking"))
    return Chip(theme_named("dark").state_icon[face.sign], state_word(face.sign, words), face.sign)


def visit_text(face: FullFace, words: Catalogue, *, short: bool = False) -> str:
    """How long the visit is, and how many crops it has."""
    progress = face.progress
    if progress is None:
        return ""
    evidence = progress.evidence
    code = "full_visit_short" if short else "full_visit"
    return words.say(code, seconds=int(progress.age_ms // 1000), kept=len(evidence.kept), most=evidence.most_kept)


def number_text(face: FullFace, words: Catalogue) -> str:
    """Which of several faces this is."""
    return words.say("full_face_of", number=face.number, count=face.count) if face.count > 1 else ""


def lines_of(face: FullFace, words: Catalogue) -> tuple[Line, ...]:
    """Why it is so, what the second recogniser says, and what the next comparison has to meet."""
    made = [Line("info", words.say_reason(reason)) for reason in face.reasons[:2]]
    if (second := _second_line(face, words)) is not None:
        made.append(second)
    if text := _attempts_text(face, words):
        made.append(Line("ruler", text))
    return tuple(made)


def _second_line(face: FullFace, words: Catalogue) -> Line | None:
    lane = face.strip.second
    if lane is None:
        return None
    agrees = lane.sign is face.strip.sign
    text = words.say(
        "full_second_agrees" if agrees else "full_second_differs",
        recogniser=lane.recogniser,
        distance=lane.distance,
        threshold=lane.threshold,
    )
    return Line("shield-check", text, Sign.RECOGNISED if agrees else Sign.UNKNOWN)


def _attempts_text(face: FullFace, words: Catalogue) -> str:
    evidence = face.progress.evidence if face.progress is not None else None
    if evidence is None or evidence.next_threshold is None or face.sign in {Sign.RECOGNISED, Sign.ATTACK}:
        return ""
    threshold = evidence.next_threshold.distance
    if evidence.attempts == 0:
        return words.say("full_not_compared", threshold=threshold)
    if evidence.attempts == 1:
        return words.say("full_compared_once", threshold=threshold)
    return words.say("full_compared", attempts=evidence.attempts, threshold=threshold)


def distances_text(distances: Distances, words: Catalogue) -> str:
    """What the distances are of."""
    return words.say("full_mean", crops=distances.crops) if distances.crops else words.say("full_one_look")


def nobody_compared_text(face: FullFace, words: Catalogue) -> str:
    """Why there are no distances."""
    if face.strip.form is StripForm.NOBODY:
        return words.say("tile_nobody_enrolled" if face.strip.threshold else "tile_nobody_compared")
    return words.say("full_nobody_judged" if face.sign is Sign.POOR_VIEW else "full_nobody_yet")


def distances_heard(distances: Distances, words: Catalogue) -> str:
    """The list for a screen reader."""
    missing = words.say("tile_name_unknown")
    people = [
        words.say("full_person_heard", person=each.name or missing, distance=each.distance) for each in distances.people
    ]
    return ", ".join([*people, words.say("strip_threshold", threshold=distances.threshold)])


def meter_value(meter: Meter) -> str:
    """The value with its unit, as it stands over the bar."""
    gap = " " if meter.unit == "px" else ""
    return f"{meter.value:.{meter.decimals}f}{gap}{meter.unit}"


def meter_heard(meter: Meter, words: Catalogue) -> str:
    """One meter for a screen reader."""
    code = {True: "full_meter_met", False: "full_meter_missed", None: "full_meter"}[meter.needs_met]
    return words.say(code, name=words.say(meter.code), value=meter_value(meter))


def not_kept_text(progress: VisitProgress, words: Catalogue) -> str:
    """Why the other frames were not kept, with counts, most frequent first."""
    counts = [
        (poor.count, words.say(f"short_{code}" if f"short_{code}" in SENTENCES else "short_poor_view").lower())
        for code, poor in progress.poor.items()
    ]
    like_kept = progress.frames_seen - progress.frames_poor - len(progress.evidence.kept)
    if like_kept > 0:
        counts.append((like_kept, words.say("full_nothing_new")))
    if not counts:
        return ""
    counts.sort(reverse=True)
    reasons = " · ".join(words.say("full_not_kept_one", reason=reason, count=count) for count, reason in counts)
    return words.say("full_not_kept", reasons=reasons)


def pose_text(pose: HeadPose, words: Catalogue) -> str:
    """The three angles, whole degrees."""
    return words.say(
        "full_pose", yaw_deg=round(pose.yaw_deg), pitch_deg=round(pose.pitch_deg), roll_deg=round(pose.roll_deg)
    )


def latency_texts(latency: Latency, words: Catalogue) -> tuple[str, str]:
    """The largest parts in the order of the way, and the total."""
    largest = sorted(latency.parts_ms, key=lambda part: -part[1])[:_NAMED_PARTS]
    named = [(part, each) for part, each in latency.parts_ms if (part, each) in largest and each >= 1]
    parts = " · ".join(f"{words.say(f'full_part_{part}')} {each:.0f}" for part, each in named)
    return parts, f"{latency.total_ms:.0f} ms"


def empty_text(model: FullModel, words: Catalogue) -> EmptyText:
    """Why the panel tells of nobody."""
    if not model.shows_pictures:
        return EmptyText("blinds", words.say("full_hidden"), words.say("full_hidden_more"))
    if model.tile.is_live:
        return EmptyText("scan-face", words.say("full_nobody"), words.say("full_nobody_more"))
    return EmptyText("wifi-off", words.say("full_not_live"), words.say("full_not_live_more"))
