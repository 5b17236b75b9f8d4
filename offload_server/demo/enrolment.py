"""Enrols the demo's people through the same use-cases as everybody else, consent included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from offload_server.demo.errors import DemoError
from offload_server.errors import RefusedError
from offload_server.household import consents, enrolment, people, settings
from offload_server.household.house import House
from offload_server.household.records import PersonRecord
from offload_server.trust.principals import LocalAdmin
from pipeline.errors import PictureRefusedError

FEWEST_SAMPLES: Final = 3
"""Fewer make a template that a turn of the head can miss."""
_ADMIN: Final = LocalAdmin()


async def enrol(house: House, name: str, pictures: Sequence[bytes]) -> PersonRecord:
    """Add ``name`` and enrol the pictures that serve; DemoError when too few of them do."""
    text = await consents.current_text(_ADMIN, house)
    consent = consents.ConsentGiven(given_by=name, guardian=False, text_version=text.version)
    person = await people.add_person(_ADMIN, house, name, consent)
    for picture in pictures:
        try:
            await enrolment.enrol_picture(_ADMIN, house, person.id, picture)
        except (RefusedError, PictureRefusedError):
            continue  # a blink or a hand: the next picture will do
    person = await people.get_person(_ADMIN, house, person.id)
    if person.sample_count < FEWEST_SAMPLES:
        raise DemoError.because("demo_enrolment_failed", person=name)
    return person


async def ask_for_interval(house: House, interval_ms: int) -> None:
    """Let the cameras send as fast as their films run."""
    await settings.change_settings(_ADMIN, house, {"stream_interval_ms": interval_ms})
