"""One station a data folder: a second start raises the window of the first."""

from __future__ import annotations

import getpass
import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_ANSWER_MS = 1_000
"""A station that is busy importing TensorFlow may leave its event loop alone for 300 ms (design.md 6)."""


def instance_name(data: Path) -> str:
    """The local socket of the station of ``data``; another user or another folder has another one."""
    owner = f"{getpass.getuser()}:{data.resolve()}"
    return f"munjigi-{hashlib.sha256(owner.encode()).hexdigest()[:20]}"


class OnlyInstance(QObject):
    """``raise_asked`` says that somebody tried to start a second station."""

    raise_asked = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    def raises_another(self) -> bool:
        """Ask a running station to show itself; False when there is none."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_ANSWER_MS):
            return False
        socket.write(b"raise")
        socket.waitForBytesWritten(_ANSWER_MS)
        socket.disconnectFromServer()
        return True

    def listen(self) -> bool:
        """Be the station that others raise; what a killed one left behind is taken away first."""
        if self._server.listen(self._name):
            return True
        QLocalServer.removeServer(self._name)
        return bool(self._server.listen(self._name))

    def close(self) -> None:
        """Stop answering; idempotent."""
        self._server.close()

    def _answer(self) -> None:
        while self._server.hasPendingConnections():
            connection = self._server.nextPendingConnection()
            connection.disconnected.connect(connection.deleteLater)
            connection.disconnectFromServer()
            self.raise_asked.emit()
