"""The offset between a camera's monotonic clock and ours, estimated from round trips as NTP does (RFC 5905, 8)."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from offload_server.wire.messages import FrameMessage

SAMPLES_KEPT = 32
"""Three seconds at 10 frames a second: long enough for one quick round trip, short enough to follow drift."""
ANSWERS_KEPT = 16
OLDEST_FRAME_NS = 10_000_000_000
"""A frame said to be older than this counts as this old: a camera cannot backdate what a decision rests on."""


@dataclass(frozen=True, slots=True)
class _RoundTrip:
    offset_ns: int  # camera clock minus ours
    delay_ns: int


class ClockOffset:
    """One connection's estimate: feed it answers as they go out and frames as they come in."""

    def __init__(self) -> None:
        self._answered_at_ns: dict[int, int] = {}
        self._round_trips: deque[_RoundTrip] = deque(maxlen=SAMPLES_KEPT)
        self._one_way_ns: int | None = None

    def answered(self, seq: int, at_ns: int) -> None:
        """Answer ``seq`` left at ``at_ns`` of our clock."""
        self._answered_at_ns[seq] = at_ns
        while len(self._answered_at_ns) > ANSWERS_KEPT:
            del self._answered_at_ns[next(iter(self._answered_at_ns))]

    def captured_at_ns(self, frame: FrameMessage, received_at_ns: int) -> int:
        """When ``frame`` was taken, on our clock: never after its receipt, at most ``OLDEST_FRAME_NS`` before it."""
        self._learn(frame, received_at_ns)
        captured_at_ns = frame.captured_at_us * 1000 - self._offset_ns()
        return min(received_at_ns, max(captured_at_ns, received_at_ns - OLDEST_FRAME_NS))

    @property
    def round_trip_ns(self) -> int | None:
        """The delay of the best round trip known; None before the first."""
        return min((trip.delay_ns for trip in self._round_trips), default=None)

    def _learn(self, frame: FrameMessage, received_at_ns: int) -> None:
        one_way_ns = frame.sent_at_us * 1000 - received_at_ns
        # The quickest frame so far has the largest difference; it is all there is until the first round trip.
        self._one_way_ns = one_way_ns if self._one_way_ns is None else max(self._one_way_ns, one_way_ns)
        trip = self._round_trip(frame, received_at_ns)
        if trip is not None:
            self._round_trips.append(trip)

    def _round_trip(self, frame: FrameMessage, received_at_ns: int) -> _RoundTrip | None:
        if frame.answered_seq is None or frame.answered_at_us is None:
            return None
        left_ns = self._answered_at_ns.pop(frame.answered_seq, None)
        if left_ns is None:
            return None
        arrived_ns, sent_ns = frame.answered_at_us * 1000, frame.sent_at_us * 1000
        delay_ns = (received_at_ns - left_ns) - (sent_ns - arrived_ns)
        if delay_ns < 0 or sent_ns < arrived_ns:
            return None  # no clock runs like that: a mistake or a lie
        return _RoundTrip(((arrived_ns - left_ns) + (sent_ns - received_at_ns)) // 2, delay_ns)

    def _offset_ns(self) -> int:
        if self._round_trips:
            return min(self._round_trips, key=lambda trip: trip.delay_ns).offset_ns
        return self._one_way_ns or 0
