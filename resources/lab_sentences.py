"""What ``munjigi-lab`` says when it measures; part of ``resources.sentences``."""

from __future__ import annotations

from typing import Final

from resources.marking import N_

LAB_SENTENCES: Final[dict[str, str]] = {
    "lab_evaluate_what": N_("measure on your own photos how well people are told apart"),
    "lab_images_what": N_("folder with a folder of photos for each person (PERSON/PERSON_0001.jpg)"),
    "lab_pairs_what": N_("file of pairs in LFW's format: accuracy in folds and what follows from it"),
    "lab_quantiles_what": N_(
        "compare all photos of the folder: where the impostors lie, for the scale of a recogniser"
    ),
    "lab_at_what": N_("with --quantiles: error rates at these distances (plain L2)"),
    "lab_preset_what": N_("measure this preset"),
    "lab_recogniser_what": N_("measure this recogniser"),
    "lab_alignment_what": N_("how the recogniser's crops are cut (else its own)"),
    "lab_detector_what": N_("what finds the faces (else what usually goes with the recogniser)"),
    "lab_reading_photos": N_("Looking at {count} photos. This takes a while."),
    "lab_evaluate_nothing": N_("Nothing to measure: please give --pairs FILE, --quantiles, or both."),
    "lab_evaluate_preset_whole": N_(
        "A preset has its own detector and alignment. To choose others, please give --recogniser instead of --preset."
    ),
    "lab_file_trouble": N_("This file cannot be used: {file} ({problem}). Please check its name and who may read it."),
    "lab_pairs_malformed": N_(
        "Line {line} of {file} is no line of LFW's pairs format. Expected are “FOLDS PAIRS” first, then “NAME 1 2” or "
        "“NAME 1 OTHER 2”."
    ),
    "lab_pairs_too_few": N_(
        "{file} has {pairs} pairs where its first line promises {needed}. Please take the whole file."
    ),
    "lab_pairs_photo_missing": N_(
        "Line {line} of {file} asks for a photo that is not in the folder: {photo}. Please check --images and the line."
    ),
    "lab_photo_unreadable": N_("This photo cannot be used: {file}. {problem}"),
    "lab_no_photos": N_("There are no photos in {folder}. Each person needs a folder of their own with photos in it."),
    "lab_no_impostors": N_(
        "Faces of {people} people were found in {folder}; comparing strangers needs two people at least."
    ),
    "lab_alignment_unknown": N_("{recogniser} cannot be given that alignment. It knows: {alignments}."),
}
