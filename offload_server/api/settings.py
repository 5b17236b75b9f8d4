"""The settings of the household."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from offload_server.api.route import Call, Route
from offload_server.api.schemas import Schema
from offload_server.household import settings
from offload_server.settings import Settings


class SettingsOut(Schema):
    household_name: str
    language: Literal["en", "ko"] = Field(description="Of messages whose reader did not ask for one.")
    preset: str
    false_match_rate: float = Field(description="How often a stranger may be taken for family, per visit.")
    snapshot_days: int
    event_days: int
    stream_interval_ms: int
    insecure_lan: bool = Field(description="Cameras of the network may come to the station; from its next start.")

    @classmethod
    def of(cls, current: Settings) -> SettingsOut:
        return cls.model_validate(current.model_dump())


class SettingsBody(Schema):
    """What is given is changed; the rest stays."""

    household_name: str | None = None
    language: Literal["en", "ko"] | None = None
    preset: str | None = None
    false_match_rate: float | None = None
    snapshot_days: int | None = None
    event_days: int | None = None
    stream_interval_ms: int | None = None
    insecure_lan: bool | None = None


async def read_settings(call: Call) -> SettingsOut:
    return SettingsOut.of(await settings.read_settings(call.principal, call.house))


async def change_settings(call: Call) -> SettingsOut:
    changes = call.body(SettingsBody).model_dump(exclude_none=True)
    return SettingsOut.of(await settings.change_settings(call.principal, call.house, changes))


ROUTES = (
    Route("GET", "/settings", "readSettings", "The settings.", settings.READ, read_settings, response=SettingsOut),
    Route(
        "PATCH",
        "/settings",
        "changeSettings",
        "Change some settings.",
        settings.WRITE,
        change_settings,
        json_body=SettingsBody,
        response=SettingsOut,
        refusals=(507,),
    ),
)
