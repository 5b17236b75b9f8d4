"""The design tokens as frozen values, read once from ``resources/design/tokens.toml``; knows no Qt.

Colours are ``#RRGGBB``, measures logical pixels, durations milliseconds.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources as package_files
from types import MappingProxyType
from typing import Any, Final, Literal

ThemeName = Literal["dark", "light"]
THEME_NAMES: Final[tuple[ThemeName, ...]] = ("dark", "light")


@dataclass(frozen=True, slots=True)
class Surface:
    """What things lie on, from far (window) to near (raised), and its moods."""

    window: str
    rail: str
    card: str
    raised: str
    field: str
    hover: str
    selected: str
    track: str
    skeleton: str


@dataclass(frozen=True, slots=True)
class Text:
    primary: str
    secondary: str
    tertiary: str
    disabled: str


@dataclass(frozen=True, slots=True)
class Line:
    subtle: str
    control: str
    focus: str


@dataclass(frozen=True, slots=True)
class Accent:
    base: str
    hover: str
    pressed: str
    on: str
    text: str


@dataclass(frozen=True, slots=True)
class Danger:
    base: str
    hover: str
    on: str


@dataclass(frozen=True, slots=True)
class StateColours:
    """``mark`` for icons, boxes, fills and words; ``soft`` for the ground of a chip or banner."""

    mark: str
    soft: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn on camera pictures: the same in both themes. ``state`` maps a state's name to its colour."""

    letterbox: str
    plate: str
    plate_alpha: float
    text: str
    secondary: str
    track: str
    halo: str
    point: str
    stale_wash: float
    state: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """A size of text: ``size`` and ``line`` (line height) in px."""

    size: int
    weight: int
    line: int


@dataclass(frozen=True, slots=True)
class Theme:
    """Everything that a painter or a style rule may take its values from.

    ``state`` and ``chart`` go by the names of the tokens file; ``radius``, ``size`` and ``space`` are px, ``motion_ms``
    milliseconds (``motion_ms["stale_after"]`` included).
    """

    name: ThemeName
    surface: Surface
    text: Text
    line: Line
    accent: Accent
    danger: Danger
    state: Mapping[str, StateColours]
    chart: Mapping[str, str]
    picture: Picture
    state_icon: Mapping[str, str]
    space: Mapping[str, int]
    radius: Mapping[str, int]
    size: Mapping[str, float]
    type: Mapping[str, TypeStyle]
    motion_ms: Mapping[str, int]
    dim: float

    def ink(self, role: str) -> str:
        """The colour of a role as icons and labels name it: "primary", "accent", "danger", "on_accent", a state, or a
        colour (``#…``) itself; KeyError for anything else."""
        if role.startswith("#"):
            return role
        return self._inks()[role]

    def _inks(self) -> dict[str, str]:
        return {
            "primary": self.text.primary,
            "secondary": self.text.secondary,
            "tertiary": self.text.tertiary,
            "disabled": self.text.disabled,
            "accent": self.accent.text,
            "on_accent": self.accent.on,
            "danger": self.danger.base,
            "on_danger": self.danger.on,
            "picture": self.picture.text,
            "picture_secondary": self.picture.secondary,
            **{name: colours.mark for name, colours in self.state.items()},
        }


@functools.cache
def theme_named(name: ThemeName) -> Theme:
    """The theme "dark" or "light"; made once."""
    values = _values()
    part: dict[str, Any] = values[name]
    return Theme(
        name=name,
        surface=Surface(**part["surface"]),
        text=Text(**part["text"]),
        line=Line(**part["line"]),
        accent=Accent(**part["accent"]),
        danger=Danger(**part["danger"]),
        state=_frozen({state: StateColours(**colours) for state, colours in part["state"].items()}),
        chart=_frozen(part["chart"]),
        picture=_picture(values["picture"], tuple(part["state"])),
        state_icon=_frozen({state: shape["icon"] for state, shape in values["state_shape"].items()}),
        space=_frozen(values["space"]),
        radius=_frozen(values["radius"]),
        size=_frozen(values["size"]),
        type=_frozen({role: TypeStyle(**style) for role, style in values["type"].items()}),
        motion_ms=_frozen({key: value for key, value in values["motion"].items() if isinstance(value, int)}),
        dim=values["elevation"]["dim"],
    )


def font_families() -> tuple[str, ...]:
    """The families of the interface, most wanted first."""
    return tuple(dict.fromkeys([*_values()["font"]["ui"], *_values()["font"]["fallback"]]))


def minimum_contrasts() -> tuple[float, float]:
    """The least contrast of text, and of marks that carry meaning (WCAG 2.2)."""
    meta = _values()["meta"]
    return meta["minimum_text"], meta["minimum_graphic"]


def _picture(part: Mapping[str, Any], states: tuple[str, ...]) -> Picture:
    rest = {key: value for key, value in part.items() if key not in states}
    return Picture(**rest, state=_frozen({state: part[state] for state in states}))


def _frozen(values: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(values))


@functools.cache
def _values() -> dict[str, Any]:
    file = package_files.files("resources") / "design" / "tokens.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
