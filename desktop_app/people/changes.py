"""What the user changes about a person: asked of the house, told in a toast, and undone from there - but an erasure."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from PySide6.QtWidgets import QWidget

from desktop_app.people import errands
from desktop_app.people.erase_dialog import EraseDialog
from desktop_app.speech import Speech
from desktop_app.station import Station, reason_of
from desktop_app.window.ways import Ways
from offload_server.household.records import ErasureReport, PersonRecord, SampleId
from pipeline.types import PersonId

if TYPE_CHECKING:
    from offload_server.household.house import House
    from offload_server.household.removals import RemovedSamples

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Changes:
    """``changed`` is called after each change, so that everything is read anew. Belongs to the GUI thread."""

    def __init__(self, station: Station, ways: Ways, changed: Callable[[], None]) -> None:
        self._station = station
        self._ways = ways
        self._changed = changed

    def rename(self, person: PersonRecord, name: str) -> None:
        """Another name; undone by the one before."""

        def done(renamed: PersonRecord) -> None:
            self._ways.say("people_renamed", lambda: self._rename_back(person), before=person.name, person=renamed.name)

        self._ask(done, errands.rename, person.id, name)

    def pause(self, person: PersonRecord, is_paused: bool) -> None:
        """Pause or resume; undone by the other."""

        def done(_: PersonRecord) -> None:
            code = "people_paused" if is_paused else "people_resumed"
            self._ways.say(code, lambda: self._pause_back(person, not is_paused), person=person.name)

        self._ask(done, errands.pause, person.id, is_paused)

    def remove(self, person: PersonRecord, samples: tuple[SampleId, ...]) -> None:
        """Take samples out; they can be put back while the toast is there."""

        def done(removed: RemovedSamples) -> None:
            code = "people_removed_one" if len(samples) == 1 else "people_removed"
            self._ways.say(code, lambda: self._put_back(removed), samples=len(samples), person=person.name)

        self._ask(done, errands.remove, person.id, samples)

    def ask_to_erase(self, person: PersonRecord, speech: Speech, parent: QWidget) -> None:
        """Say what would go, ask for the name, and only then erase."""

        def show(report: ErasureReport) -> None:
            dialog = EraseDialog(speech, person.name, report, parent)
            dialog.accepted.connect(lambda: self._erase(person.id, person.name))
            dialog.open()

        self._ask(show, errands.preview_erasure, person.id)

    def _erase(self, person_id: PersonId, name: str) -> None:
        self._ask(lambda _: self._ways.say("people_erased", person=name), errands.erase, person_id)

    def _rename_back(self, person: PersonRecord) -> None:
        self._ask(_nothing, errands.rename, person.id, person.name)

    def _pause_back(self, person: PersonRecord, is_paused: bool) -> None:
        self._ask(_nothing, errands.pause, person.id, is_paused)

    def _put_back(self, removed: RemovedSamples) -> None:
        self._ask(_nothing, errands.put_back, removed)

    def _ask(
        self,
        done: Callable[[_T], object],
        errand: Callable[Concatenate[House, _P], Awaitable[_T]],
        *args: _P.args,
        **kwargs: _P.kwargs,
    ) -> None:
        """Run ``errand`` on the server's loop; a refusal is said, and either way all is read anew."""
        bridge = self._station.bridge
        if not bridge.is_attached:
            return  # a toast may outlive the server

        def finish(answer: _T) -> None:
            done(answer)
            self._changed()

        def fail(error: BaseException) -> None:
            reason = reason_of(error)
            self._ways.complain(reason.code, **reason.figures())
            self._changed()

        bridge.call(errand, bridge.house, *args, **kwargs).then(finish, fail)


def _nothing(_: object) -> None:
    """The change is seen on the screen itself."""
