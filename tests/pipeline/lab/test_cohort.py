"""A cohort is kept without photos and read back whole; what cannot be trusted is refused, never measured."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.lab.cohort import need_strangers_and_own, together
from pipeline.lab.cohort_file import read_cohort, write_cohort
from pipeline.lab.errors import LabError, LabReason
from pipeline.lab.fusion import fuse, scales
from pipeline.types import TemplateSpace
from tests.pipeline.lab.cohorts import SPACE, cohort

OTHER_SPACE = TemplateSpace("other", "b" * 64, "none", 1)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    written = cohort([2, 3], without_face=[1], condition="grey")
    write_cohort(written, tmp_path / "a.npz")
    read = read_cohort(tmp_path / "a.npz")
    assert (read.space, read.condition, read.photos) == (SPACE, "grey", written.photos)
    assert read.has_face.tolist() == [True, False, True, True, True]
    np.testing.assert_array_equal(read.vectors, written.vectors)
    assert [file.name for file in tmp_path.iterdir()] == ["a.npz"]


@pytest.mark.parametrize("spoilt", [np.nan, np.inf, 7.0])
def test_an_embedding_that_is_no_unit_vector_is_refused_by_its_photo(tmp_path: Path, spoilt: float) -> None:
    good = cohort([2, 2])
    vectors = good.vectors.copy()
    vectors[2, 3] = spoilt
    write_cohort(replace(good, vectors=vectors), tmp_path / "a.npz")
    with pytest.raises(LabError) as caught:
        read_cohort(tmp_path / "a.npz")
    assert caught.value.code == LabReason.LAB_COHORT_NOT_NUMBERS
    assert caught.value.figures()["photo"] == good.photos[2]


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.npz").write_bytes(content)
    with pytest.raises(LabError) as caught:
        read_cohort(tmp_path / "a.npz")
    assert caught.value.code == LabReason.LAB_COHORT_UNREADABLE


def test_a_pickle_is_never_opened(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", photos=np.array([{"a": 1}], dtype=object), format=np.int64(1))
    with pytest.raises(LabError) as caught:
        read_cohort(tmp_path / "a.npz")
    assert caught.value.code == LabReason.LAB_COHORT_UNREADABLE


def test_two_spaces_are_an_error_and_never_one_cohort() -> None:
    with pytest.raises(LabError) as caught:
        together([cohort([2, 2]), cohort([2, 2], space=OTHER_SPACE)])
    assert caught.value.code == LabReason.LAB_COHORTS_OF_OTHER_SPACES


def test_a_photo_is_counted_once() -> None:
    with pytest.raises(LabError) as caught:
        together([cohort([2, 2]), cohort([2, 2])])
    assert caught.value.code == LabReason.LAB_COHORT_PHOTO_TWICE


@pytest.mark.parametrize(("counts", "code"), [([5], "lab_no_impostors"), ([1, 1, 1], "lab_one_photo_a_person")])
def test_one_person_or_one_photo_a_person_is_not_enough(counts: list[int], code: str) -> None:
    with pytest.raises(LabError) as caught:
        need_strangers_and_own(cohort(counts).photos, "folder")
    assert caught.value.code == code


def test_fused_distances_are_the_weighted_sum_of_squares() -> None:
    sface = cohort([2, 2], recogniser="sface", without_face=[0])
    resnet = cohort([2, 2], recogniser="resnet", space=OTHER_SPACE, seed=2, without_face=[3])
    fused = fuse([resnet, sface])  # in any order
    one, other = scales()
    expected = (one * (sface.vectors[1] - sface.vectors[2])) @ (one * (sface.vectors[1] - sface.vectors[2]))
    expected += (other * (resnet.vectors[1] - resnet.vectors[2])) @ (other * (resnet.vectors[1] - resnet.vectors[2]))
    apart = fused.vectors[1] - fused.vectors[2]
    assert float(apart @ apart) == pytest.approx(float(expected), rel=1e-5)
    assert fused.has_face.tolist() == [False, True, True, False]
    assert np.linalg.norm(fused.vectors[1]) == pytest.approx(1, abs=1e-6)
    assert fused.space not in (sface.space, resnet.space)


def test_only_the_two_recognisers_on_the_same_photos_are_fused() -> None:
    sface = cohort([2, 2], recogniser="sface")
    with pytest.raises(LabError):
        fuse([sface, sface])
    with pytest.raises(LabError) as caught:
        fuse([sface, cohort([2, 3], recogniser="resnet")])
    assert caught.value.code == LabReason.LAB_COHORTS_OF_OTHER_PHOTOS
