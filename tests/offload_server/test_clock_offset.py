"""Frames are dated on our clock, whatever the camera's clock says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from offload_server.clock_offset import OLDEST_FRAME_NS, ClockOffset
from offload_server.wire.messages import FrameMessage

MS = 1_000_000
SECOND = 1000 * MS


class Link:
    """A camera whose clock is ``offset_ns`` ahead, over a network with the given delays."""

    def __init__(self, offset_ns: int) -> None:
        self.offset_ns = offset_ns
        self.clock = ClockOffset()
        self.now_ns = 1000 * SECOND
        self._answered: tuple[int, int] | None = None

    def frame(self, seq: int, age_ns: int, up_ns: int, down_ns: int) -> int:
        """Send a frame taken ``age_ns`` ago; how much the server's date of it is wrong, ns."""
        sent_ns = self.now_ns
        taken_ns = sent_ns - age_ns
        answered = self._answered or (None, None)
        frame = FrameMessage(seq, self._us(taken_ns), self._us(sent_ns), b"x", answered[0], answered[1])
        self.now_ns += up_ns
        dated_ns = self.clock.captured_at_ns(frame, self.now_ns)
        self.now_ns += 5 * MS
        self.clock.answered(seq, self.now_ns)
        self.now_ns += down_ns
        self._answered = (seq, self._us(self.now_ns))
        return dated_ns - taken_ns

    def _us(self, ours_ns: int) -> int:
        return (ours_ns + self.offset_ns) // 1000


def test_a_camera_an_hour_ahead_is_dated_to_the_millisecond() -> None:
    link = Link(3600 * SECOND)
    errors = [link.frame(seq, age_ns=30 * MS, up_ns=2 * MS, down_ns=2 * MS) for seq in range(5)]
    assert abs(errors[-1]) < MS


def test_the_quickest_round_trip_is_believed() -> None:
    link = Link(-5 * SECOND)
    link.frame(0, 0, up_ns=2 * MS, down_ns=2 * MS)
    link.frame(1, 0, up_ns=2 * MS, down_ns=2 * MS)
    # A slow way up alone would shift a single estimate by half of it: 200 ms.
    assert abs(link.frame(2, 20 * MS, up_ns=400 * MS, down_ns=2 * MS)) < 3 * MS


def test_the_first_frame_is_off_by_its_way_up_only() -> None:
    assert 0 <= Link(77 * SECOND).frame(0, 50 * MS, up_ns=8 * MS, down_ns=0) <= 9 * MS


def test_a_false_round_trip_is_not_believed() -> None:
    clock = ClockOffset()
    clock.answered(1, 10 * SECOND)
    lie = FrameMessage(2, 0, 0, b"x", answered_seq=1, answered_at_us=5_000_000)  # answered after it was sent
    clock.captured_at_ns(lie, 10 * SECOND + 1)
    assert clock.round_trip_ns is None


def test_an_answer_that_was_never_given_teaches_nothing() -> None:
    clock = ClockOffset()
    clock.captured_at_ns(FrameMessage(2, 0, 0, b"x", answered_seq=99, answered_at_us=0), SECOND)
    assert clock.round_trip_ns is None


_TIMES = st.integers(0, 2**53 - 1)


@given(st.lists(st.tuples(_TIMES, _TIMES, st.none() | _TIMES), max_size=20))
def test_no_camera_can_date_a_frame_into_the_future_or_far_into_the_past(
    said: list[tuple[int, int, int | None]],
) -> None:
    clock = ClockOffset()
    for seq, (captured_us, sent_us, answered_us) in enumerate(said):
        received_ns = (seq + 100) * SECOND
        answered = (None, None) if answered_us is None else (seq - 1, answered_us)
        frame = FrameMessage(seq, captured_us, sent_us, b"x", *answered)
        dated_ns = clock.captured_at_ns(frame, received_ns)
        assert received_ns - OLDEST_FRAME_NS <= dated_ns <= received_ns
        clock.answered(seq, received_ns + MS)
