"""What the Settings screen and the settings file say; part of ``resources.sentences``."""

from __future__ import annotations

from typing import Final

from resources.marking import N_

SETTINGS_SENTENCES: Final[dict[str, str]] = {
    # the command line and the file
    "settings_help_preset": N_("which recogniser, for this start: standard (SFace) or classic (OpenFace, as in 2019)"),
    "serve_help_preset": N_("which recogniser, for this start: standard (SFace) or classic (OpenFace, as in 2019)"),
    # presets
    "settings_recogniser_sface": N_("SFace"),
    "settings_recogniser_openface": N_("OpenFace"),
    "settings_preset_standard": N_("standard"),
    "settings_preset_classic": N_("classic"),
    "settings_not_comparable": N_("Some people have to enrol again."),
    "settings_not_comparable_more": N_(
        "Their samples were made by another recogniser and cannot be compared with this one: {people}."
    ),
    "settings_enrol_again": N_("Enrol again"),
    "settings_no_toml": N_(
        "Line {line}, column {column} of the settings file {file} cannot be read as TOML. Please correct that line, or "
        "remove the file."
    ),
}
