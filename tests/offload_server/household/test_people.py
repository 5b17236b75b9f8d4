"""People: names, consent, erasure."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offload_server.errors import ConflictError, NotFoundError, RefusedError
from offload_server.household.consents import (
    ConsentGiven,
    current_text,
    list_consents,
    record_consent,
    withdraw_consent,
)
from offload_server.household.enrolment import enrol_picture, list_samples
from offload_server.household.events import event_snapshot, get_event
from offload_server.household.house import House
from offload_server.household.names import MAX_NAME_CHARACTERS, clean_name, free_name, name_key
from offload_server.household.people import (
    add_person,
    erase_person,
    get_person,
    list_people,
    pause_person,
    rename_person,
    resume_person,
)
from offload_server.household.records import PersonRecord
from offload_server.household.visits import record_decision
from offload_server.reasons import ServerReason
from pipeline.types import PersonId
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_decision, fake_observation
from tests.offload_server.household.conftest import ADMIN, CONSENT, FakeClock
from tests.offload_server.household.faces import face, person


async def test_a_person_is_added_with_the_consent_that_they_gave(house: House, clock: FakeClock) -> None:
    added = await add_person(ADMIN, house, "  민지 ", CONSENT)
    assert added.name == "민지"
    assert added.sample_count == 0
    assert added.created_at == clock.now
    assert added.consent is not None
    assert (added.consent.given_by, added.consent.guardian) == (CONSENT.given_by, True)
    assert await get_person(ADMIN, house, added.id) == added
    assert await list_people(ADMIN, house) == (added,)


@pytest.mark.parametrize("name", ["minji", "MINJI", " Minji ", "Ｍｉｎｊｉ"])
async def test_a_name_is_given_once(house: House, name: str) -> None:
    await add_person(ADMIN, house, "Minji")
    with pytest.raises(ConflictError) as refusal:
        await add_person(ADMIN, house, name)
    assert refusal.value.reason.code == ServerReason.NAME_TAKEN


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", ServerReason.NAME_EMPTY),
        (" \n\t ", ServerReason.NAME_EMPTY),
        ("x" * 81, ServerReason.NAME_TOO_LONG),
        ("a\x00b", ServerReason.NAME_UNPRINTABLE),
        ("a\nb", ServerReason.NAME_UNPRINTABLE),
        ("\u202eadmin", ServerReason.NAME_UNPRINTABLE),
        ("\ud800", ServerReason.NAME_UNPRINTABLE),
    ],
)
async def test_what_is_no_name_is_refused(house: House, name: str, code: ServerReason) -> None:
    with pytest.raises(RefusedError) as refusal:
        await add_person(ADMIN, house, name)
    assert refusal.value.reason.code == code
    assert await list_people(ADMIN, house) == ()


@given(st.text(max_size=100))
def test_a_clean_name_is_short_printable_normal_and_stays_as_it_is(name: str) -> None:
    try:
        cleaned = clean_name(name)
    except RefusedError:
        return
    assert 1 <= len(cleaned) <= MAX_NAME_CHARACTERS
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean_name(cleaned) == cleaned
    assert name_key(cleaned) == name_key(name_key(cleaned))


@given(st.text(max_size=200), st.integers(0, 5))
def test_whatever_a_stranger_suggests_becomes_a_free_clean_name(suggested: str, taken_before: int) -> None:
    taken: set[str] = set()
    for _ in range(taken_before + 1):
        name = free_name(suggested, taken.__contains__)
        assert clean_name(name) == name
        assert name_key(name) not in taken
        taken.add(name_key(name))


async def test_renaming_keeps_everything_else(house: House, minji: PersonRecord) -> None:
    renamed = await rename_person(ADMIN, house, minji.id, "김민지")
    assert renamed.name == "김민지"
    assert renamed.consent == minji.consent
    assert (await rename_person(ADMIN, house, minji.id, "김민지")).name == "김민지", "its own name is not taken"
    await add_person(ADMIN, house, "Jiho")
    with pytest.raises(ConflictError):
        await rename_person(ADMIN, house, minji.id, "JIHO")


async def test_a_paused_person_is_kept_but_in_no_gallery(
    house: House, minji: PersonRecord, engine: FakeEngine, clock: FakeClock
) -> None:
    engine.picture_answer = fake_observation(faces=(face(person(1)),))
    await enrol_picture(ADMIN, house, minji.id, b"photo")
    paused = await pause_person(ADMIN, house, minji.id)
    assert (paused.paused_at, paused.sample_count) == (clock.now, 1)
    assert not list(engine.templates)
    clock.go_on(hours=1)
    assert await pause_person(ADMIN, house, minji.id) == paused, "once more does not change since when"
    assert await list_people(ADMIN, house) == (paused,)

    assert (await resume_person(ADMIN, house, minji.id)).paused_at is None
    assert [template.person_id for template in engine.templates] == [minji.id]


async def test_a_paused_person_still_counts_when_somebody_alike_is_enrolled(
    house: House, minji: PersonRecord, engine: FakeEngine
) -> None:
    engine.picture_answer = fake_observation(faces=(face(person(1)),))
    await enrol_picture(ADMIN, house, minji.id, b"photo")
    await pause_person(ADMIN, house, minji.id)
    with pytest.raises(RefusedError) as refusal:
        await enrol_picture(ADMIN, house, minji.id, b"photo")
    assert refusal.value.reason.code == ServerReason.SAMPLE_ALREADY_KEPT
    jiho = await add_person(ADMIN, house, "Jiho", CONSENT)
    with pytest.raises(RefusedError) as refusal:
        await enrol_picture(ADMIN, house, jiho.id, b"photo")
    assert refusal.value.reason.code == ServerReason.LOOKS_LIKE_SOMEONE_ELSE
    assert not list(engine.templates)


async def test_nobody_is_found_by_a_wrong_id(house: House) -> None:
    wrong = PersonId("nobody")
    for call in (
        get_person(ADMIN, house, wrong),
        rename_person(ADMIN, house, wrong, "x"),
        pause_person(ADMIN, house, wrong),
        resume_person(ADMIN, house, wrong),
        erase_person(ADMIN, house, wrong),
        list_consents(ADMIN, house, wrong),
        record_consent(ADMIN, house, wrong, CONSENT),
        withdraw_consent(ADMIN, house, wrong),
    ):
        with pytest.raises(NotFoundError) as refusal:
            await call
        assert refusal.value.reason.code == ServerReason.PERSON_NOT_FOUND


async def test_erasing_leaves_nothing_of_a_person_but_anonymous_events(
    house: House, minji: PersonRecord, engine: FakeEngine
) -> None:
    jiho = await add_person(ADMIN, house, "Jiho", CONSENT)
    for each, seed in ((minji, 1), (jiho, 2)):
        engine.picture_answer = fake_observation(faces=(face(person(seed)),))
        await enrol_picture(ADMIN, house, each.id, b"photo")
    event = await record_decision(ADMIN, house, fake_decision(person_id=minji.id))
    other = await record_decision(ADMIN, house, fake_decision("v2", person_id=jiho.id))

    report = await erase_person(ADMIN, house, minji.id)

    assert (report.samples, report.consents, report.events_made_anonymous) == (1, 1, 1)
    assert [template.person_id for template in engine.templates] == [jiho.id]
    anonymous = await get_event(ADMIN, house, event.id)
    assert anonymous.verdict == event.verdict
    assert anonymous.person_id is None
    assert anonymous.person_name is None
    assert anonymous.nearest is not None
    assert anonymous.nearest.name is None
    assert anonymous.nearest.person_id != minji.id
    assert anonymous.nearest.distance == event.nearest.distance if event.nearest else False
    assert not anonymous.has_snapshot, "the picture of an erased person is erased"
    assert await event_snapshot(ADMIN, house, other.id), "another's picture stays"
    with pytest.raises(NotFoundError):
        await get_person(ADMIN, house, minji.id)


async def test_after_an_erasure_neither_name_nor_id_nor_key_is_in_the_files(
    house: House, minji: PersonRecord, engine: FakeEngine
) -> None:
    engine.picture_answer = fake_observation(faces=(face(person(1)),))
    await enrol_picture(ADMIN, house, minji.id, b"photo")
    await record_decision(ADMIN, house, fake_decision(person_id=minji.id))
    await erase_person(ADMIN, house, minji.id)
    files = list(house.data.path.glob("munjigi.sqlite3*"))
    content = b"".join(file.read_bytes() for file in files)
    assert len(files) == 3, "the house is open: database, log and shared memory"
    for trace in (minji.name, minji.id, CONSENT.given_by):
        assert trace.encode() not in content


async def test_consent_is_to_the_current_text(house: House, minji: PersonRecord) -> None:
    text = await current_text(ADMIN, house)
    assert set(text.texts) == {"en", "ko"}
    with pytest.raises(RefusedError) as refusal:
        await record_consent(ADMIN, house, minji.id, ConsentGiven("Minji", False, "1999-01"))
    assert refusal.value.reason.code == ServerReason.CONSENT_TEXT_UNKNOWN
    assert refusal.value.reason.figures() == {"text_version": "1999-01", "current": text.version}
    with pytest.raises(RefusedError):
        await add_person(ADMIN, house, "Jiho", ConsentGiven("Jiho", False, "1999-01"))
    with pytest.raises(RefusedError):
        await record_consent(ADMIN, house, minji.id, ConsentGiven("  ", False, text.version))
    assert len(await list_people(ADMIN, house)) == 1


async def test_withdrawing_erases_samples_and_forgets_the_face_at_once(
    house: House, minji: PersonRecord, engine: FakeEngine, clock: FakeClock
) -> None:
    engine.picture_answer = fake_observation(faces=(face(person(1)),))
    await enrol_picture(ADMIN, house, minji.id, b"photo")
    assert len(engine.templates) == 1
    clock.go_on(hours=1)
    after = await withdraw_consent(ADMIN, house, minji.id)
    assert (after.consent, after.sample_count) == (None, 0)
    assert not list(engine.templates)
    assert await list_samples(ADMIN, house, minji.id) == ()
    withdrawn = await list_consents(ADMIN, house, minji.id)
    assert [each.withdrawn_at for each in withdrawn] == [clock.now], "the record of it stays"
    with pytest.raises(RefusedError) as refusal:
        await enrol_picture(ADMIN, house, minji.id, b"photo")
    assert refusal.value.reason.code == ServerReason.CONSENT_MISSING
    assert await withdraw_consent(ADMIN, house, minji.id) == after, "once more changes nothing"

    await record_consent(ADMIN, house, minji.id, CONSENT)
    await enrol_picture(ADMIN, house, minji.id, b"photo")
    assert len(engine.templates) == 1
    assert len(await list_consents(ADMIN, house, minji.id)) == 2
