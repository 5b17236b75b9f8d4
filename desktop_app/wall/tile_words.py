"""The words of a tile in the reader's language; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop_app.painting.strip_model import Sign, StripForm
from desktop_app.painting.strip_words import age_text, gauge_label, gauge_value, sentence, state_word
from desktop_app.tokens import theme_named
from desktop_app.wall.tile_model import TileFace, TileModel, TileState
from pipeline.types import Reason
from resources.catalogue import Catalogue
from resources.sentences import SENTENCES

_GATHERING_ICON: Final = "circle-dashed"


@dataclass(frozen=True, slots=True)
class Chip:
    """``sign`` None is a plain chip."""

    icon: str
    word: str
    sign: Sign | None = None


@dataclass(frozen=True, slots=True)
class Plate:
    """The plate under a face. ``icon_sign`` None takes the quiet colour; ``is_sure`` False writes the name light."""

    icon: str
    icon_sign: Sign | None
    title: str
    value: str = ""
    unit: str = ""
    note: str = ""
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Message:
    """What stands in the middle of a tile that shows no live picture."""

    icon: str
    title: str
    more: str
    button: str = ""


def header_text(model: TileModel, words: Catalogue) -> str:
    """Beside the name: rate and latency of a live picture, age of any other."""
    if model.state is TileState.CONNECTING:
        return words.say("tile_connecting")
    if model.state is TileState.OFFLINE:
        return words.say("tile_since", time=f"{model.last_seen_at:%H:%M}") if model.last_seen_at else ""
    if model.age_s is not None and not model.is_live:
        return words.say("tile_last_picture", age=age_text(model.age_s, words))
    parts = [] if model.fps is None else [f"{model.fps:.1f} fps"]
    if model.latency_ms is not None and model.state is TileState.LIVE:
        parts.append(f"{model.latency_ms:.0f} ms")
    return " · ".join(parts)


def chip_of(model: TileModel, words: Catalogue) -> Chip | None:
    """The chip at the right of the header; None when there is nothing to say."""
    if model.state is TileState.CONNECTING:
        return None
    if model.state is TileState.OFFLINE:
        return Chip("wifi-off", words.say("tile_offline"), Sign.STALE)
    if model.state is TileState.CURTAIN:
        return Chip("blinds", words.say("tile_curtain"))
    if model.state is TileState.PAUSED:
        return Chip("pause", words.say("tile_paused"), Sign.STALE)
    sign = model.sign
    if sign is not None:
        return Chip(_icon(sign), state_word(sign, words), sign)
    return Chip(_GATHERING_ICON, words.say("tile_looking")) if model.faces else None


def _icon(sign: Sign) -> str:
    return theme_named("dark").state_icon[sign]


def plate_of(face: TileFace, paused: bool, words: Catalogue) -> Plate:
    """The plate of a face; ``paused`` when nobody is compared."""
    if paused:
        return Plate("pause", Sign.STALE, words.say("tile_nobody_compared"))
    if face.strip.form is StripForm.NOBODY:
        return Plate(_GATHERING_ICON, None, words.say("tile_nobody_enrolled"))
    if face.sign is Sign.POOR_VIEW:
        return _poor_view_plate(face, words)
    value = f"{face.strip.nearest.distance:.2f}" if face.strip.nearest else ""
    unit = face.strip.unit if value else ""
    if face.sign is None:
        inside = face.strip.sign is Sign.RECOGNISED and bool(face.name)
        title = face.name if inside else words.say("tile_looking")
        return Plate(_GATHERING_ICON, None, title, value, unit, is_sure=False)
    return Plate(_icon(face.sign), face.sign, _title(face, face.sign, words), value, unit)


def _title(face: TileFace, sign: Sign, words: Catalogue) -> str:
    if sign is Sign.RECOGNISED:
        return face.name or words.say("tile_name_unknown")
    if sign is Sign.UNCERTAIN and face.name and face.other:
        return words.say("tile_or", person=face.name, other=face.other)
    return state_word(sign, words)


def _poor_view_plate(face: TileFace, words: Catalogue) -> Plate:
    gauge = face.strip.gauge
    first = gauge.reason if gauge else next(iter(face.reasons), None)
    label = gauge_label(gauge, words) if gauge else _short(first, words)
    value = gauge_value(gauge, words) if gauge else ""
    others = [reason for reason in face.reasons if first is None or reason.code != first.code]
    return Plate(_icon(Sign.POOR_VIEW), Sign.POOR_VIEW, label, value, note=_note(first, others, words))


def _short(reason: Reason | None, words: Catalogue) -> str:
    code = f"short_{reason.code}" if reason else ""
    return words.say(code if code in SENTENCES else "short_poor_view")


def _note(first: Reason | None, others: list[Reason], words: Catalogue) -> str:
    """What to do about the first reason, with the second one if there is one."""
    code = f"advice_{first.code}" if first else ""
    advice = words.say(code) if code in SENTENCES else ""
    also = next((reason for reason in others if f"also_{reason.code}" in SENTENCES), None)
    if also is None:
        return advice
    said = words.say(f"also_{also.code}", **also.figures())
    return words.say("tile_note", also=said, advice=advice) if advice else said


def message_of(model: TileModel, words: Catalogue) -> Message | None:
    """What stands in the middle; None on a live picture."""
    maker = _MESSAGES.get(model.state)
    return maker(model, words) if maker else None


def _not_live(model: TileModel, words: Catalogue) -> Message:
    time = f"{model.picture_at:%H:%M:%S}" if model.picture_at else ""
    title = words.say("tile_not_live_for", age=age_text(model.age_s or 0.0, words))
    if model.problem is not None:
        return Message("wifi-off", title, words.say_reason(model.problem))
    return Message("wifi-off", title, words.say("tile_not_live_more", time=time))


def _offline(model: TileModel, words: Catalogue) -> Message:
    title = words.say("tile_offline_title", door=model.name)
    if model.problem is not None:
        return Message("unplug", title, words.say_reason(model.problem))
    if model.seen_ago_s is None or model.last_seen_at is None:
        return Message("unplug", title, "")
    age = age_text(model.seen_ago_s, words)
    return Message("unplug", title, words.say("tile_offline_more", age=age))


def _curtain(model: TileModel, words: Catalogue) -> Message:  # noqa: ARG001 - one shape for all
    return Message(
        "blinds", words.say("tile_curtain_title"), words.say("tile_curtain_more"), words.say("tile_curtain_open")
    )


def _waiting(model: TileModel, words: Catalogue) -> Message:
    more = words.say("tile_waiting_at", address=model.address) if model.address else words.say("tile_waiting_more")
    return Message("refresh-cw", words.say("tile_waiting_title"), more)


_MESSAGES: Final = {
    TileState.STALE: _not_live,
    TileState.OFFLINE: _offline,
    TileState.CURTAIN: _curtain,
    TileState.CONNECTING: _waiting,
}


def heard(model: TileModel, words: Catalogue) -> str:
    """What a screen reader hears of the tile: changes with decisions, not with every frame."""
    message = message_of(model, words)
    if message is not None:
        return f"{message.title}. {message.more}".strip()
    if not model.faces:
        return f"{words.say('tile_heard_live')}. {words.say('tile_heard_nobody')}."
    if model.state is TileState.PAUSED:
        return f"{words.say('tile_heard_live')}. {words.say('tile_nobody_compared')}."
    return ". ".join([words.say("tile_heard_live"), *(sentence(face.strip, words) for face in model.faces)]) + "."
