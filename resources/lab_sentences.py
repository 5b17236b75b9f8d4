"""What ``munjigi-lab`` says when it measures; part of ``resources.sentences``."""

from __future__ import annotations

from typing import Final

from resources.marking import N_

LAB_SENTENCES: Final[dict[str, str]] = {
    "lab_convert_what": N_("make LiteRT forms of the networks and measure which runtime is fastest on this PC"),
    "lab_convert_names_what": N_("networks; else all whose weights are installed"),
    "lab_convert_again_what": N_("convert and measure again what is there already"),
    "lab_convert_no_litert": N_(
        "LiteRT is not installed here, so TensorFlow runs the networks. Please install the package ai-edge-litert."
    ),
    "lab_convert_begins": N_("Converting and measuring {name}. This takes half a minute."),
    "lab_convert_failed": N_(
        "{name} could not be converted for LiteRT; TensorFlow runs it, which takes more memory. "
        "“munjigi-lab convert” says why."
    ),
    "lab_convert_ms": N_("{name}, {form}: {face_ms} ms a face"),
    "lab_convert_shift": N_(
        "    moves distances by {largest} at most ({p99} in 99 of 100), {pairs} pairs of real faces"
    ),
    "lab_recognise_what": N_("find the faces of photos and say how far each is from the others"),
    "lab_classify_what": N_("let classifiers say who of a folder's people is on a photo, and measure them"),
    "lab_cluster_what": N_("group the faces of photos by likeness"),
    "lab_photos_what": N_("photos, JPEG or PNG"),
    "lab_classify_photos_what": N_("photos to classify; without them only the accuracy is measured"),
    "lab_gallery_what": N_("folder with a folder of photos for each person who is to be known"),
    "lab_threshold_what": N_(
        "the largest distance of one person (plain L2), e.g. 0.6 or 0.7 as in 2019; else the calibrated one"
    ),
    "lab_runtime_what": N_("what runs the network: auto takes what was measured fastest on this PC"),
    "lab_draw_what": N_("write pictures into this folder: the faces found, and each face before and after alignment"),
    "lab_weights_folder_what": N_("folder of the models (else where they are installed)"),
    "lab_faces_found": N_("{photo}: faces found: {count}"),
    "lab_distances": N_(
        "Distances, plain L2, smaller is more alike; threshold {threshold}: 1 in {odds} pairs of strangers is nearer."
    ),
    "lab_post_2019": N_(
        "The post of 2019 takes {strict} to {loose}: 1 in {strict_odds} to 1 in {loose_odds} pairs of strangers."
    ),
    "lab_same_person": N_("same person"),
    "lab_other_person": N_("someone else"),
    "lab_photo_left_out": N_("No face was found in {file}; it was left out."),
    "lab_people_left_out": N_("Left out, because of fewer than {needed} photos with a face: {count} people"),
    "lab_classify_closed_set": N_(
        "A classifier always names one of those it knows, strangers too. Do not open a door by it."
    ),
    "lab_groups": N_(
        "{groups} groups of {faces} faces; average distance within a group at most {threshold} (plain L2)"
    ),
    "lab_photos_without_faces": N_(
        "No face was found in these photos ({photos}). Please take others: larger, sharper, facing the camera."
    ),
    "lab_gallery_without_faces": N_("No face was found in any photo of {folder}. Please take other photos."),
    "lab_too_few_samples": N_(
        "Classifying needs two people with at least {needed} photos of their face each, and {folder} has fewer."
    ),
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
    "lab_household_what": N_("simulate households: how often their own and strangers are let in"),
    "lab_embed_what": N_(
        "keep the embeddings of a folder's photos in a file, without the photos, to measure them later"
    ),
    "lab_embeddings_what": N_("files that “embed” wrote, instead of photos"),
    "lab_embed_to_what": N_("the file to write, e.g. cohort.npz"),
    "lab_condition_what": N_("change the photos first: small, grey, dark, or with drawn sunglasses or a drawn mask"),
    "lab_all_pairs_what": N_("compare every photo with every other: how many are accepted at a false match rate"),
    "lab_groups_what": N_("with --all-pairs: false matches within each group, file of PERSON<TAB>GROUP"),
    "lab_residents_what": N_("people of a household"),
    "lab_samples_what": N_("photos that each of them is enrolled with"),
    "lab_strangers_what": N_("strangers who come to each household, a photo each"),
    "lab_trials_what": N_("how many households are drawn"),
    "lab_look_alikes_what": N_("draw families of people who look alike, and see one of them come who is not enrolled"),
    "lab_parts_missing": N_("Please say what is to be measured: --preset NAME or --recogniser NAME."),
    "lab_parts_of_embeddings": N_(
        "The embeddings were made by parts of their own, so --preset and --recogniser cannot be given with them "
        "(except --recogniser fused)."
    ),
    "lab_fused_alignment": N_("Fused recognisers have an alignment each. Please leave --alignment out."),
    "lab_embed_one_space": N_(
        "A file holds the embeddings of one recogniser. Please embed with sface and with resnet, then measure both "
        "files with --recogniser fused."
    ),
    "lab_evaluate_both": N_("Please give either --pairs FILE or --all-pairs: each has figures of the same names."),
    "lab_evaluate_groups_alone": N_("Groups are compared at the thresholds of all pairs. Please add --all-pairs."),
    "lab_one_photo_a_person": N_(
        "Everybody in {folder} has one photo only, so nobody can be compared with themselves. Please add second photos."
    ),
    "lab_groups_malformed": N_(
        "Line {line} of {file} is no line of a file of groups. Expected is “PERSON<TAB>GROUP”, one group a person."
    ),
    "lab_groups_person_unknown": N_(
        "Line {line} of {file} names somebody without a photo: {person}. Please check the folder and the line."
    ),
    "lab_cohort_unreadable": N_(
        "{file} is no file of embeddings that “munjigi-lab embed” wrote. Please make it again."
    ),
    "lab_cohort_not_numbers": N_(
        "The embedding of {photo} in {file} is not usable (not finite, or not of unit length). Nothing was measured."
    ),
    "lab_cohort_photo_twice": N_("{photo} is in more than one of these files. Please give each photo once."),
    "lab_cohort_condition": N_(
        "These files do not go with the condition asked for ({needed}). Please give the photos as they are and, for a "
        "condition, the same photos in it."
    ),
    "lab_cohorts_of_other_spaces": N_(
        "These embeddings were made by different networks or alignments and cannot be compared. Please embed all "
        "photos with the same parts."
    ),
    "lab_cohorts_of_other_photos": N_("These files hold different photos. Please embed the same folder for each."),
    "lab_too_few_residents": N_(
        "Households need {needed} people with more than {samples} photos; there are {people}. Please ask for fewer "
        "--residents or --samples."
    ),
    "lab_too_few_strangers": N_(
        "There are {people} strangers where {needed} were asked for. Please ask for fewer --strangers, or add photos."
    ),
    "lab_alignment_unknown": N_("{recogniser} cannot be given that alignment. It knows: {alignments}."),
}
