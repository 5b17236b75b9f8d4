"""The steps of the first minutes, which of them are done, and where the user is. Knows no Qt."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace


class Step(enum.StrEnum):
    """In the order of the list."""

    LANGUAGE = "language"
    HOUSEHOLD = "household"
    MODELS = "models"
    CAMERA = "camera"
    PERSON = "person"


STEPS = tuple(Step)


@dataclass(frozen=True, slots=True)
class FirstRunState:
    """``is_over``: closed or finished; it does not come by itself any more, but can be opened again."""

    step: Step = Step.LANGUAGE
    done: frozenset[Step] = field(default_factory=frozenset)
    is_over: bool = False

    @property
    def number(self) -> int:
        """Where the step stands, from 0."""
        return STEPS.index(self.step)

    @property
    def is_first(self) -> bool:
        return self.number == 0

    @property
    def is_last(self) -> bool:
        return self.number == len(STEPS) - 1

    def at(self, step: Step) -> FirstRunState:
        """Go to any step."""
        return replace(self, step=step, is_over=False)

    def completed(self) -> FirstRunState:
        """This step is done; the next one comes, and after the last it is over."""
        return replace(self, done=self.done | {self.step}).skipped()

    def skipped(self) -> FirstRunState:
        """The next step comes, this one stays open; after the last it is over."""
        return replace(self, is_over=True) if self.is_last else replace(self, step=STEPS[self.number + 1])

    def back(self) -> FirstRunState:
        """The step before."""
        return self if self.is_first else replace(self, step=STEPS[self.number - 1])

    def closed(self) -> FirstRunState:
        """It does not come by itself any more."""
        return replace(self, is_over=True)

    def encoded(self) -> str:
        """One word for a settings file."""
        done = ",".join(step for step in STEPS if step in self.done)
        return f"{'over' if self.is_over else 'open'} {self.step} {done}".strip()


def key_of(household: str) -> str:
    """Under which a household's state is kept."""
    return f"first_run/{household}"


def decoded(text: str) -> FirstRunState:
    """Read back ``encoded``; the beginning for anything else."""
    words = text.split()
    if len(words) not in {2, 3} or words[0] not in {"over", "open"}:
        return FirstRunState()
    try:
        done = frozenset(Step(each) for each in words[2].split(",")) if len(words) == 3 else frozenset()
        return FirstRunState(Step(words[1]), done, words[0] == "over")
    except ValueError:
        return FirstRunState()
