"""The interface's fonts: Pretendard if the system has it, else Inter beside the system's Korean font.

No font is in the repository: Inter comes from ``fontpkg-inter``, a last Korean one from ``pylopdf-fonts-ko`` (OFL).
"""

from __future__ import annotations

import ctypes
import functools
import logging
import os
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from desktop_app.tokens import font_families, theme_named

_log = logging.getLogger(__name__)


def load_fonts() -> tuple[str, ...]:
    """Make the families known to Qt and return the list to ask for; needs a QGuiApplication.

    A package that is missing is logged and passed over: Qt then takes the next family of the list.
    """
    _add_once("inter")
    if not _has_korean_sans():
        _add_once("korean")
    there = set(QFontDatabase.families())
    return tuple(family for family in font_families() if family in there) or ("sans-serif",)


def _has_korean_sans() -> bool:
    wanted = set(font_families()) - {"Inter"}
    return any(family in wanted for family in QFontDatabase.families(QFontDatabase.WritingSystem.Korean))


@functools.cache
def _add_once(which: str) -> bool:
    file = _inter_file() if which == "inter" else _korean_file()
    if file is None or not (_add_all_weights(file) or QFontDatabase.addApplicationFont(str(file)) != -1):
        _log.warning("the %s font cannot be loaded: texts take the next family", which)
        return False
    return True


def _add_all_weights(file: Path) -> bool:
    """Give the file to fontconfig itself, as Qt on Linux sees only the Regular of a variable font that it adds itself.

    False where there is no fontconfig (Windows, macOS: there Qt serves all weights).
    """
    try:
        fontconfig = ctypes.CDLL("libfontconfig.so.1")
        return bool(fontconfig.FcConfigAppFontAddFile(None, os.fsencode(file)))
    except (OSError, AttributeError):
        return False


def _inter_file() -> Path | None:
    try:
        import fontpkg_inter
    except ImportError:
        return None
    found = sorted(Path(fontpkg_inter.ROOT).glob("**/Inter[[]*"))
    return found[0] if found else None


def _korean_file() -> Path | None:
    try:
        import pylopdf_fonts_ko
    except ImportError:
        return None
    return Path(pylopdf_fonts_ko.sans_path())


@functools.cache
def _families() -> tuple[str, ...]:
    return load_fonts()


@functools.cache
def font(style: str, weight: int | None = None, size_px: int | None = None) -> QFont:
    """The font of a style of the tokens ("ui", "caption" …).

    The same object comes back each time: painters may call this in a paint event, and must not change it.
    """
    token = theme_named("dark").type[style]
    made = QFont()
    made.setFamilies(list(_families()))
    made.setPixelSize(size_px or token.size)
    made.setWeight(QFont.Weight(weight or token.weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


@functools.cache
def figure_font(style: str, weight: int | None = None, size_px: int | None = None) -> QFont:
    """``font`` with digits of equal width, so that a changing number stands still; for numbers only, as it also widens
    hyphens."""
    made = QFont(font(style, weight, size_px))
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
