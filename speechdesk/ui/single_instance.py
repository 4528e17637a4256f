"""The window's own end of `speechdesk.remote`: other starts of the program reach it here."""

import logging
import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from speechdesk.paths import private_folder
from speechdesk.remote import ANSWER, parse_request

_LONGEST_LINE = 1 << 20
_log = logging.getLogger(__name__)


class SingleInstance(QObject):
    """Listens for requests; `asked` carries each as a `remote.Request`."""

    asked = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)

    def listen(self) -> bool:
        """Begin to listen. To be called by the holder of the lock: a stale socket is removed."""
        if sys.platform != "win32" and not self._has_folder():
            return False
        QLocalServer.removeServer(self._name)
        if self._server.listen(self._name):
            return True
        _log.warning("other starts cannot reach this window: %s", self._server.errorString())
        return False

    def close(self) -> None:
        self._server.close()

    def _has_folder(self) -> bool:
        """Make the socket's folder; False where it cannot be, or is somebody else's."""
        try:
            folder = private_folder(Path(self._name).parent)
            ours = folder.stat().st_uid == os.getuid()
        except OSError as error:
            _log.warning("other starts cannot reach this window: %s", error)
            return False
        if not ours:
            _log.warning("other starts cannot reach this window: %s is not ours", folder)
        return ours

    @Slot()
    def _connected(self) -> None:
        while self._server.hasPendingConnections():
            connection = self._server.nextPendingConnection()
            _Caller(connection, self)


class _Caller(QObject):
    """One connection; ends with it."""

    def __init__(self, connection: QLocalSocket, owner: SingleInstance) -> None:
        super().__init__(connection)
        self._connection = connection
        self._owner = owner
        self._line = b""
        connection.readyRead.connect(self._read)
        connection.disconnected.connect(connection.deleteLater)
        self._read()

    @Slot()
    def _read(self) -> None:
        self._line += bytes(self._connection.readAll().data())
        if len(self._line) > _LONGEST_LINE:
            self._connection.abort()
        elif self._line.endswith(b"\n"):
            self._answer()

    def _answer(self) -> None:
        line, self._line = self._line, b""
        try:
            request = parse_request(line)
        except ValueError:
            self._connection.abort()
            return
        self._connection.write(ANSWER)
        self._connection.flush()
        self._owner.asked.emit(request)
