"""``munjigi-lab household``: what a family of a few people would live through, simulated on photos of many."""

from __future__ import annotations

import argparse
import json
import sys
import time

from pipeline.lab.cohort import need_strangers_and_own
from pipeline.lab.cohort_choice import add_cohort_arguments, check_parts, choose, contradiction_in_cohort, photo_names
from pipeline.lab.figures import as_text, origin_of, what_was_measured
from pipeline.lab.household_simulation import Households, Plan, figures
from pipeline.lab.trouble import exit_code
from resources.catalogue import Catalogue


def add_arguments(parser: argparse.ArgumentParser, words: Catalogue) -> None:
    """The photos, the household, and how often it is drawn."""
    add_cohort_arguments(parser, words, with_condition=False)
    parser.add_argument("--residents", type=positive, default=5, metavar="N", help=words.say("lab_residents_what"))
    parser.add_argument("--samples", type=positive, default=5, metavar="K", help=words.say("lab_samples_what"))
    parser.add_argument("--strangers", type=positive, default=200, metavar="N", help=words.say("lab_strangers_what"))
    parser.add_argument("--trials", type=positive, default=300, metavar="N", help=words.say("lab_trials_what"))
    parser.add_argument("--look-alikes", action="store_true", help=words.say("lab_look_alikes_what"))
    parser.add_argument("--json", action="store_true", help=words.say("lab_json_what"))


def positive(text: str) -> int:
    """A count of the command line: 1 to 100,000; ValueError."""
    value = int(text)
    if not 1 <= value <= 100_000:
        raise ValueError
    return value


def run(arguments: argparse.Namespace, words: Catalogue) -> int:
    """0 with figures, 1 when there can be none, 2 for arguments that do not go together."""
    if problem := contradiction_in_cohort(arguments):
        print(words.say(problem), file=sys.stderr)
        return 2

    def work() -> None:
        measured = _measure(arguments, words)
        print(json.dumps(measured, indent=2) if arguments.json else as_text(measured))

    return exit_code(work, words)


def _measure(arguments: argparse.Namespace, words: Catalogue) -> dict[str, object]:
    begun = time.perf_counter()
    check_parts(arguments)
    photos = photo_names(arguments)
    need_strangers_and_own(photos, origin_of(arguments))
    cohort = choose(arguments, photos, words).enrolled
    plan = Plan(
        arguments.residents, arguments.samples, arguments.strangers, arguments.trials, look_alikes=arguments.look_alikes
    )
    found = figures(Households(cohort, plan).run(), plan)
    return {
        **what_was_measured(cohort),
        **found,
        "photos": len(cohort.photos),
        "photos_without_face": int((~cohort.has_face).sum()),
        "seconds": round(time.perf_counter() - begun, 1),
    }
