"""What the Settings screen and the settings file say; part of ``resources.sentences``."""

from __future__ import annotations

from typing import Final

from resources.marking import N_

SETTINGS_SENTENCES: Final[dict[str, str]] = {
    # the command line and the file
    "settings_help_preset": N_("which recogniser, for this start: standard (SFace) or classic (OpenFace, as in 2019)"),
    "serve_help_preset": N_("which recogniser, for this start: standard (SFace) or classic (OpenFace, as in 2019)"),
    "settings_no_toml": N_(
        "Line {line}, column {column} of the settings file {file} cannot be read as TOML. Please correct that line, or "
        "remove the file."
    ),
}
