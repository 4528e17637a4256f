"""The only place where session events become Qt signals."""

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from speechdesk.session.events import SessionEvent


class Bridge(QObject):
    """Lives in the GUI thread; `post` may be called on any thread.

    Receivers of `happened` are bound methods of QObjects that live in the GUI thread: Qt then
    delivers there, in order, whichever thread posted.
    """

    happened = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.RLock()
        self._open = True

    def post(self, event: "SessionEvent") -> None:
        """Queue `event` for the GUI thread; after `close` it is dropped."""
        with self._lock:
            if self._open:
                self.happened.emit(event)

    def close(self) -> None:
        """Let nothing through any more.

        Called before the session ends and before this object is destroyed: a signal emitted on a
        deleted QObject raises in the thread that emits it.
        """
        with self._lock:
            self._open = False
