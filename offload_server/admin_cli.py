"""The administrator's commands of ``munjigi-server``: ``enrol``, ``people``, ``consent-text`` and those about cameras.

They open the household themselves; while a server owns the data folder they say so and do nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from offload_server import admin_cameras
from offload_server.data_folder import DataFolder
from offload_server.errors import RefusedError, ServerError
from offload_server.household.consent_text import load_consent_text
from offload_server.household.consents import ConsentGiven, record_consent
from offload_server.household.enrolment import enrol_picture
from offload_server.household.house import House, close_house, open_house
from offload_server.household.names import clean_name, name_key
from offload_server.household.people import add_person, erase_person, list_people
from offload_server.household.records import PersonRecord
from offload_server.trust.principals import LocalAdmin
from pipeline.errors import EngineNotReadyError, PipelineError
from pipeline.ports import FaceEngine
from pipeline.reasons import PipelineReason
from pipeline.types import Reason
from resources.catalogue import Catalogue, system_language

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

COMMANDS = ("enrol", "people", "consent-text", *admin_cameras.COMMANDS)
LOADING_LIMIT_S = 180.0
"""Models load in seconds; a machine that compiles its bytecode first takes half a minute."""
_ADMIN = LocalAdmin()


def add_arguments(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands to ``subparsers`` (of which ``dest`` is ``command``)."""
    words = Catalogue(system_language())
    say = words.say
    admin_cameras.add_arguments(subparsers, words)
    enrol = subparsers.add_parser("enrol", help=say("admin_help_enrol"))
    enrol.add_argument("name", help=say("admin_help_name"))
    enrol.add_argument("photos", nargs="+", type=Path, metavar="photo", help=say("admin_help_photo"))
    enrol.add_argument("--consent-by", required=True, metavar="WHO", help=say("admin_help_consent_by"))
    enrol.add_argument("--guardian", action="store_true", help=say("admin_help_guardian"))
    enrol.add_argument("--accept-alike", action="store_true", help=say("admin_help_accept_alike"))
    subparsers.add_parser("people", help=say("admin_help_people"))
    subparsers.add_parser("consent-text", help=say("admin_help_consent_text"))


def run(args: argparse.Namespace, data: DataFolder, engine: FaceEngine) -> int:
    """Run ``args.command``; 0 when all went well, 1 when something was refused.

    ``engine`` is started and stopped here, and only if the command needs it.
    """
    words = Catalogue(getattr(args, "language", None) or system_language())
    try:
        match args.command:
            case "enrol":
                return asyncio.run(_enrol(args, data, engine, words))
            case command if command in admin_cameras.COMMANDS:
                return asyncio.run(_cameras(args, data, engine, words))
            case "people":
                return asyncio.run(_people(data, engine, words))
            case _:
                return _consent_text(words)
    except (ServerError, PipelineError) as error:
        _complain(words, error)
        return 1


async def _enrol(args: argparse.Namespace, data: DataFolder, engine: FaceEngine, words: Catalogue) -> int:
    photos = _read_photos(args.photos, words)
    if photos is None:
        return 1
    async with _opened(data, engine) as house:
        await _start(engine)
        try:
            return await _enrol_in(house, args, photos, words)
        finally:
            await asyncio.to_thread(engine.stop)


async def _enrol_in(
    house: House, args: argparse.Namespace, photos: Sequence[tuple[Path, bytes]], words: Catalogue
) -> int:
    given = ConsentGiven(args.consent_by, args.guardian, house.consent_text.version)
    person, is_new = await _person(house, args.name, given)
    kept = 0
    try:
        for file, photo in photos:
            try:
                await enrol_picture(_ADMIN, house, person.id, photo, accept_alike=args.accept_alike)
                kept += 1
            except (RefusedError, PipelineError) as error:
                _complain(words, error, str(file))
    finally:
        if kept == 0 and is_new:  # a person without a single sample was not what was asked for
            await erase_person(_ADMIN, house, person.id)
    code = "admin_enrolled" if kept else "admin_not_enrolled"
    print(words.say(code, person=person.name, samples=kept, photos=len(photos)))
    return 0 if kept == len(photos) else 1


async def _person(house: House, name: str, given: ConsentGiven) -> tuple[PersonRecord, bool]:
    """The person of that name with a consent, and whether they are new."""
    wanted = name_key(clean_name(name))
    for person in await list_people(_ADMIN, house):
        if name_key(person.name) == wanted:
            if person.consent is None:
                await record_consent(_ADMIN, house, person.id, given)
            return person, False
    return await add_person(_ADMIN, house, name, given), True


async def _cameras(args: argparse.Namespace, data: DataFolder, engine: FaceEngine, words: Catalogue) -> int:
    async with _opened(data, engine) as house:
        return await admin_cameras.run(args, house, words)


async def _people(data: DataFolder, engine: FaceEngine, words: Catalogue) -> int:
    async with _opened(data, engine) as house:
        people = await list_people(_ADMIN, house)
    if not people:
        print(words.say(PipelineReason.NO_ONE_ENROLLED))
    for person in people:
        print(_line(person, words))
    return 0


def _line(person: PersonRecord, words: Catalogue) -> str:
    if person.consent is None:
        return words.say("admin_person_without_consent", person=person.name)
    return words.say(
        "admin_person",
        person=person.name,
        samples=person.sample_count,
        given_by=person.consent.given_by,
        date=person.consent.given_at.date().isoformat(),
    )


def _consent_text(words: Catalogue) -> int:
    print(load_consent_text().texts[words.language])
    return 0


def _read_photos(files: Sequence[Path], words: Catalogue) -> list[tuple[Path, bytes]] | None:
    """Every photo, before anything is written; None (and a message) when one cannot be read."""
    photos = []
    for file in files:
        try:
            photos.append((file, file.read_bytes()))
        except OSError as error:
            problem = error.strerror or type(error).__name__
            print(words.say("admin_photo_unreadable", file=str(file), problem=problem), file=sys.stderr)
            return None
    return photos


async def _start(engine: FaceEngine) -> None:
    engine.start()
    if not await asyncio.to_thread(engine.wait_until_ready, LOADING_LIMIT_S):
        raise EngineNotReadyError(Reason.of(PipelineReason.ENGINE_LOADING))


@asynccontextmanager
async def _opened(data: DataFolder, engine: FaceEngine) -> AsyncIterator[House]:
    house = await open_house(data, engine)
    try:
        yield house
    finally:
        await close_house(house)


def _complain(words: Catalogue, error: ServerError | PipelineError, about: str | None = None) -> None:
    reasons = error.reasons if isinstance(error, RefusedError) else (error.reason,)
    sentence = " ".join(words.say_reason(reason) for reason in reasons)
    print(sentence if about is None else f"{about}: {sentence}", file=sys.stderr)
