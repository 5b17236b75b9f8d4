"""The theme of the running application: palette, control rules and the colours that painters take.

``apply_theme`` may be called again at any time; widgets get Qt's own PaletteChange and StyleChange and repaint. Custom
painters ask ``current_theme`` when they paint, so nothing has to be told to them.
"""

from __future__ import annotations

from dataclasses import asdict
from importlib import resources as package_files
from pathlib import Path
from string import Template
from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, QTemporaryDir, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from desktop_app.fonts import font, load_fonts
from desktop_app.lucide_svg import icon_svg
from desktop_app.tokens import Theme, ThemeName, theme_named

__all__ = ["THEME_CHOICES", "Theme", "ThemeChoice", "apply_theme", "current_theme", "theme_named", "theme_switch"]

ThemeChoice = Literal["dark", "light", "system"]
THEME_CHOICES: Final[tuple[ThemeChoice, ...]] = ("dark", "light", "system")
_GLYPHS: Final = (("check", "on_accent"), ("chevron-down", "secondary"), ("chevron-up", "secondary"))
_SWITCH_NAME: Final = "munjigi-theme-switch"


class ThemeSwitch(QObject):
    """Belongs to the application; says ``changed`` (Theme) after a switch, so that caches may be dropped."""

    changed = Signal(object)

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.setObjectName(_SWITCH_NAME)
        self._application = application
        self._choice: ThemeChoice = "dark"
        self.theme = theme_named("dark")
        self._glyphs = QTemporaryDir()
        self._is_dressed = False
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._system_changed)

    def choose(self, choice: ThemeChoice) -> Theme:
        self._choice = choice
        theme = theme_named(self._wanted())
        if theme is self.theme and self._is_dressed:
            return theme  # a style sheet is worth half a second of a window that is being made
        self._is_dressed = True
        _painted[0] = self.theme = theme
        self._application.setFont(QFont(font("ui")))
        self._application.setPalette(palette(theme))
        self._application.setStyleSheet(style_sheet(theme, self._glyph_folder(theme)))
        self.changed.emit(theme)
        return theme

    def clear_away(self) -> None:
        """Remove the files that the rules show, as the application ends."""
        self._glyphs.remove()

    def _glyph_folder(self, theme: Theme) -> Path:
        """Rules can show pictures from files only: the few marks of controls, drawn in the theme's colours."""
        folder = Path(self._glyphs.path()) / theme.name
        folder.mkdir(exist_ok=True)
        for name, role in _GLYPHS:
            (folder / f"{name}.svg").write_text(icon_svg(name, theme.ink(role)), encoding="utf-8")
        return folder

    def _wanted(self) -> ThemeName:
        if self._choice != "system":
            return self._choice
        scheme = self._application.styleHints().colorScheme()
        return "light" if scheme == Qt.ColorScheme.Light else "dark"  # Unknown is what bare X11 says

    def _system_changed(self) -> None:
        if self._choice == "system":
            QTimer.singleShot(0, self, lambda: self.choose("system"))  # not from inside Qt's own theme change


_painted: list[Theme] = [theme_named("dark")]


def current_theme() -> Theme:
    """The theme that is shown now; dark before any was applied."""
    return _painted[0]


def theme_switch(application: QApplication) -> ThemeSwitch:
    """The switch of ``application``; made at the first call."""
    found = application.findChild(ThemeSwitch, _SWITCH_NAME)
    return found if isinstance(found, ThemeSwitch) else ThemeSwitch(application)


def apply_theme(application: QApplication, choice: ThemeChoice) -> Theme:
    """Show ``choice`` ("system" follows the desktop, dark where the desktop does not say) and return the theme."""
    return theme_switch(application).choose(choice)


def palette(theme: Theme) -> QPalette:
    """All roles of Fusion in all groups."""
    made = QPalette()
    for role, colour in _roles(theme).items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.text.disabled))
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, QColor(theme.surface.hover))
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.HighlightedText, QColor(theme.text.disabled))
    return made


def _roles(theme: Theme) -> dict[QPalette.ColorRole, str]:
    role, surface, line = QPalette.ColorRole, theme.surface, theme.line
    return {
        role.Window: surface.window,
        role.WindowText: theme.text.primary,
        role.Base: surface.field,
        role.AlternateBase: surface.card,
        role.Text: theme.text.primary,
        role.PlaceholderText: theme.text.tertiary,
        role.Button: surface.card,
        role.ButtonText: theme.text.primary,
        role.BrightText: theme.danger.base,
        role.ToolTipBase: surface.raised,
        role.ToolTipText: theme.text.primary,
        role.Highlight: theme.accent.base,
        role.HighlightedText: theme.accent.on,
        role.Accent: theme.accent.base,
        role.Link: theme.accent.text,
        role.LinkVisited: theme.accent.text,
        role.Light: surface.raised,
        role.Midlight: surface.hover,
        role.Mid: line.subtle,
        role.Dark: line.control,
        role.Shadow: surface.rail,
    }


def style_sheet(theme: Theme, glyphs: Path) -> str:
    """The one style sheet of the application: ``resources/design/station.qss`` with the theme's values.

    ``glyphs`` is the folder of the marks "check", "chevron-down" and "chevron-up".
    """
    rules = (package_files.files("resources") / "design" / "station.qss").read_text(encoding="utf-8")
    return Template(rules).substitute(_style_values(theme), glyphs=glyphs.as_posix())


def _style_values(theme: Theme) -> dict[str, str]:
    values = {"family": ", ".join(f'"{family}"' for family in load_fonts())}
    for group in ("surface", "text", "line", "accent", "danger"):
        values |= {f"{group}_{name}": colour for name, colour in asdict(getattr(theme, group)).items()}
    for state, mark_and_soft in theme.state.items():
        values |= {f"{state}_mark": mark_and_soft.mark, f"{state}_soft": mark_and_soft.soft}
    return values | {f"radius_{name}": str(value) for name, value in theme.radius.items()}
