"""One demo from the first step to the verdict, as a list of steps to read from top to bottom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from offload_server.demo.errors import file_trouble
from offload_server.demo.material import Material, find_weights, prepare
from offload_server.demo.narration import JsonNarrator, Narrator, PeopleNarrator
from offload_server.demo.options import DemoOptions
from offload_server.demo.stage import Stage
from offload_server.demo.summary import Counters
from offload_server.demo.throw_away import throw_away_folder
from offload_server.demo.watching import Watch
from offload_server.demo.witness import Witness
from offload_server.errors import ServerError
from offload_server.runtime import ServerThread
from pipeline.engine import Engine
from pipeline.errors import PipelineError
from pipeline.ports import FaceEngine
from pipeline.presets import standard
from pipeline.types import EngineStatus, Reason
from resources.catalogue import Catalogue
from weights.errors import WeightError
from weights.store import WeightsStore

EXIT_SHOWN: Final = 0
EXIT_NOT_SHOWN: Final = 1
EXIT_INTERRUPTED: Final = 130
"""What shells call a program that Ctrl-C ended."""

Look = Callable[[ServerThread], None]
"""Somebody who looks over the demo's shoulder while it watches; called several times a second, and must be quick."""

EngineMaker = Callable[[WeightsStore], FaceEngine]


def standard_engine(weights: WeightsStore) -> FaceEngine:
    """The engine that every Munjigi runs."""
    return Engine(standard(weights))


def run(
    options: DemoOptions,
    narrator: Narrator | None = None,
    make_engine: EngineMaker = standard_engine,
    look: Look | None = None,
) -> int:
    """Show the doorkeeper at work and return the exit code. Stops cleanly on KeyboardInterrupt."""
    words = Catalogue(options.language)
    narrator = narrator or (JsonNarrator(words) if options.json else PeopleNarrator(words))
    try:
        return _show(options, narrator, make_engine, look)
    except (ServerError, PipelineError) as error:
        narrator.problem(error.reason)
    except WeightError as error:
        narrator.problem(Reason(error.code, error.parameters))
    except BrokenPipeError:
        return EXIT_INTERRUPTED  # nobody reads any more
    except OSError as error:
        narrator.problem(file_trouble(error).reason)
    except KeyboardInterrupt:
        narrator.step("demo_interrupted")
        return EXIT_INTERRUPTED
    return EXIT_NOT_SHOWN


def _show(options: DemoOptions, narrator: Narrator, make_engine: EngineMaker, look: Look | None) -> int:
    words = Catalogue(options.language)
    weights = find_weights(options)
    narrator.step("demo_preparing")
    material = prepare(options, weights)
    witness = Witness(make_engine(weights), material.present())
    with throw_away_folder(options.data) as data, Stage(material, witness, data, words) as stage:
        narrator.step("demo_loading")
        stage.start_server()
        for person in stage.enrol_everybody():
            narrator.step("demo_enrolled", person=person.name, samples=person.sample_count)
        narrator.step("demo_connecting")
        door_of = stage.start_cameras()
        narrator.step("demo_ready", seconds=_plain(options.seconds))
        watch = Watch(stage, witness, door_of, _names(material, words), narrator.decision)
        counters = _watch(watch, witness, options.seconds, look)
        stage.stop_cameras()
        watch.farewell()
    if witness.strange_frames:
        narrator.step("demo_strange_frames", frames=witness.strange_frames)
    failures = watch.record.failures()
    narrator.summary(watch.record, counters, failures)
    return EXIT_NOT_SHOWN if failures else EXIT_SHOWN


def _watch(watch: Watch, witness: Witness, seconds: float, look: Look | None) -> Counters:
    before = witness.status()
    watch.run(seconds, look)
    return _between(before, witness.status(), watch.seconds)


def _between(before: EngineStatus, after: EngineStatus, seconds: float) -> Counters:
    return Counters(
        frames=after.frames_searched - before.frames_searched,
        frames_with_face=after.frames_with_face - before.frames_with_face,
        seconds=seconds,
    )


def _plain(seconds: float) -> float:
    """Whole seconds as an integer, so that nobody reads "30.0 s"."""
    return int(seconds) if seconds.is_integer() else seconds


def _names(material: Material, words: Catalogue) -> dict[str, str]:
    return {member.role: words.say(member.name_code) for member in material.programme.members}
