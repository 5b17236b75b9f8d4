"""The likeness table: a lower triangle of pairs. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.people.people_model import Household, Member
from resources.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class PairCell:
    """Two people: ``row`` counts from the second member, ``column`` from the first."""

    row: int
    column: int
    distance: float
    is_close: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class LikenessGrid:
    """``members`` have samples; ``sentence`` is for who cannot see the table."""

    members: tuple[Member, ...] = ()
    cells: tuple[PairCell, ...] = ()
    unit: str = ""
    sentence: str = ""


def likeness_grid(household: Household, words: Catalogue) -> LikenessGrid:
    """Everybody with samples against everybody, by name; empty with fewer than two."""
    likeness = household.likeness
    if likeness is None or not likeness.pairs:
        return LikenessGrid()
    members = tuple(member for member in household.members if member.id in likeness.people)
    places = {member.id: place for place, member in enumerate(members)}
    cells = []
    for pair in likeness.pairs:
        if pair.one not in places or pair.other not in places:
            continue
        column, row = sorted((places[pair.one], places[pair.other]))
        names = {"person": members[column].person.name, "other": members[row].person.name}
        sentence = words.say(
            "people_pair_close" if pair.is_close else "people_pair", **names, distance=f"{pair.distance:.2f}"
        )
        cells.append(PairCell(row - 1, column, pair.distance, pair.is_close, sentence))
    close = [cell.sentence for cell in cells if cell.is_close]
    return LikenessGrid(members, tuple(cells), household.unit, " ".join(close) or words.say("people_table_apart"))
