"""The file itself: durability, damage, full disks, one writer."""

from __future__ import annotations

import asyncio
import functools
import os
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from offload_server.errors import StorageDamagedError, StorageFullError
from offload_server.reasons import ServerReason
from offload_server.store.database import Database
from offload_server.store.key_source import FileKeySource
from offload_server.store.store import HOUSEHOLD, Store


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    opened = Database.open(file)
    yield opened
    opened.close()


def pragma(name: str, connection: Connection) -> object:
    return connection.execute(text(f"PRAGMA {name}")).scalar_one()


@pytest.mark.parametrize(
    ("name", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)]
)
async def test_what_is_acknowledged_is_durable_and_what_is_deleted_is_gone(
    database: Database, name: str, value: object
) -> None:
    assert await database.write(lambda connection: pragma(name, connection)) == value
    assert await database.read(lambda connection: pragma(name, connection)) == value


def test_the_file_is_private(database: Database, file: Path) -> None:
    assert {each.stat().st_mode & 0o777 for each in file.parent.glob(file.name + "*")} == {0o600}


def make_table(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE numbers (number INTEGER PRIMARY KEY, filling BLOB)"))


def add(connection: Connection, *numbers: int, size: int = 10) -> None:
    for number in numbers:
        row = {"number": number, "filling": b"x" * size}
        connection.execute(text("INSERT INTO numbers VALUES (:number, :filling)"), row)


def count(connection: Connection) -> int:
    return int(connection.execute(text("SELECT count(*) FROM numbers")).scalar_one())


async def test_a_failing_unit_of_work_leaves_nothing(database: Database) -> None:
    await database.write(make_table)
    with pytest.raises(DBAPIError):
        await database.write(lambda connection: add(connection, 1, 2, 1))
    assert await database.read(count) == 0
    await database.write(lambda connection: add(connection, 1))
    assert await database.read(count) == 1


async def test_writes_are_one_after_another_on_one_thread_and_never_on_the_loop(database: Database) -> None:
    running, threads = [0], set()

    def work(_connection: Connection) -> None:
        running[0] += 1
        assert running[0] == 1
        threads.add(threading.current_thread())
        running[0] -= 1

    await asyncio.gather(*(database.write(work) for _ in range(20)))
    assert len(threads) == 1
    assert threading.current_thread() not in threads
    assert await database.read(lambda _connection: threading.current_thread()) is not threading.current_thread()


async def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match="readonly"):
        await database.read(make_table)


async def test_what_follows_a_write_runs_though_the_caller_is_gone(database: Database) -> None:
    await database.write(make_table)
    begun, go_on, followed = threading.Event(), threading.Event(), threading.Event()

    def work(connection: Connection) -> None:
        begun.set()
        go_on.wait(5)
        add(connection, 1)

    task = asyncio.create_task(database.write(work, then=lambda _connection: followed.set()))
    await asyncio.to_thread(begun.wait, 5)
    task.cancel()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(followed.wait, 5)
    assert await database.read(count) == 1


async def test_a_full_file_refuses_the_whole_unit_and_takes_the_next(database: Database) -> None:
    await database.write(make_table)
    await database.write(lambda connection: add(connection, 1))

    def limit(connection: Connection) -> None:
        pages = int(connection.execute(text("PRAGMA page_count")).scalar_one())
        connection.execute(text(f"PRAGMA max_page_count={pages + 4}"))

    await database.write(limit)
    with pytest.raises(StorageFullError) as refusal:
        await database.write(lambda connection: add(connection, 2, 3, size=20_000))
    assert refusal.value.reason.code == ServerReason.STORAGE_FULL
    assert await database.read(count) == 1
    await database.write(lambda connection: add(connection, 4))
    assert await database.read(count) == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with 2 MB; needs root."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    folder = tmp_path / "small"
    folder.mkdir()
    command = [str(mount), "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if os.name != "posix" or os.geteuid() != 0 or mount is None or umount is None:
        pytest.skip("only root can mount a small disk")
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.skip("this machine does not let root mount a tmpfs")
    yield folder
    subprocess.run([umount, "--lazy", str(folder)], check=True)  # a failed test may still hold a file


@pytest.mark.allow_log("deleted pages stay in its WAL")
async def test_a_really_full_disk_loses_nothing_and_works_again_once_there_is_room(small_disk: Path) -> None:
    file, filling = small_disk / "munjigi.sqlite3", small_disk / "filling"
    filling.write_bytes(b"x" * 500_000)
    database = Database.open(file)
    await database.write(make_table)
    kept = await add_until_full(database)
    assert kept > 0
    assert await database.read(count) == kept, "the last pair is kept whole or not at all"
    with pytest.raises(StorageFullError):
        await database.write(lambda connection: add(connection, 20_000, size=200_000))
    filling.unlink()
    await database.write(lambda connection: add(connection, 20_000, size=200_000))
    assert await database.read(count) == kept + 1
    database.close()
    reopened = Database.open(file)
    assert await reopened.read(count) == kept + 1
    reopened.close()


async def add_until_full(database: Database) -> int:
    """Add rows two at a time; how many were acknowledged."""
    kept = 0
    while kept < 10_000:
        pair = (kept, kept + 1)
        try:
            await database.write(functools.partial(add_pair, pair))
        except StorageFullError:
            break
        kept += 2
    return kept


def add_pair(pair: tuple[int, int], connection: Connection) -> None:
    add(connection, *pair, size=50_000)


def test_no_room_for_a_new_file_is_said_and_leaves_no_half_one(small_disk: Path) -> None:
    (small_disk / "filling").write_bytes(b"x" * (2 * 1024 * 1024 - 40_000))
    with pytest.raises(StorageFullError):
        Database.open(small_disk / "munjigi.sqlite3")
    assert not (small_disk / "munjigi.sqlite3").exists()
    (small_disk / "filling").unlink()
    Database.open(small_disk / "munjigi.sqlite3").close()


def make(file: Path) -> bytes:
    """A small valid database; its bytes."""
    Database.open(file).close()
    return file.read_bytes()


@pytest.mark.parametrize(
    "damage",
    [
        lambda _whole: b"",
        lambda whole: b"this is no database at all" + whole[26:],
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:4096] + b"\xa5" * 8192 + whole[12288:],
    ],
    ids=["emptied", "overwritten head", "cut off", "overwritten pages"],
)
@pytest.mark.filterwarnings("default")
def test_a_damaged_file_is_refused_and_never_replaced(file: Path, damage: object, caplog: object) -> None:
    assert callable(damage)
    damaged = damage(make(file))
    file.write_bytes(damaged)
    with pytest.raises(StorageDamagedError) as refusal:
        Database.open(file)
    assert refusal.value.reason.code == ServerReason.STORAGE_DAMAGED
    assert refusal.value.reason.figures() == {"file": str(file)}
    assert file.read_bytes() == damaged


def test_a_lost_file_beside_its_log_is_not_replaced_by_a_fresh_one(file: Path) -> None:
    make(file)
    file.rename(file.with_name("moved"))
    file.with_name(file.name + "-wal").write_bytes(b"what was not yet folded in")
    with pytest.raises(StorageDamagedError):
        Database.open(file)
    assert not file.exists()


def test_an_unfinished_new_file_is_made_again(file: Path) -> None:
    file.with_name(file.name + ".new").write_bytes(b"half")
    file.with_name(file.name + ".new-wal").write_bytes(b"half")
    Database.open(file).close()
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_a_database_of_a_later_version_is_left_alone(file: Path) -> None:
    make(file)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageDamagedError) as refusal:
        Database.open(file)
    assert refusal.value.reason.code == ServerReason.STORAGE_TOO_NEW


def test_a_database_without_its_key_is_refused_and_no_key_is_made(file: Path, keys: FileKeySource) -> None:
    Store.open(file, keys).close()
    key_file = file.parent / "household.key"
    key_file.rename(file.parent / "lost")
    with pytest.raises(StorageDamagedError) as refusal:
        Store.open(file, keys)
    assert refusal.value.reason.code == ServerReason.HOUSEHOLD_KEY_UNUSABLE
    assert not key_file.exists()
    keys.make()
    with pytest.raises(StorageDamagedError) as refusal:
        Store.open(file, keys)
    assert refusal.value.reason.code == ServerReason.HOUSEHOLD_KEY_UNUSABLE, "another household's key"
    (file.parent / "lost").replace(key_file)
    Store.open(file, keys).close()


async def test_the_household_has_a_key_from_the_first_start(store: Store) -> None:
    assert await store.read(lambda records: records.vault.has_key(HOUSEHOLD))
