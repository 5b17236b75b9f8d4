"""What ``munjigi`` and its demo say to whoever started them; part of ``resources.sentences``."""

from __future__ import annotations

from typing import Final

from resources.marking import N_

COMMAND_SENTENCES: Final[dict[str, str]] = {
    # Everywhere
    "munjigi_description": N_("Munjigi, a doorkeeper for one household."),
    "munjigi_help_demo": N_("show the doorkeeper at work: a server, two cameras, real networks"),
    "munjigi_help_data": N_("folder of the household's data; the demo only makes a throw-away folder in it"),
    "munjigi_help_language": N_("language of the messages (else the system's)"),
    "munjigi_help_headless": N_("without a window: it says what it sees, and ends by itself"),
    "munjigi_help_seconds": N_("how many seconds to watch, counted from ready (at most 86400)"),
    "munjigi_help_json": N_("print JSON lines for programs"),
    "munjigi_help_weights": N_("folder of the models (else where they are installed)"),
    "munjigi_help_shared": N_("developers' folder, whose clips add a person (else MUNJIGI_SHARED)"),
    "usage_unknown": N_("This is no option or command: {given}."),
    "usage_missing": N_("This is missing: {option}."),
    "usage_value_missing": N_("A value is missing after {option}."),
    "usage_choice": N_("{given} is not known. Please choose one of: {known}."),
    "usage_value": N_("The value {given} does not fit {option}."),
    "usage_wrong": N_("The command line cannot be understood: {problem}."),
    "usage_see_help": N_("“{command}” shows what is possible."),
    # The demo
    "demo_person_one": N_("Minji"),
    "demo_person_two": N_("Ha-eun"),
    "demo_front_door": N_("Front door"),
    "demo_garden_gate": N_("Garden gate"),
    "demo_preparing": N_("Preparing the footage. The first time takes a few seconds."),
    "demo_loading": N_("Starting the server and loading the networks."),
    "demo_enrolled": N_("Enrolled {person} from {samples} pictures."),
    "demo_connecting": N_("Starting the cameras. They look for the server by themselves."),
    "demo_ready": N_("Ready. Watching both doors for {seconds} s."),
    "demo_distance": N_("distance {distance} L2 · threshold {threshold} L2"),
    "demo_frames": N_(
        "{frames} frames searched in {seconds} s, {frames_per_second} a second; {frames_with_face} had a face in them."
    ),
    "demo_passed": N_("Everyone was named rightly, and a stranger stayed unknown."),
    "demo_interrupted": N_("Stopped before the end. Nothing was kept."),
    "demo_wrong_name": N_(
        "Someone was called by a wrong name, decisions: {visits}. Please report this with the lines above."
    ),
    "demo_nobody_recognised": N_(
        "Nobody was recognised. Please try again with more time (“--seconds 60”) and fewer other programs running."
    ),
    "demo_no_stranger": N_(
        "No stranger was found unknown. Please try again with more time (“--seconds 60”) and fewer other "
        "programs running."
    ),
    "demo_door_not_told": N_("The camera at the door was not told that someone was recognised. Please report this."),
    "demo_strange_frames": N_(
        "Another camera sent {frames} frames to the demo. They count as searched; its visits are left out."
    ),
    "demo_models_missing": N_(
        "Not installed or damaged: {names}. Please run “munjigi-lab weights install standard demo "
        '--weights "{folder}"”, then start the demo again.'
    ),
    "demo_clip_unreadable": N_("This clip cannot be read: {file}. Please run “munjigi-lab weights install demo”."),
    "demo_shared_missing": N_(
        "This clip is not there: {file}. Please check the folder, or leave “--shared” and MUNJIGI_SHARED out."
    ),
    "demo_enrolment_failed": N_("Too few pictures of {person} could be used. Please run “munjigi-lab weights verify”."),
    "demo_engine_slow": N_("The networks were not ready after {seconds} s. Please close other programs and try again."),
    "demo_cameras_missing": N_(
        "Not every camera found the server within {seconds} s. Please stop any other Munjigi server on this "
        "machine and try again."
    ),
    "demo_camera_died": N_("The camera process stopped: {camera}. {problem}"),
    "demo_file_trouble": N_(
        "The demo cannot use this file or folder: {file} ({problem}). Please free some space, check the "
        "rights, or choose another folder with “--data”."
    ),
}
