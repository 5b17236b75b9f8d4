"""What the window's frame says: toasts, keys, sleep, leaving; part of ``resources.sentences``."""

from __future__ import annotations

from typing import Final

from resources.marking import N_

FRAME_SENTENCES: Final[dict[str, str]] = {
    "frame_undo": N_("Undo"),
    "frame_toasts": N_("News"),
    # keys
    "frame_keys_everywhere": N_("On every screen"),
    "frame_key_undo": N_("Take back what was just done"),
    "frame_key_move": N_("Move over doors, cards and rows"),
    "frame_key_open": N_("Open"),
    "frame_key_back": N_("Back"),
    "frame_key_focus": N_("Go to the next control"),
    # sleep
    "frame_may_sleep": N_("This PC may fall asleep"),
    "frame_may_sleep_more": N_(
        "Munjigi could not keep this PC awake ({problem}), and nobody watches while it sleeps. Please turn off "
        "automatic sleep in the system's settings."
    ),
    "frame_sleep_no_means": N_("this system offers no way"),
    "frame_sleep_refused": N_("the system refused"),
    "frame_sleep_why": N_("Cameras at the doors are watched"),
}
