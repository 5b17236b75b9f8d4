"""What is said of model files, and the words of ``munjigi-lab``; part of ``resources.sentences``."""

from __future__ import annotations

from typing import Final

from resources.marking import N_

WEIGHTS_SENTENCES: Final[dict[str, str]] = {
    "weight_unknown": N_("There is no model file called {name}. These exist: {known}."),
    "weight_missing": N_(
        'The file {file} is not in {folder}. Run “munjigi-lab weights install {name} --weights "{folder}"” to fetch it.'
    ),
    "weight_damaged": N_(
        "The file {file} in {folder} is damaged (its SHA-256 is not the expected one) and is not used. "
        'Run “munjigi-lab weights install {name} --weights "{folder}"” to replace it.'
    ),
    "weight_source_damaged": N_(
        "{file} from {source} is not the expected file (its SHA-256 differs) and was not taken. "
        "Please get that file anew."
    ),
    "weight_source_unavailable": N_("{file} cannot be had from {source}: {problem}"),
    "weight_source_failed": N_(
        "No source gave the right file {file}. Check the internet connection and try again, or put the file into a "
        "folder and run “munjigi-lab weights install {name} --from FOLDER”. What was tried: {problem}"
    ),
    "weight_part_missing": N_(
        "The file {file} is missing in {source}. All files are needed; please get that one, too."
    ),
    "weight_part_truncated": N_(
        "The file {file} from {source} is cut off: it has {bytes} of {needed_bytes}. Please get that file anew."
    ),
    "weight_part_wrong": N_(
        "The file {file} from {source} is not the published one and was not taken. Please get that file anew."
    ),
    "weight_converter_missing": N_(
        "{file} has to be made on this machine, and the Python package {package} that does it is missing. Install "
        "it, then run “munjigi-lab weights install {name}”."
    ),
    "weight_not_written": N_(
        "{file} could not be written to {folder}: {problem}. Nothing half-written was left. Free some space or check "
        "who may write to the folder, then try again."
    ),
    "weights_fetching": N_("Fetching {name} from: {source}"),
    "weights_all_installed": N_("Installed and checked in {folder}; files: {count}."),
    "weights_no_commercial_use": N_("Terms of use: {file} must not be used commercially."),
    "weights_folder_is": N_("Folder: {folder}"),
    "weights_state_installed": N_("installed"),
    "weights_state_missing": N_("missing"),
    "weights_state_damaged": N_("damaged"),
    "weights_derived_from": N_("Made on this machine from: {name}"),
    "lab_what": N_("Munjigi's workshop: the models, where they come from and whether they are whole."),
    "lab_weights_what": N_("list, fetch and check the model files"),
    "lab_weights_list_what": N_("what exists, under which licence and terms, and what is installed"),
    "lab_weights_install_what": N_("fetch files and accept them by their SHA-256 (default: the standard preset)"),
    "lab_weights_verify_what": N_("read every installed file and compare its SHA-256"),
    "lab_weights_names_what": N_("names of files, or a preset: standard, classic, demo, tests"),
    "lab_from_what": N_("look for the files in this folder first"),
    "lab_weights_folder_what": N_("the folder of the models (else where Munjigi looks for them by itself)"),
    "lab_json_what": N_("print JSON for programs"),
    "lab_data_what": N_(
        "data folder of the household; models are installed into its own “weights” folder and used from there"
    ),
}
