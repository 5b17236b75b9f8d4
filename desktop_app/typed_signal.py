"""Qt signals whose payload mypy knows; at run time they are PySide6's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

T = TypeVar("T")

if TYPE_CHECKING:

    class BoundSignal(Generic[T]):
        """A signal of one object."""

        def emit(self, value: T, /) -> None: ...

        def connect(
            self, slot: Callable[[T], object], kind: Qt.ConnectionType = Qt.ConnectionType.AutoConnection, /
        ) -> object: ...

        def disconnect(self, slot: Callable[[T], object] | None = None, /) -> bool: ...

    class TypedSignal(Generic[T]):
        """Declared in a QObject's class body with the type of its one argument."""

        def __init__(self, type_: type[T], /) -> None: ...

        def __get__(self, instance: QObject, owner: type[QObject]) -> BoundSignal[T]: ...

else:
    TypedSignal = Signal
