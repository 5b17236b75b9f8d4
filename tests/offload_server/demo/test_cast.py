"""The schedule itself: what is shown was never enrolled, and each door sees both kinds of people."""

from __future__ import annotations

import pytest

from offload_server.demo.cast import SHARED_CLIPS, Programme, programme
from resources.sentences import SENTENCES
from weights.manifest import load_manifest

BOTH = pytest.mark.parametrize("chosen", [programme(shared=False), programme(shared=True)], ids=["wheels", "shared"])


@BOTH
def test_nothing_that_is_shown_was_enrolled_from(chosen: Programme) -> None:
    for member in chosen.members:
        for door in chosen.doors:
            for piece in (appearance.piece for appearance in door.appearances):
                apart = piece.clip != member.piece.clip or piece.start >= member.piece.end
                assert apart, (member.role, door.key)


@BOTH
def test_everybody_enrolled_comes_and_each_door_sees_a_stranger(chosen: Programme) -> None:
    shown = [{here.role for each in door.appearances for here in each.present} for door in chosen.doors]
    assert all(None in roles for roles in shown)
    assert set().union(*shown) == {None, *(member.role for member in chosen.members)}


@BOTH
def test_every_name_has_its_words(chosen: Programme) -> None:
    codes = [member.name_code for member in chosen.members] + [door.name_code for door in chosen.doors]
    assert set(codes) <= set(SENTENCES)


def test_without_the_shared_folder_the_wheels_suffice() -> None:
    manifest = load_manifest()
    assert all(manifest.find(name) for name in programme(shared=False).clips())
    assert not set(programme(shared=False).clips()) & set(SHARED_CLIPS)


def test_the_shared_folder_adds_a_person_who_is_met_in_another_clip() -> None:
    assert len(programme(shared=True).members) == 2
    assert len(SHARED_CLIPS) == 2
