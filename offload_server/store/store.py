"""The store: repositories and vault, one transaction at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from offload_server.errors import StorageDamagedError
from offload_server.reasons import ServerReason
from offload_server.store.cameras import Cameras
from offload_server.store.database import Database
from offload_server.store.events import Events
from offload_server.store.key_source import HouseholdKey, KeySource
from offload_server.store.people import People
from offload_server.store.samples import Samples
from offload_server.store.vault import Owner, Vault
from pipeline.types import Reason

Result = TypeVar("Result")
HOUSEHOLD = Owner("household", "household")


@dataclass(frozen=True, slots=True)
class Records:
    """All repositories of one transaction."""

    people: People
    samples: Samples
    cameras: Cameras
    events: Events
    vault: Vault


class Store:
    """Runs work on ``Records`` in one transaction, off the event loop."""

    def __init__(self, database: Database, household_key: HouseholdKey) -> None:
        self._database = database
        self._household_key = household_key

    @classmethod
    def open(cls, file: Path, keys: KeySource) -> Store:
        """Open or make the database and the household key. Blocks.

        Raises StorageDamagedError when either is damaged, or the database is there and its key is not.
        """
        if file.exists() and not keys.exists():
            raise _key_unusable(file)
        keys.make()
        household_key = keys.read()
        database = Database.open(file)
        try:
            database.write_now(lambda connection: _prove_key(Vault(connection, household_key)))
        except StorageDamagedError as error:
            database.close()
            raise _key_unusable(file) from error
        except BaseException:
            database.close()
            raise
        return cls(database, household_key)

    def close(self) -> None:
        """Finish what is queued and close the file. Blocks."""
        self._database.close()

    async def read(self, work: Callable[[Records], Result]) -> Result:
        """``work`` on one consistent state."""
        return await self._database.read(lambda connection: work(self._records(connection)))

    async def write(
        self, work: Callable[[Records], Result], *, then: Callable[[Records], None] | None = None
    ) -> Result:
        """``work`` in one transaction, kept whole or not at all; ``then`` runs once it is kept."""
        return await self._write(work, then, checkpoint=False)

    async def erase(
        self, work: Callable[[Records], Result], *, then: Callable[[Records], None] | None = None
    ) -> Result:
        """As ``write``; what ``work`` deleted is gone from the write-ahead log too when it returns."""
        return await self._write(work, then, checkpoint=True)

    async def _write(
        self, work: Callable[[Records], Result], then: Callable[[Records], None] | None, *, checkpoint: bool
    ) -> Result:
        return await self._database.write(
            lambda connection: work(self._records(connection)),
            then=None if then is None else lambda connection: then(self._records(connection)),
            checkpoint=checkpoint,
        )

    def _records(self, connection: Connection) -> Records:
        vault = Vault(connection, self._household_key)
        return Records(
            People(connection), Samples(connection, vault), Cameras(connection, vault), Events(connection, vault), vault
        )


def _prove_key(vault: Vault) -> None:
    """The household's own data key shows at every start that file and household key belong together."""
    if not vault.has_key(HOUSEHOLD):
        vault.seal(HOUSEHOLD, "proof", "start", b"")


def _key_unusable(file: Path) -> StorageDamagedError:
    return StorageDamagedError(Reason.of(ServerReason.HOUSEHOLD_KEY_UNUSABLE, file=str(file)))
