"""What keeps a command of ``munjigi-lab`` from giving a figure: a code and its parameters, said by the catalogue."""

from __future__ import annotations

import enum


class LabReason(enum.StrEnum):
    """Parameters in brackets."""

    LAB_PAIRS_MALFORMED = "lab_pairs_malformed"  # file, line
    LAB_PAIRS_TOO_FEW = "lab_pairs_too_few"  # file, pairs, needed
    LAB_PAIRS_PHOTO_MISSING = "lab_pairs_photo_missing"  # file, line, photo
    LAB_PHOTO_UNREADABLE = "lab_photo_unreadable"  # file, problem
    LAB_NO_PHOTOS = "lab_no_photos"  # folder
    LAB_NO_IMPOSTORS = "lab_no_impostors"  # folder, people
    LAB_GALLERY_WITHOUT_FACES = "lab_gallery_without_faces"  # folder
    LAB_PHOTOS_WITHOUT_FACES = "lab_photos_without_faces"  # photos
    LAB_TOO_FEW_SAMPLES = "lab_too_few_samples"  # folder, needed
    LAB_ALIGNMENT_UNKNOWN = "lab_alignment_unknown"  # recogniser, alignments
    LAB_ONE_PHOTO_A_PERSON = "lab_one_photo_a_person"  # folder
    LAB_GROUPS_MALFORMED = "lab_groups_malformed"  # file, line
    LAB_GROUPS_PERSON_UNKNOWN = "lab_groups_person_unknown"  # file, line, person
    LAB_COHORT_UNREADABLE = "lab_cohort_unreadable"  # file
    LAB_COHORT_NOT_NUMBERS = "lab_cohort_not_numbers"  # file, photo
    LAB_COHORT_PHOTO_TWICE = "lab_cohort_photo_twice"  # photo
    LAB_COHORT_CONDITION = "lab_cohort_condition"  # needed
    LAB_COHORTS_OF_OTHER_SPACES = "lab_cohorts_of_other_spaces"
    LAB_COHORTS_OF_OTHER_PHOTOS = "lab_cohorts_of_other_photos"
    LAB_TOO_FEW_RESIDENTS = "lab_too_few_residents"  # people, needed, samples
    LAB_TOO_FEW_STRANGERS = "lab_too_few_strangers"  # people, needed, samples


class LabError(Exception):
    """Reason-like: ``words.say_reason(error)`` is its sentence."""

    def __init__(self, code: LabReason, **parameters: str | int) -> None:
        super().__init__(code, parameters)
        self.code = str(code)
        self._parameters = parameters

    def figures(self) -> dict[str, str | int | float]:
        """The parameters as a dictionary."""
        return dict(self._parameters)
