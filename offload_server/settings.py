"""The settings of a household: one frozen model, read from TOML in the data folder and the environment.

``MUNJIGI_<SETTING>`` in the environment wins over the file. Only ``household.settings.change_settings`` writes.
"""

from __future__ import annotations

import os
import re
import threading
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import tomlkit
import tomlkit.exceptions
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from offload_server.errors import RefusedError, ServerError
from offload_server.expectations import expected, first_complaint
from offload_server.private_files import write_private
from offload_server.reasons import ServerReason
from pipeline.types import Reason

ENVIRONMENT_PREFIX = "MUNJIGI_"
PRINTABLE = r"^[^\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$"
"""No control characters, line ends or marks that turn the direction of writing: it is shown on the network, too."""
_TOML_PLACE = re.compile(r"at line (\d+), column (\d+)")


class SettingsError(ServerError, ValueError):
    """The settings file or the environment holds something that is no setting or no value for it."""


class Settings(BaseSettings):
    """What the admin may choose; defaults are for a home that was never configured."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix=ENVIRONMENT_PREFIX, allow_inf_nan=False, str_strip_whitespace=True
    )

    household_name: str = Field(default="Munjigi", min_length=1, max_length=80, pattern=PRINTABLE)
    """Shown in the station and as the name of the server on the network."""
    language: Literal["en", "ko"] = "en"
    """Language of messages whose reader did not ask for one."""
    preset: Literal["standard", "classic"] = "standard"
    """Which detector and recogniser the engine is made of; used at the next start."""
    false_match_rate: float = Field(default=1e-4, ge=1e-6, le=5e-3)
    """The rate at which strangers may be taken for family; the shipped scale was measured between these bounds."""
    snapshot_days: int = Field(default=30, ge=0, le=1095)
    """How long pictures of visits are kept (BIPA's longest term is three years)."""
    event_days: int = Field(default=365, ge=1, le=1095)
    """How long the record of visits is kept: a year shows every season once, and nobody's comings and goings stay for
    ever; never longer than pictures may."""
    stream_interval_ms: int = Field(default=100, ge=20, le=5000)
    """The interval that cameras are asked for when there is nothing to be slow about."""
    insecure_lan: bool = False
    """The station (not ``munjigi-server``) answers cameras of the whole network, without credentials; next start."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file's values; neither .env nor a secrets folder is read."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


class SettingsHolder:
    """The current settings; replaced as a whole by the use-case and by nothing else."""

    def __init__(self, file: Path, current: Settings) -> None:
        self.file = file
        self._current = current
        self._writing = threading.Lock()

    @property
    def current(self) -> Settings:
        """The settings as they are now; any thread."""
        return self._current

    def change(self, changes: Mapping[str, object]) -> Settings:
        """Validate ``changes``, write them beside what the file holds, and make the result current. Blocks.

        Raises RefusedError naming the setting, or StorageFullError; nothing is changed then.
        """
        with self._writing:
            changed = _changed(self._current, changes)
            _write(self.file, {name: getattr(changed, name) for name in changes})
            self._current = changed
            return changed


def load_settings(file: Path) -> SettingsHolder:
    """Read ``file`` (missing = defaults) and the environment. Blocks. SettingsError names file, line and setting."""
    text = _read_text(file)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _no_toml(file, text, error) from error
    try:
        return SettingsHolder(file, Settings(**values))
    except ValidationError as error:
        raise SettingsError(_first_problem(error, file, text)) from error


def _read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):  # the data folder itself is refused where it is opened
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(file, str(error)) from error


def _changed(current: Settings, changes: Mapping[str, object]) -> Settings:
    for name in changes:
        variable = f"{ENVIRONMENT_PREFIX}{name}".upper()
        if name in Settings.model_fields and variable in {each.upper() for each in os.environ}:
            raise RefusedError(Reason.of(ServerReason.SETTING_FIXED_BY_ENVIRONMENT, setting=name, variable=variable))
    try:
        return Settings(**{**current.model_dump(), **changes})
    except ValidationError as error:
        name, first = first_complaint(error)
        raise RefusedError(Reason.of(ServerReason.SETTING_INVALID, setting=name, problem=expected(first))) from error


def _write(file: Path, values: Mapping[str, Any]) -> None:
    try:
        document = tomlkit.parse(_read_text(file))
    except tomlkit.exceptions.TOMLKitError as error:
        raise _unreadable(file, str(error)) from error
    document.update(values)
    write_private(file, tomlkit.dumps(document).encode())


def _first_problem(error: ValidationError, file: Path, text: str) -> Reason:
    """The first wrong value, where it stands: a line of the file, otherwise the environment."""
    name, first = first_complaint(error)
    setting = name.partition(".")[0]
    line = _line_of(setting, text)
    if first["type"] == "extra_forbidden":
        return Reason.of(ServerReason.SETTING_UNKNOWN, file=str(file), line=line or 0, setting=setting)
    needed = expected(first)
    if line is None:
        variable = f"{ENVIRONMENT_PREFIX}{setting}".upper()
        return Reason.of(ServerReason.SETTING_INVALID_IN_ENVIRONMENT, variable=variable, problem=needed)
    code = ServerReason.SETTING_INVALID_IN_FILE
    return Reason.of(code, file=str(file), line=line, setting=setting, problem=needed)


def _line_of(name: str, text: str) -> int | None:
    pattern = re.compile(rf"\s*(\[+\s*)?[\"']?{re.escape(name)}[\"']?\s*[\].=]")
    return next((number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)), None)


def _no_toml(file: Path, text: str, error: tomllib.TOMLDecodeError) -> SettingsError:
    """Where it stops being TOML; tomllib says what it expected in English only, or "at end of document"."""
    place = _TOML_PLACE.search(str(error))
    line, column = (int(place[1]), int(place[2])) if place else (text.rstrip().count("\n") + 1, 1)
    return SettingsError(Reason.of(ServerReason.SETTINGS_NO_TOML, file=str(file), line=line, column=column))


def _unreadable(file: Path, problem: str) -> SettingsError:
    return SettingsError(Reason.of(ServerReason.SETTINGS_UNREADABLE, file=str(file), problem=problem))
