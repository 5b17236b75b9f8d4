"""From which eye openness on a person's eyes count as open: a low floor for everybody, then one of their own.

On 900 LFW photos .13 refuses 1.0 % (.9 % of frontal ones; most of those look down, laugh or shout with their eyes shut)
and .15 already 2.4 %. Closed eyes are at .03 to .14 in the clips of a blinking man and of a woman whose eyes are shut
for 90 frames. A person's own floor, .55 of their median within .10 and .17, refuses 1.3 % of 823 photos of 97 people,
whose medians go from .19 to .41. Of the quarter with the narrowest eyes (to .26; East Asian eyes and glasses among
them) it refuses .5 %, fewer than of the others and half of what .13 refuses of them: nobody is refused for the eyes
they have.
"""

from __future__ import annotations

import statistics
from collections import deque

FLOOR = 0.13
_OWN_SHARE = 0.55
_OWN_FLOOR = 0.10
_OWN_CEILING = 0.17
_ENOUGH = 15
_REMEMBERED = 150
"""Frames: some ten seconds, so that a face that begins with closed eyes is forgotten again."""


class OpenEyes:
    """Learns from each frame of one person how open their eyes usually are."""

    def __init__(self) -> None:
        self._seen: deque[float] = deque(maxlen=_REMEMBERED)

    @property
    def needed(self) -> float:
        """The floor as it is now (an eye aspect ratio, ``pipeline.landmarks.eye_openness``)."""
        if len(self._seen) < _ENOUGH:
            return FLOOR
        return min(_OWN_CEILING, max(_OWN_FLOOR, _OWN_SHARE * statistics.median(self._seen)))

    def learn(self, eye_openness: float | None) -> None:
        """Take one frame of this person; None is one in which it was not measured."""
        if eye_openness is not None:
            self._seen.append(eye_openness)

    def forget(self) -> None:
        """Another camera, or another person in front of it."""
        self._seen.clear()
