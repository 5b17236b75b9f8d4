"""``munjigi`` on the command line."""

from __future__ import annotations

import signal
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from desktop_app import __main__ as munjigi
from desktop_app import application
from desktop_app.application import StationOptions
from desktop_app.backends import HouseholdOptions, household_engine
from desktop_app.wall_picture import WallPicture
from offload_server.demo import run as demo
from offload_server.demo.options import DemoOptions


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("MUNJIGI_SHARED", raising=False)
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # pytest keeps its own


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[DemoOptions]:
    """What the demo was asked for; it is not run."""
    found: list[DemoOptions] = []

    def note(options: DemoOptions) -> int:
        found.append(options)
        return 7

    monkeypatch.setattr(demo, "run", note)
    return found


@pytest.fixture
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[StationOptions]:
    """What the station was opened with; it is not opened."""
    found: list[StationOptions] = []
    monkeypatch.setenv("DISPLAY", ":99")

    def note(options: StationOptions, *_: object) -> int:
        found.append(options)
        return 5

    monkeypatch.setattr(application, "run", note)
    return found


@pytest.mark.usefixtures("no_display")
@pytest.mark.parametrize("arguments", [[], ["demo"]])
def test_without_a_display_it_says_what_to_do(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert munjigi.main(arguments) == munjigi.EXIT_USAGE
    said = capsys.readouterr().err
    assert "munjigi demo --headless" in said
    assert said.count("\n") == 1


def test_it_opens_the_station(opened: list[StationOptions]) -> None:
    assert munjigi.main(["--data", "d", "--port", "0", "--weights", "w", "--language", "ko"]) == 5
    assert opened[0].household == HouseholdOptions(Path("d"), 0, Path("w"))
    assert opened[0].language == "ko"
    assert not opened[0].starts_demo


def test_a_preset_may_be_named_for_this_start(opened: list[StationOptions], tmp_path: Path) -> None:
    munjigi.main(["--data", str(tmp_path), "--preset", "classic"])
    assert opened[0].household.preset == "classic"
    assert HouseholdOptions(tmp_path, 0).preset is None, "else the household's own choice holds"


@pytest.mark.parametrize(
    ("named", "in_settings", "detector"),
    [("classic", "standard", "haar"), (None, "classic", "haar"), (None, "standard", "yunet")],
)
def test_the_engine_is_of_the_named_preset_or_the_households(
    named: str | None, in_settings: str, detector: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr("pipeline.presets.compose", lambda detector, *_, **__: made.append(detector))
    monkeypatch.setattr("pipeline.engine.Engine", lambda parts: parts)
    (tmp_path / "settings.toml").write_text(f'preset = "{in_settings}"\n')
    household_engine(HouseholdOptions(tmp_path, 0, preset=named))
    assert made == [detector]


def test_the_demo_has_a_window_too(opened: list[StationOptions]) -> None:
    munjigi.main(["demo", "--data", "d"])
    assert opened[0].starts_demo
    assert opened[0].demo.data == Path("d")
    assert opened[0].household.data != Path("d"), "the demo's folder never is the household's"


def test_screenshots_show_the_scenes_that_were_asked_for_in_both_languages_and_themes(tmp_path: Path) -> None:
    names = ("live", "settings-about", "first-run-models")
    command = [sys.executable, "-m", "desktop_app", "--screenshot", str(tmp_path)]
    command += [word for name in names for word in ("--only", name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    files = {file.name for file in tmp_path.iterdir()}
    looks = [f"{theme}-{language}.png" for theme in ("dark", "light") for language in ("en", "ko")]
    assert files == {f"{name}-{look}" for name in names for look in looks}
    assert len(done.stdout.splitlines()) == len(files)


@pytest.mark.parametrize("arguments", [["--language", "ko"], ["--language=ko"]])
@pytest.mark.usefixtures("no_display")
def test_it_speaks_korean_when_asked(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    munjigi.main(arguments)
    assert "창을 띄울 화면이 없어요." in capsys.readouterr().err


@pytest.mark.usefixtures("no_display")
def test_it_speaks_the_systems_language(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    munjigi.main([])
    assert "창을" in capsys.readouterr().err


def test_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        munjigi.main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"munjigi {metadata.version('munjigi')}\n"


def test_the_demo_gets_what_was_asked_for(asked: list[DemoOptions]) -> None:
    arguments = ["demo", "--headless", "--seconds", "12.5", "--json", "--data", "d", "--weights", "w", "--shared", "s"]
    assert munjigi.main([*arguments, "--language", "ko"]) == 7
    assert asked == [
        DemoOptions(seconds=12.5, json=True, language="ko", data=Path("d"), weights=Path("w"), shared=Path("s"))
    ]


def test_the_demo_by_itself(asked: list[DemoOptions]) -> None:
    munjigi.main(["demo", "--headless"])
    assert asked == [DemoOptions(seconds=30.0, json=False, language="en")]


def test_a_picture_of_the_wall_is_drawn_after_the_demo_and_its_place_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    looked: list[object] = []
    drawn: list[Path] = []
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")

    def run(_options: DemoOptions, look: object) -> int:
        looked.append(look)
        return 7

    def draw(_picture: WallPicture, file: Path, _language: str) -> bool:
        drawn.append(file)
        return True

    monkeypatch.setattr(demo, "run", run)
    monkeypatch.setattr(WallPicture, "draw", draw)
    assert munjigi.main(["demo", "--headless", "--picture", str(tmp_path / "wall.png")]) == 7
    assert str(tmp_path / "wall.png") in capsys.readouterr().out
    assert munjigi.main(["demo", "--headless", "--json", "--picture"]) == 7
    said = capsys.readouterr()
    assert said.out == "", "programs read JSON there"
    assert str(drawn[1]) in said.err
    assert drawn[1].name == "wall.png"
    assert len(looked) == 2


def test_options_before_the_command_hold_for_it(asked: list[DemoOptions]) -> None:
    munjigi.main(["--data", "d", "--language", "ko", "demo", "--headless"])
    assert (asked[0].data, asked[0].language) == (Path("d"), "ko")


def test_the_shared_folder_may_come_from_the_environment(
    asked: list[DemoOptions], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUNJIGI_SHARED", "elsewhere")
    munjigi.main(["demo", "--headless"])
    assert asked[0].shared == Path("elsewhere")


@pytest.mark.parametrize(
    "arguments",
    [
        ["dance"],
        ["demo", "--seconds", "0"],
        ["demo", "--seconds", "nan"],
        ["--language", "fr"],
        ["demo", "--sec", "3"],
        ["--preset", "2020"],
    ],
)
def test_a_wrong_start_is_refused_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        munjigi.main(arguments)
    assert ended.value.code == munjigi.EXIT_USAGE
    assert "--help”" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["en", "ko"])
def test_help_needs_nothing_heavy(language: str) -> None:
    program = (
        "import sys; from desktop_app.__main__ import main\n"
        "try: main(['--language', sys.argv[1], 'demo', '--help'])\n"
        "finally: print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program, language], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "--seconds" in done.stdout
    assert not {"tensorflow", "cv2", "numpy", "aiohttp", "PySide6"} & set(done.stderr.split())
