"""What is said of a person's samples, and of leaving some out. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from desktop_app.people.people_model import Household, Member
from desktop_app.people.person_words import Teller
from offload_server.household.likeness import RemovalEffect, SampleFigures, SampleWorth
from offload_server.household.records import SampleId, SampleRecord
from pipeline.types import PersonId
from resources.catalogue import Catalogue

WORTH_LOOKS: Final[Mapping[SampleWorth | None, tuple[str, str]]] = MappingProxyType(
    {
        SampleWorth.USEFUL: ("check", "recognised"),
        SampleWorth.REDUNDANT: ("copy", "tertiary"),
        SampleWorth.DOUBTFUL: ("eye-off", "poor_view"),
        SampleWorth.LOOK_ALIKE: ("scale", "uncertain"),
        None: ("circle-dashed", "tertiary"),
    }
)
"""Icon and ink of each worth; None: not compared yet."""


@dataclass(frozen=True, slots=True)
class SampleCell:
    """One sample: its worth in a word, and ``facts``, a line each: why, where it is from, quality, distances."""

    person_id: PersonId
    sample_id: SampleId
    worth: SampleWorth | None
    label: str
    facts: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """For who cannot see the picture."""
        return ", ".join((self.label, *self.facts))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Leaving out ``samples``: the question, and what it would change."""

    samples: tuple[SampleId, ...]
    question: str
    effects: tuple[str, ...]


def sample_cells(member: Member, household: Household, teller: Teller) -> tuple[SampleCell, ...]:
    """Every sample, oldest first."""
    figures = {each.id: each for each in member.likeness.samples} if member.likeness is not None else {}
    return tuple(_cell(each, figures.get(each.id), member, household, teller) for each in member.samples)


def _cell(
    sample: SampleRecord, figures: SampleFigures | None, member: Member, household: Household, teller: Teller
) -> SampleCell:
    words = teller.words
    worth = figures.worth if figures is not None else None
    kind = worth.value if worth is not None else "unknown"
    other = figures.nearest_other if figures is not None else None
    name = household.names.get(other.person_id, "") if other is not None else ""
    facts = [
        words.say(f"people_why_{kind}", person=member.person.name, other=name),
        _origin(sample, household, teller),
        words.say(
            "people_quality",
            face_px=sample.face_px,
            sharpness=round(sample.sharpness),
            brightness=round(sample.brightness),
        ),
    ]
    if figures is not None and figures.to_own is not None:
        facts.append(words.say("people_to_own", distance=figures.to_own))
    if other is not None:
        facts.append(words.say("people_to_other", other=name, distance=other.distance))
    return SampleCell(member.id, sample.id, worth, words.say(f"people_worth_{kind}"), tuple(facts))


def _origin(sample: SampleRecord, household: Household, teller: Teller) -> str:
    date = teller.say_date(sample.created_at.astimezone(teller.now.tzinfo).date())
    if sample.source == "picture":
        return teller.words.say("people_from_picture", date=date)
    camera = household.cameras.get(sample.camera_id) if sample.camera_id is not None else None
    if camera is None:
        return teller.words.say("people_from_lost_camera", date=date)
    return teller.words.say("people_from_camera", camera=camera, date=date)


def suggestion_of(member: Member, household: Household, words: Catalogue) -> Suggestion | None:
    """What would make this person better known, said before anything is done; None: nothing would."""
    effect = member.suggestion
    if effect is None or member.likeness is None:
        return None
    removed = [each for each in member.likeness.samples if each.id in effect.samples]
    return Suggestion(effect.samples, _question(removed, household, words), _effects(member, effect, words))


def _question(removed: list[SampleFigures], household: Household, words: Catalogue) -> str:
    alike = [each for each in removed if each.worth is SampleWorth.LOOK_ALIKE]
    doubtful = len(removed) - len(alike)
    nearest = min(
        (each.nearest_other for each in alike if each.nearest_other is not None), key=lambda each: each.distance,
        default=None,
    )  # fmt: skip
    other = household.names.get(nearest.person_id, "") if nearest is not None else ""
    if alike and doubtful:
        return words.say("people_suggest_both", alike=len(alike), other=other, doubtful=doubtful)
    kind, count = ("alike", len(alike)) if alike else ("doubtful", doubtful)
    code = f"people_suggest_{kind}_one" if count == 1 else f"people_suggest_{kind}"
    return words.say(code, alike=count, doubtful=count, other=other)


def _effects(member: Member, effect: RemovalEffect, words: Catalogue) -> tuple[str, ...]:
    before, after = member.likeness, effect.after
    if before is None:
        return ()
    said = []
    if before.nearest_other is not None and after.nearest_other is not None:
        ends = {"before": before.nearest_other.distance, "after": after.nearest_other.distance}
        said.append(words.say("people_effect_nearest", **ends))
    if before.usual_distance is not None and after.usual_distance is not None:
        said.append(words.say("people_effect_usual", before=before.usual_distance, after=after.usual_distance))
    return tuple(said)
