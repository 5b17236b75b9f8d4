"""Names of peers become safe to log and show."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offload_server.wire.sanitise import printable


@given(st.text(st.characters(), max_size=60), st.integers(0, 40))
def test_what_comes_out_is_printable_short_and_stable(text: str, limit: int) -> None:
    clean = printable(text, limit)
    assert clean.isprintable()
    assert len(clean) <= limit
    assert printable(clean, limit) == clean


@pytest.mark.parametrize(
    ("given_text", "clean"),
    [
        ("  front \t door\n", "front door"),
        ("\x1b[31mred", "[31mred"),
        ("a\u202eb\u200bc\ufeff", "abc"),
        ("line\u2028break", "line break"),
        ("\ud800door", "door"),
        (unicodedata.normalize("NFD", "현관"), "현관"),
    ],
)
def test_what_could_mislead_a_reader_is_removed(given_text: str, clean: str) -> None:
    assert printable(given_text, 64) == clean
