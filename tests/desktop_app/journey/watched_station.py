"""``munjigi`` as it is, which answers each line of its input with what a screen reader would find in its windows.

Run as a program with the arguments of ``munjigi``. It presses nothing: keys and clicks come from the X server.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QSocketNotifier
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app import __main__ as program
from desktop_app.application import Application


def main() -> int:
    begin = Application.begin

    def watched(self: Application) -> None:
        begin(self)
        notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(_answer)

    Application.begin = watched  # type: ignore[method-assign]
    return program.main(sys.argv[1:])


def _answer() -> None:
    if sys.stdin.readline():
        print(json.dumps(list(_visible())), flush=True)


def _visible() -> Iterator[dict[str, object]]:
    for widget in QApplication.allWidgets():
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            yield _seen(widget)


def _seen(widget: QWidget) -> dict[str, object]:
    interface = QAccessible.queryAccessibleInterface(widget)
    middle = widget.mapToGlobal(QPoint(widget.width() // 2, widget.height() // 2))
    return {
        "kind": type(widget).__name__,
        "name": interface.text(QAccessible.Text.Name),
        "description": interface.text(QAccessible.Text.Description),
        "is_checked": bool(interface.state().checked),
        "x": middle.x(),
        "y": middle.y(),
    }


if __name__ == "__main__":
    sys.exit(main())
