"""What the photo page says of real photos that make no good sample: why, and what would help."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from offload_server.demo import transcoding
from offload_server.demo.cast import MINJI, Piece
from offload_server.household.records import PersonRecord
from offload_server.reasons import ServerReason
from pipeline.reasons import PipelineReason
from pipeline.types import UInt8Array
from tests.desktop_app.enrolment.hands import people_of
from tests.desktop_app.journey.visitor import Visitor
from tests.pipeline.real_faces import astronaut, group
from weights.store import WeightsStore

pytestmark = [pytest.mark.models, pytest.mark.timeout(240)]


def written(folder: Path, name: str, image: UInt8Array) -> Path:
    file = folder / f"{name}.jpg"
    assert cv2.imwrite(str(file), image, [cv2.IMWRITE_JPEG_QUALITY, 95])
    return file


def blurred(image: UInt8Array) -> UInt8Array:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), 6), np.uint8)


def from_afar(image: UInt8Array) -> UInt8Array:
    """Her face, 90 px wide, becomes one of some 40 px."""
    return np.asarray(cv2.resize(image, None, fx=0.45, fy=0.45, interpolation=cv2.INTER_AREA), np.uint8)


def test_each_photo_that_cannot_be_kept_says_why_and_what_helps(
    visitor: Visitor, models: WeightsStore, tmp_path: Path
) -> None:
    face = astronaut(models)
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(written(tmp_path, "whole", face).read_bytes()[:2000])
    letter = tmp_path / "letter.jpg"
    letter.write_text("Dear Munjigi, this is no picture.\n" * 20)
    files = {
        PipelineReason.FACE_BLURRED: (written(tmp_path, "blurred", blurred(face)), "Use a sharper one."),
        PipelineReason.FACE_TOO_SMALL: (written(tmp_path, "small", from_afar(face)), "Use one taken from nearer."),
        ServerReason.SEVERAL_FACES_IN_PICTURE: (written(tmp_path, "party", group(models)), "only the person to enrol"),
        ServerReason.NO_FACE_IN_PICTURE: (written(tmp_path, "sky", np.full_like(face, 127)), "with a clear face"),
        PipelineReason.PICTURE_DAMAGED: (broken, ""),
        PipelineReason.PICTURE_NOT_SUPPORTED: (letter, "JPEG"),
    }
    visitor.leave_first_minutes()
    visitor.begin_photos("Eileen")
    rows = visitor.drop(*(file for file, _ in files.values()))
    for number, (row, (code, (file, help_text))) in enumerate(zip(rows, files.items(), strict=True)):
        said = visitor.said_of_photo(number)
        assert row.draft is None, file.name
        assert code in {reason.code for reason in row.reasons}, (file.name, row.reasons)
        assert help_text in said, (file.name, said)
        assert said.startswith(f"{file.name}\n"), said
    assert not visitor.screen.photos.save.isEnabled(), "there is nothing to save"

    (good,) = visitor.drop(tmp_path / "whole.jpg")
    assert good.draft is not None, good.reasons
    (again,) = visitor.drop(tmp_path / "whole.jpg")
    assert [reason.code for reason in again.reasons] == [ServerReason.SAMPLE_ALREADY_KEPT]
    visitor.save_photos()
    assert [(each.name, each.sample_count) for each in people_now(visitor)] == [("Eileen", 1)]


def test_one_face_under_two_names_is_asked_about_and_not_kept(
    visitor: Visitor, models: WeightsStore, tmp_path: Path
) -> None:
    clip = models.require("clip-wolfgang-langer")
    first, *_, last = transcoding.jpegs(clip, Piece(MINJI.piece.clip, 0.4, 0.75))
    for name, jpeg in (("monday", first), ("friday", last)):
        (tmp_path / f"{name}.jpg").write_bytes(jpeg)
    visitor.leave_first_minutes()
    visitor.begin_photos("Minji")
    (row,) = visitor.drop(tmp_path / "monday.jpg")
    assert row.draft is not None, row.reasons
    visitor.save_photos()

    visitor.begin_photos("Minseo")
    (row,) = visitor.drop(tmp_path / "friday.jpg")
    assert [reason.code for reason in row.reasons] == [ServerReason.LOOKS_LIKE_SOMEONE_ELSE]
    assert "Minji" in visitor.said_of_photo(0)
    question = visitor.screen.photos.question
    visitor.wait(question.isVisible)
    assert not visitor.screen.photos.save.isEnabled()
    visitor.click(question.no)
    visitor.wait(lambda: not question.isVisible())
    assert visitor.state.samples == ()
    assert [each.name for each in people_now(visitor)] == ["Minji"]


def people_now(visitor: Visitor) -> tuple[PersonRecord, ...]:
    found = visitor.ask(people_of)
    assert isinstance(found, tuple)
    return found
