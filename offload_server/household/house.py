"""The open household: what every use-case works with, and how it is opened and closed."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from offload_server.data_folder import DataFolder
from offload_server.household.announcements import Announcements
from offload_server.household.consent_text import load_consent_text
from offload_server.household.enrolled import use_enrolled
from offload_server.household.guided.current import CurrentEnrolment
from offload_server.household.records import ConsentText
from offload_server.household.standing import CameraStanding
from offload_server.household.still_look import StillLooks
from offload_server.household.views import CameraViews
from offload_server.settings import SettingsHolder, load_settings
from offload_server.store.key_source import FileKeySource
from offload_server.store.store import Records, Store
from pipeline.errors import EngineNotReadyError
from pipeline.ports import FaceEngine
from pipeline.types import CameraId

_LOG = logging.getLogger(__name__)
_READY_LOOK_S = 0.5
"""How long one look at a loading engine waits: closing the house waits for it at most once."""

Clock = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    """The wall clock, aware."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True, eq=False)
class House:
    """Everything that belongs to one household while it is open."""

    store: Store
    engine: FaceEngine
    settings: SettingsHolder
    announcements: Announcements
    views: CameraViews
    standing: CameraStanding
    clock: Clock
    consent_text: ConsentText
    data: DataFolder
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    took_lock: bool = False
    guided: CurrentEnrolment = field(default_factory=CurrentEnrolment)
    still_looks: dict[CameraId, StillLooks] = field(default_factory=dict)

    def use_enrolled(self, records: Records) -> None:
        """Hand everybody who is enrolled and consents to the engine; runs on the store's writer thread."""
        use_enrolled(self.engine, records)


async def open_house(data: DataFolder, engine: FaceEngine, clock: Clock = utc_now) -> House:
    """Take the folder, bring its store up to date and hand the engine who is enrolled.

    A folder that ``data`` already locked stays with its locker. The engine may still be loading: it gets the gallery
    when it is ready. Raises DataFolderInUseError, SettingsError, StorageDamagedError or StorageFullError.
    """
    house = await asyncio.to_thread(_open, data, engine, clock)
    if engine.status().ready:
        await _furnish(house)
    else:
        house.tasks.add(asyncio.create_task(_furnish_when_ready(house)))
    return house


async def close_house(house: House) -> None:
    """Finish what is being written and give the folder back; idempotent."""
    for task in house.tasks:
        task.cancel()
    await asyncio.gather(*house.tasks, return_exceptions=True)
    await asyncio.to_thread(_close, house)


def _open(data: DataFolder, engine: FaceEngine, clock: Clock) -> House:
    data.open()
    took_lock = data.lock()
    try:
        return House(
            settings=load_settings(data.settings_file),
            consent_text=load_consent_text(),
            store=Store.open(data.database, FileKeySource(data.household_key_file)),
            engine=engine,
            announcements=Announcements(),
            views=CameraViews(),
            standing=CameraStanding(),
            clock=clock,
            data=data,
            took_lock=took_lock,
        )
    except BaseException:
        if took_lock:
            data.release()
        raise


def _close(house: House) -> None:
    house.store.close()
    if house.took_lock:
        house.data.release()


async def _furnish(house: House) -> None:
    house.engine.use_false_match_rate(house.settings.current.false_match_rate)
    await house.store.write(house.use_enrolled)  # on the writer, so that no change comes between


async def _furnish_when_ready(house: House) -> None:
    try:
        while not await asyncio.to_thread(house.engine.wait_until_ready, _READY_LOOK_S):
            pass
    except EngineNotReadyError as error:
        _LOG.error("the engine did not start: %s", error)
        return
    await _furnish(house)
