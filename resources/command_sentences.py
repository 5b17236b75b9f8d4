"""What the programs say to whoever started them; part of ``resources.sentences``."""

from __future__ import annotations

from typing import Final

from resources.marking import N_

COMMAND_SENTENCES: Final[dict[str, str]] = {
    "munjigi_what_exists": N_(
        "Munjigi's window does not exist yet. “munjigi demo --headless” shows the doorkeeper at work; "
        "“munjigi-server” runs it."
    ),
}
