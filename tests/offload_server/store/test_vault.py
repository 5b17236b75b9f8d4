"""What is sealed can be read by its owner's key, in its own place, unchanged - and by nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select

from offload_server.errors import StorageDamagedError
from offload_server.store.key_source import FileKeySource, HouseholdKey
from offload_server.store.schema import data_keys, metadata
from offload_server.store.store import Store
from offload_server.store.vault import FORMAT_VERSION, Owner, Vault, _joined

MINJI = Owner("person", "minji")
SECRET = b"two hundred and fifty six bits of a face"


async def test_what_is_sealed_can_be_opened_in_a_later_transaction(store: Store) -> None:
    blob = await store.write(lambda records: records.vault.seal(MINJI, "embedding", "1", SECRET))
    assert await store.read(lambda records: records.vault.open(MINJI, "embedding", "1", blob)) == SECRET
    assert bytes(blob).find(SECRET) < 0


@pytest.mark.parametrize(
    ("owner", "kind", "record_id"),
    [
        (Owner("person", "jiho"), "embedding", "1"),
        (Owner("visitor", "minji"), "embedding", "1"),
        (MINJI, "sample", "1"),
        (MINJI, "embedding", "2"),
        (MINJI, "embedding1", ""),
    ],
)
async def test_a_blob_opens_in_its_own_place_only(store: Store, owner: Owner, kind: str, record_id: str) -> None:
    def seal_here_and_there(vault: Vault) -> bytes:
        vault.seal(owner, kind, record_id, b"what belongs there")
        return vault.seal(MINJI, "embedding", "1", SECRET)

    blob = await store.write(lambda records: seal_here_and_there(records.vault))
    with pytest.raises(StorageDamagedError):
        await store.read(lambda records: records.vault.open(owner, kind, record_id, blob))


async def test_every_flipped_byte_and_every_shorter_blob_is_noticed(store: Store) -> None:
    blob = await store.write(lambda records: records.vault.seal(MINJI, "embedding", "1", SECRET))
    assert blob[0] == FORMAT_VERSION

    def count_refusals(vault: Vault) -> int:
        flipped = [blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1 :] for at in range(len(blob))]
        shortened = [blob[:length] for length in range(len(blob))]
        refusals = 0
        for changed in flipped + shortened:
            try:
                vault.open(MINJI, "embedding", "1", changed)
            except StorageDamagedError:
                refusals += 1
        return refusals

    assert await store.read(lambda records: count_refusals(records.vault)) == 2 * len(blob)


async def test_the_same_plaintext_never_gives_the_same_blob(store: Store) -> None:
    blobs = await store.write(lambda records: {records.vault.seal(MINJI, "k", "1", SECRET) for _ in range(50)})
    assert len(blobs) == 50


async def test_an_erased_owners_blobs_are_unreadable_even_after_a_new_key(store: Store) -> None:
    blob = await store.write(lambda records: records.vault.seal(MINJI, "embedding", "1", SECRET))
    assert await store.erase(lambda records: records.vault.erase(MINJI))
    with pytest.raises(StorageDamagedError):
        await store.read(lambda records: records.vault.open(MINJI, "embedding", "1", blob))
    await store.write(lambda records: records.vault.seal(MINJI, "embedding", "1", b"enrolled again"))
    with pytest.raises(StorageDamagedError):
        await store.read(lambda records: records.vault.open(MINJI, "embedding", "1", blob))


async def test_erasing_one_owner_leaves_the_others(store: Store) -> None:
    jiho = Owner("person", "jiho")
    await store.write(lambda records: records.vault.seal(MINJI, "k", "1", SECRET))
    blob = await store.write(lambda records: records.vault.seal(jiho, "k", "1", SECRET))
    await store.erase(lambda records: records.vault.erase(MINJI))
    assert await store.read(lambda records: records.vault.open(jiho, "k", "1", blob)) == SECRET
    assert not await store.erase(lambda records: records.vault.erase(MINJI)), "there is nothing left to erase"


async def test_each_owner_has_a_key_of_their_own(store: Store) -> None:
    def wrapped(vault: Vault) -> list[bytes]:
        for number in range(5):
            vault.seal(Owner("visit", str(number)), "snapshot", "1", SECRET)
        return list(vault._connection.execute(select(data_keys.c.wrapped_key)).scalars())

    keys = await store.write(lambda records: wrapped(records.vault))
    assert len(set(keys)) == 6, "five visits and the household"


async def test_a_wrapped_key_cannot_be_moved_to_another_owner(store: Store) -> None:
    def swap(vault: Vault) -> None:
        vault.seal(MINJI, "k", "1", SECRET)
        vault.seal(Owner("person", "jiho"), "k", "1", SECRET)
        rows = vault._connection.execute(select(data_keys).where(data_keys.c.owner_id != "household")).all()
        ids = [row.owner_id for row in rows]
        for row, other in zip(rows, reversed(ids), strict=True):
            vault._connection.execute(
                data_keys.update()
                .where(data_keys.c.key_id == row.key_id)
                .values({"owner_kind": "swapping", "owner_id": other})
            )
        vault._connection.execute(
            data_keys.update().where(data_keys.c.owner_kind == "swapping").values({"owner_kind": "person"})
        )

    await store.write(lambda records: swap(records.vault))
    with pytest.raises(StorageDamagedError):
        await store.read(lambda records: records.vault.has_key(MINJI))


async def test_no_plaintext_reaches_the_disk(store: Store, file: Path) -> None:
    marker = b"MARKER-OF-A-FACE"
    await store.write(lambda records: records.vault.seal(MINJI, "embedding", "1", marker * 100))
    assert marker not in everything(file)


def test_sealing_needs_no_more_than_a_table_and_a_key(tmp_path: Path) -> None:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as connection:
        blob = Vault(connection, HouseholdKey(b"a" * 16, b"k" * 32)).seal(MINJI, "k", "1", SECRET)
        with pytest.raises(StorageDamagedError):
            Vault(connection, HouseholdKey(b"a" * 16, b"K" * 32)).open(MINJI, "k", "1", blob)
        with pytest.raises(StorageDamagedError):
            Vault(connection, HouseholdKey(b"b" * 16, b"k" * 32)).open(MINJI, "k", "1", blob)
    engine.dispose()


PARTS = st.lists(st.binary(max_size=6), max_size=4)


@given(PARTS, PARTS)
def test_the_associated_data_of_two_places_is_never_the_same(one: list[bytes], other: list[bytes]) -> None:
    assert (_joined(*one) == _joined(*other)) == (one == other)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200))
def test_any_bytes_are_a_household_key_or_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(StorageDamagedError):
        FileKeySource(file).read()


def everything(file: Path) -> bytes:
    """All bytes of the database and its companions."""
    return b"".join(each.read_bytes() for each in file.parent.glob(file.name + "*"))
