"""A server in a thread: it says why it does not start, and leaves nothing behind when it stops."""

from __future__ import annotations

import json
import os
import socket
import threading
import urllib.request
from pathlib import Path

import pytest

from offload_server.data_folder import DataFolder
from offload_server.discovery import Advertisement
from offload_server.errors import AddressInUseError, DataFolderInUseError, RefusedError, StorageDamagedError
from offload_server.household import house, people
from offload_server.options import ServerOptions
from offload_server.reasons import ServerReason
from offload_server.roster import CameraRoster
from offload_server.runtime import ServerThread
from offload_server.trust.principals import LocalAdmin
from tests.fakes.engine import FakeEngine

QUIET = ServerOptions(port=0, advertise=False)


def server(folder: Path, options: ServerOptions = QUIET) -> ServerThread:
    return ServerThread(FakeEngine(), DataFolder(folder), options)


def test_it_serves_use_cases_and_http_until_it_is_stopped(tmp_path: Path) -> None:
    running = server(tmp_path)
    address = running.start(20)
    try:
        minji = running.call(people.add_person, LocalAdmin(), running.house, "Minji").result(5)
        token = (tmp_path / "admin-token").read_text().strip()
        request = urllib.request.Request(f"{address.url}/api/v1/people", headers={"Authorization": f"Bearer {token}"})  # noqa: S310
        with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310
            assert [person["id"] for person in json.load(response)["people"]] == [minji.id]
        told = json.loads((tmp_path / "server.json").read_text())
        assert told == {"pid": os.getpid(), "host": address.host, "port": address.port}
    finally:
        running.stop()
    running.stop()  # harmless
    assert not (tmp_path / "server.json").exists()
    assert not DataFolder(tmp_path).is_locked
    with pytest.raises(RuntimeError):
        running.call(people.list_people, LocalAdmin(), running.house)


def test_what_was_kept_is_there_after_a_restart(tmp_path: Path) -> None:
    first = server(tmp_path)
    first.start(20)
    first.call(people.add_person, LocalAdmin(), first.house, "Minji").result(5)
    first.stop()
    second = server(tmp_path)
    second.start(20)
    kept = second.call(people.list_people, LocalAdmin(), second.house).result(5)
    second.stop()
    assert [person.name for person in kept] == ["Minji"]


def test_a_second_server_on_the_same_folder_is_told_who_has_it(tmp_path: Path) -> None:
    first = server(tmp_path)
    address = first.start(20)
    with pytest.raises(DataFolderInUseError) as refused:
        server(tmp_path).start(20)
    assert (tmp_path / "server.json").exists()  # the first one's
    first.stop()
    assert refused.value.reason.figures()["folder"] == str(tmp_path)
    assert str(address.port) in str(refused.value.reason.figures()["owner"])


def test_a_taken_port_is_said_and_the_folder_given_back(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressInUseError) as refused:
            server(tmp_path, ServerOptions(port=port, advertise=False)).start(20)
    assert refused.value.reason.code == ServerReason.PORT_TAKEN
    assert refused.value.reason.figures() == {"host": "127.0.0.1", "port": port}
    again = server(tmp_path)
    again.start(20)
    again.stop()


def test_an_address_of_another_machine_is_said(tmp_path: Path) -> None:
    options = ServerOptions(host="192.0.2.1", port=0, advertise=False, insecure_lan=True)
    with pytest.raises(AddressInUseError) as refused:
        server(tmp_path, options).start(20)
    assert refused.value.reason.code == ServerReason.ADDRESS_UNUSABLE


def test_the_network_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    with pytest.raises(RefusedError):
        server(tmp_path / "new", ServerOptions(host="0.0.0.0", port=0)).start(20)  # noqa: S104
    assert not (tmp_path / "new").exists()


def test_a_damaged_database_stays_as_it_is_and_is_said(tmp_path: Path) -> None:
    first = server(tmp_path)
    first.start(20)
    first.stop()
    database = tmp_path / "munjigi.sqlite3"
    damaged = b"not a database" + database.read_bytes()[14:]
    database.write_bytes(damaged)
    with pytest.raises(StorageDamagedError):
        server(tmp_path).start(20)
    assert database.read_bytes() == damaged


def test_it_stops_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop accepting, close sockets, leave mDNS, drain the engine, flush the store (design.md 6)."""
    steps: list[str] = []
    engine = FakeEngine()
    running = ServerThread(engine, DataFolder(tmp_path), QUIET)

    def note(step: str, owner: object, name: str) -> None:
        original = getattr(owner, name)

        def noted(*args: object, **kwargs: object) -> object:
            steps.append(step)
            return original(*args, **kwargs)

        monkeypatch.setattr(owner, name, noted)

    address = running.start(20)
    note("sockets", CameraRoster, "dismiss_all")
    note("mdns", Advertisement, "withdraw")
    note("engine", engine, "stop")
    note("store", house, "_close")
    running.stop()
    assert steps == ["sockets", "mdns", "engine", "store"]
    with pytest.raises(OSError, match="refused"), socket.create_connection((address.host, address.port), 1):
        pass


def test_no_thread_is_left(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    for _ in range(2):
        running = server(tmp_path)
        running.start(20)
        running.stop()
    assert {thread for thread in threading.enumerate() if thread.is_alive()} <= before
