"""Settings from file and environment, and their errors."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offload_server.errors import RefusedError
from offload_server.reasons import ServerReason
from offload_server.settings import Settings, SettingsError, load_settings
from pipeline.types import Reason


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_without_a_file_there_are_defaults(file: Path) -> None:
    settings = load_settings(file).current
    assert settings.false_match_rate == 1e-4
    assert settings.snapshot_days == 30
    assert not file.exists()


def test_the_environment_wins_over_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('language = "ko"\nsnapshot_days = 3\n')
    monkeypatch.setenv("MUNJIGI_SNAPSHOT_DAYS", "7")
    settings = load_settings(file).current
    assert (settings.language, settings.snapshot_days) == ("ko", 7)


def test_other_variables_of_ours_are_no_settings(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUNJIGI_SHARED", "somewhere")
    assert load_settings(file).current == Settings()


@pytest.mark.parametrize(
    ("text", "line", "setting", "problem"),
    [
        ("snapshot_days = 3\n\nhousehold_name = ''\n", 3, "household_name", "string[1…]"),
        ("\n\nlanguage = 'fr'\n", 3, "language", "en | ko"),
        ("false_match_rate = 0.5\n", 1, "false_match_rate", "≤ 0.005"),
        ("false_match_rate = 'low'\n", 1, "false_match_rate", "number"),
        ("snapshot_days = -1\n", 1, "snapshot_days", "≥ 0"),
        ("false_match_rate = nan\n", 1, "false_match_rate", "number"),
    ],
)
def test_a_wrong_value_is_refused_by_file_line_setting_and_what_is_needed(
    file: Path, text: str, line: int, setting: str, problem: str
) -> None:
    file.write_text(text)
    with pytest.raises(SettingsError) as refusal:
        load_settings(file)
    assert refusal.value.reason.code == ServerReason.SETTING_INVALID_IN_FILE
    assert refusal.value.reason.figures() == {
        "file": str(file),
        "line": line,
        "setting": setting,
        "problem": problem,
    }
    assert file.read_text() == text, "the file is the admin's: it stays as it was"


@pytest.mark.parametrize(
    ("text", "line", "setting"),
    [("snapshot_days = 3\nfavourite_colour = 'red'\n", 2, "favourite_colour"), ("[door]\nname = 1\n", 1, "door")],
)
def test_an_unknown_setting_is_refused_by_file_and_line(file: Path, text: str, line: int, setting: str) -> None:
    file.write_text(text)
    with pytest.raises(SettingsError) as refusal:
        load_settings(file)
    assert refusal.value.reason.code == ServerReason.SETTING_UNKNOWN
    assert refusal.value.reason.figures() == {"file": str(file), "line": line, "setting": setting}


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("snapshot_days = \n", 1, 17), ("language = 'ko'\n\nhousehold_name = 'x\n", 3, 1), ("[a", 1, 1)],
)
def test_a_file_that_is_no_toml_is_refused_with_its_place(file: Path, text: str, line: int, column: int) -> None:
    file.write_text(text)
    with pytest.raises(SettingsError) as refusal:
        load_settings(file)
    assert refusal.value.reason == Reason.of(ServerReason.SETTINGS_NO_TOML, file=str(file), line=line, column=column), (
        "no word of the parser's English"
    )


@pytest.mark.parametrize("name", ["Kim\u0007", "two\nlines", "turned\u202eemag", "a\u2028b"])
def test_a_name_of_the_household_that_cannot_be_shown_is_refused(file: Path, name: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        load_settings(file).change({"household_name": name})
    assert refusal.value.reason.figures()["problem"] == "string ∖ U+0000…001F"


@pytest.mark.parametrize("name", ["김씨네", "Kim & Söhne", "The 👨\u200d👩\u200d👧 house"])
def test_usual_names_of_a_household_are_kept(file: Path, name: str) -> None:
    assert load_settings(file).change({"household_name": name}).household_name == name


def test_bytes_that_are_no_text_are_refused(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError):
        load_settings(file)


def test_a_wrong_variable_is_named(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUNJIGI_LANGUAGE", "klingon")
    with pytest.raises(SettingsError) as refusal:
        load_settings(file)
    assert refusal.value.reason.code == ServerReason.SETTING_INVALID_IN_ENVIRONMENT
    assert refusal.value.reason.figures() == {"variable": "MUNJIGI_LANGUAGE", "problem": "en | ko"}


def test_a_change_is_kept_beside_what_the_admin_wrote(file: Path) -> None:
    file.write_text('# our house\nlanguage = "ko"  # 한국어\n')
    holder = load_settings(file)
    holder.change({"snapshot_days": 5})
    assert holder.current.snapshot_days == 5
    assert load_settings(file).current == holder.current
    assert "# our house" in file.read_text()
    assert "# 한국어" in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("changes", [{"language": "fr"}, {"door": 1}, {"snapshot_days": -1}, {"snapshot_days": None}])
def test_a_wrong_change_is_refused_and_nothing_changes(file: Path, changes: dict[str, object]) -> None:
    holder = load_settings(file)
    with pytest.raises(RefusedError) as refusal:
        holder.change({"household_name": "우리 집"} | changes)
    assert refusal.value.reason.code == ServerReason.SETTING_INVALID
    assert refusal.value.reason.figures()["setting"] == next(iter(changes))
    assert holder.current == Settings()
    assert not file.exists()


def test_what_the_environment_fixes_cannot_be_changed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUNJIGI_LANGUAGE", "ko")
    holder = load_settings(file)
    with pytest.raises(RefusedError) as refusal:
        holder.change({"language": "en"})
    assert refusal.value.reason.code == ServerReason.SETTING_FIXED_BY_ENVIRONMENT


@given(st.text(max_size=200))
def test_any_text_is_settings_or_a_clear_refusal(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_text(text, encoding="utf-8", errors="replace")
    with contextlib.suppress(SettingsError):
        assert isinstance(load_settings(file).current, Settings)
