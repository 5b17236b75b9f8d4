"""The words of a distance strip in the reader's language; free of Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from desktop_app.painting.strip_model import Gauge, Mark, SecondLane, Sign, StripForm, StripLabels, StripModel
from resources.catalogue import Catalogue

_STATE_CODES: Final = {
    Sign.RECOGNISED: "verdict_recognised",
    Sign.UNKNOWN: "verdict_unknown",
    Sign.UNCERTAIN: "verdict_uncertain",
    Sign.POOR_VIEW: "verdict_poor_view",
    Sign.ATTACK: "verdict_attack_suspected",
    Sign.STALE: "tile_not_live",
}
_MINUTE_S: Final = 60
_HOUR_S: Final = 3600
_DAY_S: Final = 86_400


def state_word(sign: Sign, words: Catalogue) -> str:
    """The word of a state, as chips and plates show it."""
    return words.say(_STATE_CODES[sign])


def age_text(seconds: float, words: Catalogue) -> str:
    """A span of time in its largest whole unit: "12 s", "22 min"."""
    for unit_s, code in ((_DAY_S, "tile_days"), (_HOUR_S, "tile_hours"), (_MINUTE_S, "tile_minutes")):
        if seconds >= unit_s:
            return words.say(code, count=int(seconds // unit_s))
    return words.say("tile_seconds", count=int(max(0.0, seconds)))


def gauge_value(gauge: Gauge, words: Catalogue) -> str:
    """ "41 of 60 px", "34 of 30°"."""
    names = dict(gauge.reason.parameters)
    code = "tile_value_px" if "face_px" in names else "tile_value"
    if any(name.endswith("_deg") for name in names):
        code = "tile_value_deg"
    return words.say(code, value=f"{gauge.value:.0f}", need=f"{gauge.need:.0f}")


def gauge_label(gauge: Gauge | None, words: Catalogue) -> str:
    """What is missing, in two or three words."""
    return words.say(f"short_{gauge.reason.code}" if gauge else "short_poor_view")


def labelled(model: StripModel, words: Catalogue) -> StripModel:
    """``model`` with the texts that its full form shows."""
    return replace(model, labels=_labels(model, words))


def _labels(model: StripModel, words: Catalogue) -> StripLabels:
    second = model.second
    threshold = ""
    if model.threshold and second is None:
        threshold = words.say("strip_threshold", threshold=model.threshold)
    elif model.form is not StripForm.GAUGE:
        threshold = words.say("strip_threshold_alone")
    first = f"{model.recogniser}, {model.unit} {model.threshold:.2f}" if second and model.threshold else ""
    return StripLabels(
        threshold=threshold,
        nearest=_nearest_label(model, words),
        margin=_margin_label(model, words),
        first_lane=first,
        second_lane=_lane_label(second),
        gauge=gauge_value(model.gauge, words) if model.gauge else "",
        second_note=words.say("strip_agrees" if second and second.sign is model.sign else "strip_says_no"),
    )


def _lane_label(lane: SecondLane | None) -> str:
    return f"{lane.recogniser}, {lane.unit} {lane.threshold:.2f}" if lane else ""


def _nearest_label(model: StripModel, words: Catalogue) -> str:
    if model.form is StripForm.GAUGE:
        return gauge_label(model.gauge, words)
    if model.form is StripForm.NOBODY:
        return words.say("tile_nobody_enrolled" if model.threshold else "tile_nobody_compared")
    if model.nearest is None:
        return ""
    if model.form is StripForm.STALE and model.age_s is not None:
        return words.say("strip_age", age=age_text(model.age_s, words))
    name = _name(model.nearest, words)
    return words.say("strip_like", person=name) if model.sign is Sign.ATTACK else name


def _margin_label(model: StripModel, words: Catalogue) -> str:
    margin = model.margin
    if model.sign is not Sign.RECOGNISED or model.form is not StripForm.PLAIN or margin is None or margin <= 0:
        return ""
    return words.say("strip_inside", margin=margin)


def _name(mark: Mark, words: Catalogue) -> str:
    return mark.name or words.say("tile_name_unknown")


def sentence(model: StripModel, words: Catalogue) -> str:
    """What a screen reader hears: "Seo-yeon, recognised, distance 0.81 of threshold 1.08, next Ha-eun 1.24"."""
    if model.gauge is not None:
        return f"{state_word(model.sign, words)}: {gauge_label(model.gauge, words)}, {gauge_value(model.gauge, words)}"
    if model.form is StripForm.NOBODY:
        return words.say("tile_nobody_enrolled" if model.threshold else "tile_nobody_compared")
    if model.nearest is None or not model.threshold:
        return words.say("tile_looking" if model.form is StripForm.PROVISIONAL else "short_poor_view")
    gathering = model.form is StripForm.PROVISIONAL
    state = words.say("tile_looking") if gathering else state_word(model.sign, words)
    person, distance, threshold = _name(model.nearest, words), model.nearest.distance, model.threshold
    state = state.lower()
    if model.runner_up is None:
        return words.say("strip_sentence", person=person, state=state, distance=distance, threshold=threshold)
    other, behind = _name(model.runner_up, words), model.runner_up.distance
    return words.say(
        "strip_sentence_next",
        person=person,
        state=state,
        distance=distance,
        threshold=threshold,
        other=other,
        next=behind,
    )
