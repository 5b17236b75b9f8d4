"""``munjigi-server``: one sentence and exit code 2 for whatever keeps it from running."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from pathlib import Path

import pytest

from offload_server import __main__ as command
from offload_server.data_folder import DataFolder
from offload_server.options import EVERY_ADDRESS, EVERY_IPV4_ADDRESS, ServerOptions
from tests.fakes.engine import FakeEngine

LOOPBACK = ("--host", "127.0.0.1")


@pytest.fixture
def fake_engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """The networks are not what is tested here."""
    engine = FakeEngine()
    monkeypatch.setattr(command, "_build_engine", lambda *_args, **_kwargs: engine)
    return engine


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def refused(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """Run the command; the one sentence with which it could not."""
    assert command.main([str(argument) for argument in arguments]) == 2
    said = capsys.readouterr()
    assert said.err.count("\n") == 1, said.err
    assert "Traceback" not in said.err
    return said.err


def test_the_network_needs_an_explicit_yes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--insecure-lan" in refused(capsys, "--data", tmp_path / "new", "--host", "0.0.0.0")  # noqa: S104
    assert not (tmp_path / "new").exists()


def test_it_says_so_in_the_user_s_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    sentence = refused(capsys, "--data", tmp_path, "--host", "192.168.0.3")
    assert any("가" <= character <= "힣" for character in sentence)


def test_a_folder_in_use_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], fake_engine: FakeEngine) -> None:
    owner = DataFolder(tmp_path)
    owner.open()
    owner.lock()
    sentence = refused(capsys, "--data", tmp_path)
    owner.release()
    assert str(tmp_path) in sentence
    assert str(os.getpid()) in sentence


def test_a_taken_port_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], fake_engine: FakeEngine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert str(port) in refused(capsys, "run", "--port", str(port), "--data", tmp_path)
    assert not DataFolder(tmp_path).is_locked


def test_missing_weights_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sentence = refused(capsys, "--data", tmp_path, "--weights", tmp_path / "none")
    assert "munjigi-lab weights install" in sentence


def test_a_wrong_byte_in_a_weight_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "weights"
    folder.mkdir()
    (folder / "face_detection_yunet_2023mar.onnx").write_bytes(b"wrong")
    assert "face_detection_yunet_2023mar.onnx" in refused(capsys, "--data", tmp_path, "--weights", folder)


def test_a_damaged_database_is_named_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fake_engine: FakeEngine
) -> None:
    file = tmp_path / "munjigi.sqlite3"
    file.write_bytes(b"scribble" * 1000)
    refused(capsys, "--data", tmp_path)
    assert file.read_bytes() == b"scribble" * 1000


def test_unreadable_settings_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "settings.toml").write_text("colour = 'red'\n")
    assert "settings.toml" in refused(capsys, "--data", tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "house"):
        sentence = refused(capsys, "--data", folder)
        assert str(folder) in sentence
        assert "“--data”" in sentence
        assert command.main(["people", "--data", str(folder)]) == 1
        assert capsys.readouterr().err == sentence


def test_a_port_that_is_none_is_refused_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["--port", "99999"])
    assert ended.value.code == 2
    sentence = "The value 99999 does not fit --port. “munjigi-server --help” shows what is possible.\n"
    assert capsys.readouterr().err == sentence


def test_networks_that_cannot_be_loaded_end_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, allow_log: object
) -> None:
    engine = FakeEngine(ready=False)
    engine.fail("out of memory")
    monkeypatch.setattr(command, "_build_engine", lambda *_args, **_kwargs: engine)
    monkeypatch.setattr("offload_server.household.house._LOG.error", lambda *_args: None)
    assert command.main(["--data", str(tmp_path), "--port", "0"]) == 2
    assert "out of memory" in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_cleanly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fake_engine: FakeEngine, number: signal.Signals
) -> None:
    def send_when_it_listens() -> None:
        deadline = time.monotonic() + 20
        while not (tmp_path / "server.json").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.1)
        os.kill(os.getpid(), number)

    sender = threading.Thread(target=send_when_it_listens)
    sender.start()
    assert command.main(["--data", str(tmp_path), "--port", "0", "--insecure-lan", *LOOPBACK]) == 0
    sender.join()
    said = capsys.readouterr().out
    assert str(tmp_path / "admin-token") in said
    assert (tmp_path / "admin-token").read_text().strip() not in said
    assert "anyone on this network" in said
    assert not (tmp_path / "server.json").exists()


def test_the_port_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["--data", str(tmp_path), "--port", "70000"])
    assert "--port" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "host"),
    [
        ([], "127.0.0.1"),
        (["--insecure-lan"], EVERY_ADDRESS if socket.has_dualstack_ipv6() else EVERY_IPV4_ADDRESS),
        (["--insecure-lan", "--host", "192.168.7.7"], "192.168.7.7"),
        (["run", "--host", "::1"], "::1"),
    ],
)
def test_only_insecure_lan_opens_the_house_to_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_engine: FakeEngine, given: list[str], host: str
) -> None:
    hosts: list[str] = []

    async def note(_engine: object, _data: object, options: ServerOptions, _words: object) -> None:
        hosts.append(options.host)

    monkeypatch.setattr(command, "_serve", note)
    assert command.main(["--data", str(tmp_path), *given]) == 0
    assert hosts == [host]


@pytest.mark.parametrize(("arguments", "detector"), [((), "yunet"), (("--preset", "classic"), "haar")])
def test_the_preset_may_be_named_on_either_side_of_the_command(
    arguments: tuple[str, ...], detector: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr("pipeline.presets.compose", lambda detector, *_, **__: made.append(detector))
    monkeypatch.setattr("pipeline.engine.Engine", lambda parts: parts)
    assert command.main([*arguments, "--data", str(tmp_path), "consent-text"]) == 0
    assert command.main(["consent-text", "--data", str(tmp_path), *arguments]) == 0
    assert made == [detector, detector]
