"""What is said of a person on a card and above their samples. Knows no Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from desktop_app.painting.strip_model import Mark, Sign, StripForm, StripModel
from desktop_app.people.people_model import Household, Member
from offload_server.household.records import EventRecord, SampleId
from pipeline.types import PersonId, Verdict
from resources.catalogue import Catalogue

_MINUTE_S: Final = 60
_RECENT_S: Final = 3600
SayDate = Callable[[dt.date], str]
"""How the reader writes a date; the locale's business, so Qt's."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One line with its icon; ``tone`` is a role of the theme's inks."""

    text: str
    icon: str
    tone: str


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A card: ``remark`` says whether anybody could be mistaken for this person."""

    person_id: PersonId
    name: str
    seen: str
    figures: str
    remark: Remark
    strip: StripModel
    portrait: SampleId | None
    is_dimmed: bool

    @property
    def sentence(self) -> str:
        """For who cannot see the card."""
        return ", ".join((self.name, self.seen, self.figures, self.remark.text))


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells: the reader's words, their dates, and what time it is there (aware)."""

    words: Catalogue
    say_date: SayDate
    now: dt.datetime


def person_card(member: Member, household: Household, teller: Teller) -> PersonCard:
    """The card of one person."""
    return PersonCard(
        member.id,
        member.person.name,
        seen_text(member.last_event, teller),
        figures_text(member, teller.words),
        remark_of(member, household.names, teller.words),
        usual_strip(member, household),
        member.portrait,
        member.person.paused_at is not None,
    )


def seen_text(event: EventRecord | None, teller: Teller) -> str:
    """When and where somebody was last seen; "uncertain" where the door could not be sure."""
    words = teller.words
    if event is None:
        return words.say("people_seen_never")
    place = words.say("people_seen_uncertain") if event.verdict is Verdict.UNCERTAIN else event.camera_name
    local = event.at.astimezone(teller.now.tzinfo)
    age_s = (teller.now - local).total_seconds()
    if age_s < _MINUTE_S:
        return words.say("people_seen_now", place=place)
    if age_s < _RECENT_S:
        minutes = int(age_s // _MINUTE_S)
        code = "people_seen_minute" if minutes == 1 else "people_seen_minutes"
        return words.say(code, minutes=minutes, place=place)
    days = (teller.now.date() - local.date()).days
    if days > 1:
        return words.say("people_seen_on", date=teller.say_date(local.date()), place=place)
    code = "people_seen_yesterday" if days else "people_seen_today"
    return words.say(code, time=f"{local:%H:%M}", place=place)


def samples_text(count: int, words: Catalogue) -> str:
    """ "15 samples"."""
    if not count:
        return words.say("people_samples_none")
    return words.say("people_samples_one" if count == 1 else "people_samples_many", samples=count)


def figures_text(member: Member, words: Catalogue) -> str:
    """ "15 samples · usually 0.76"."""
    counted = samples_text(len(member.samples), words)
    usual = member.likeness.usual_distance if member.likeness is not None else None
    if usual is None:
        return counted
    return f"{counted} · {words.say('people_usually', usual=usual)}"


def remark_of(member: Member, names: Mapping[PersonId, str], words: Catalogue) -> Remark:
    """What matters most: not recognised at all, then too like somebody, then well apart."""
    hindrance = _hindrance(member)
    if hindrance is not None:
        code, icon, tone = hindrance
        return Remark(words.say(code), icon, tone)
    likeness = member.likeness
    if likeness is None:
        return Remark(words.say("people_not_compared"), "circle-dashed", "tertiary")
    if likeness.nearest_other is None:
        return Remark(words.say("people_alone"), "check", "tertiary")
    if likeness.is_close:
        other = names.get(likeness.nearest_other.person_id, "")
        return Remark(words.say("people_close", person=other), "scale", "uncertain")
    return Remark(words.say("people_apart"), "check", "tertiary")


def _hindrance(member: Member) -> tuple[str, str, str] | None:
    if member.person.paused_at is not None:
        return "people_is_paused", "pause", "secondary"
    if member.person.consent is None:
        return "people_no_consent", "info", "poor_view"
    if not member.samples:
        return "people_not_enrolled", "info", "poor_view"
    return None


def usual_strip(member: Member, household: Household) -> StripModel:
    """The usual distance to the own samples as the nearest mark, the nearest sample of anybody else as the next."""
    likeness = member.likeness
    if likeness is None or household.likeness is None or not member.is_recognised:
        return StripModel(Sign.STALE, StripForm.NOBODY)
    usual, other = likeness.usual_distance, likeness.nearest_other
    names = household.names
    return StripModel(
        Sign.RECOGNISED,
        threshold=household.likeness.scale.threshold,
        unit=household.unit,
        nearest=None if usual is None else Mark(member.id, member.person.name, usual),
        runner_up=None if other is None else Mark(other.person_id, names.get(other.person_id, ""), other.distance),
    )


def consent_text(member: Member, teller: Teller) -> str:
    """Who agreed, and when."""
    consent, words = member.person.consent, teller.words
    if consent is None:
        return words.say("people_consent_none")
    date = teller.say_date(consent.given_at.astimezone(teller.now.tzinfo).date())
    if consent.guardian:
        return words.say("people_consent_child", giver=consent.given_by, date=date)
    if consent.given_by == member.person.name:
        return words.say("people_consent_own", date=date)
    return words.say("people_consent_by", giver=consent.given_by, date=date)
