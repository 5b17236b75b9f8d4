"""Who is on a picture: everything that was measured, each distance with its unit."""

from __future__ import annotations

import dataclasses
from typing import Any

from offload_server.household import people
from offload_server.trust.principals import LocalAdmin
from pipeline.reasons import PipelineReason
from pipeline.types import Candidate, Comparison, ObservedFace, PersonId, Reason
from tests.fakes.outputs import FAKE_SPACE, FAKE_THRESHOLD, fake_comparison, fake_face, fake_observation
from tests.offload_server.serving import Served


async def recognised(served: Served, *faces: ObservedFace, language: str = "en") -> dict[str, Any]:
    served.engine.picture_answer = fake_observation("picture", faces=faces)
    headers = {"Content-Type": "image/png", "Accept-Language": language}
    async with served.http.post(served.api("/recognise"), data=b"png", headers=headers) as response:
        assert response.status == 200
        answer: dict[str, Any] = await response.json()
        return answer


async def test_a_known_face_is_named_with_all_its_figures(served: Served) -> None:
    minji = await people.add_person(LocalAdmin(), served.house, "Minji")
    comparison = Comparison(
        FAKE_SPACE, FAKE_THRESHOLD, (Candidate(minji.id, 0.71234), Candidate(PersonId("gone"), 1.39))
    )
    answer = await recognised(served, fake_face(None, comparison=comparison))
    assert (answer["width_px"], answer["height_px"]) == (64, 48)
    (face,) = answer["faces"]
    assert face["decision"] == "RECOGNISED"
    assert face["person"] == {"id": minji.id, "name": "Minji"}
    assert face["nearest"] == {"person_id": minji.id, "name": "Minji", "distance": 0.7123, "unit": "l2"}
    assert face["runner_up"] == {"person_id": "gone", "name": None, "distance": 1.39, "unit": "l2"}
    assert face["threshold"] == {
        "distance": FAKE_THRESHOLD.distance,
        "unit": "l2",
        "false_match_rate": FAKE_THRESHOLD.false_match_rate,
        "source": FAKE_THRESHOLD.source,
    }
    assert face["margin"] == 0.6777
    assert face["box"] == {"left": 4, "top": 4, "width": 100, "height": 120}
    assert (len(face["landmarks"]), len(face["landmarks"][0]), face["five_points"]) == (68, 2, None)
    assert (face["quality"]["is_good"], face["quality"]["face_px"], face["reasons"]) == (True, 100, [])


async def test_a_stranger_has_a_nearest_and_no_name(served: Served) -> None:
    minji = await people.add_person(LocalAdmin(), served.house, "Minji")
    (face,) = (await recognised(served, fake_face(None, comparison=fake_comparison(minji.id, 1.4))))["faces"]
    assert (face["decision"], face["person"], face["nearest"]["name"]) == ("UNKNOWN", None, "Minji")
    assert face["reasons"][0]["code"] == PipelineReason.NEAREST_TOO_FAR


async def test_a_face_that_cannot_be_judged_says_why_in_the_asked_language(served: Served) -> None:
    reason = Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41, needed_px=60)
    face = dataclasses.replace(fake_face(None, reasons=(reason,)), five_points=None)
    (english,) = (await recognised(served, face))["faces"]
    (korean,) = (await recognised(served, face, language="ko"))["faces"]
    assert (english["decision"], english["nearest"], english["threshold"]) == ("POOR_VIEW", None, None)
    assert english["quality"]["reasons"] == english["reasons"]
    assert english["reasons"][0]["parameters"] == {"face_px": 41, "needed_px": 60}
    assert "41" in english["reasons"][0]["sentence"]
    assert korean["reasons"][0]["sentence"] != english["reasons"][0]["sentence"]


async def test_a_picture_without_faces_is_an_answer(served: Served) -> None:
    assert (await recognised(served))["faces"] == []


async def test_nothing_of_a_picture_is_kept(served: Served) -> None:
    await recognised(served, fake_face(None, comparison=fake_comparison()))
    async with served.http.get(served.api("/events")) as response:
        assert (await response.json())["events"] == []
