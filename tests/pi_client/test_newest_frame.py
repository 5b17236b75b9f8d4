"""The slot between camera and network holds the newest picture and nothing else."""

from __future__ import annotations

import asyncio

from pi_client.camera.protocol import CapturedFrame
from pi_client.newest_frame import NewestFrame


async def test_of_three_pictures_the_newest_is_taken_and_two_are_counted_as_skipped() -> None:
    slot = NewestFrame()
    for number in (1, 2, 3):
        slot.put(CapturedFrame(b"j", number))
    assert (await slot.take()).captured_at_us == 3
    assert slot.skipped == 2


async def test_who_takes_from_an_empty_slot_waits_for_the_next_picture() -> None:
    slot = NewestFrame()
    taking = asyncio.create_task(slot.take())
    await asyncio.sleep(0)
    assert not taking.done()
    slot.put(CapturedFrame(b"j", 7))
    assert (await taking).captured_at_us == 7


async def test_a_cleared_slot_gives_no_old_picture() -> None:
    slot = NewestFrame()
    slot.put(CapturedFrame(b"old", 1))
    slot.clear()
    slot.put(CapturedFrame(b"new", 2))
    assert (await slot.take()).jpeg == b"new"
    assert slot.skipped == 0
