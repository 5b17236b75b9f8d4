"""The gates on real faces through the real networks: pictures cut from the demo's clips."""

from __future__ import annotations

from collections.abc import Awaitable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from offload_server.data_folder import DataFolder
from offload_server.errors import RefusedError
from offload_server.household.enrolment import enrol_picture
from offload_server.household.house import close_house, open_house
from offload_server.household.people import add_person
from offload_server.household.pictures import to_jpeg
from offload_server.household.recognition import recognise
from offload_server.reasons import ServerReason
from pipeline.engine import Engine
from pipeline.presets import standard
from pipeline.types import Verdict
from tests.offload_server.household.conftest import ADMIN, CONSENT
from weights.store import WeightsStore

pytestmark = pytest.mark.models


@pytest.fixture
def real_engine(models: WeightsStore) -> Iterator[Engine]:
    engine = Engine(standard(models))
    engine.start()
    assert engine.wait_until_ready(90)
    yield engine
    engine.stop()


def frames(clip: Path, *numbers: int) -> list[bytes]:
    """These frames of ``clip`` as JPEG."""
    film = cv2.VideoCapture(str(clip))
    pictures = []
    for number in numbers:
        film.set(cv2.CAP_PROP_POS_FRAMES, number)
        ok, image = film.read()
        assert ok
        pictures.append(to_jpeg(image.astype(np.uint8)))
    film.release()
    return pictures


async def test_two_people_are_enrolled_and_told_apart(
    models: WeightsStore, real_engine: Engine, data: DataFolder
) -> None:
    man = frames(models.require("clip-single-face"), 0, 20, 40, 60)
    woman = frames(models.require("clip-wolfgang-langer"), 5, 40)
    house = await open_house(data, real_engine)
    try:
        one = await add_person(ADMIN, house, "one", CONSENT)
        other = await add_person(ADMIN, house, "other", CONSENT)
        for picture in man[:3]:
            await enrol_picture(ADMIN, house, one.id, picture)
        assert await refusal(enrol_picture(ADMIN, house, one.id, man[0])) == ServerReason.SAMPLE_ALREADY_KEPT
        assert await refusal(enrol_picture(ADMIN, house, other.id, man[3])) == ServerReason.LOOKS_LIKE_SOMEONE_ELSE
        assert await refusal(enrol_picture(ADMIN, house, one.id, woman[0])) == ServerReason.NOT_LIKE_EARLIER_SAMPLES
        await enrol_picture(ADMIN, house, other.id, woman[0])
        for picture, somebody in ((man[3], one), (woman[1], other)):
            (judged,) = (await recognise(ADMIN, house, picture)).faces
            assert (judged.verdict, judged.person_id) == (Verdict.RECOGNISED, somebody.id)
        group = models.require("picture-multi-face").read_bytes()
        assert await refusal(enrol_picture(ADMIN, house, one.id, group)) == ServerReason.SEVERAL_FACES_IN_PICTURE
    finally:
        await close_house(house)


async def refusal(call: Awaitable[object]) -> str:
    with pytest.raises(RefusedError) as refused:
        await call
    return refused.value.reason.code
