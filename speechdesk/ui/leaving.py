"""The end of the window: it closes once nothing is recorded and all is written."""

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from speechdesk.session.state import State
from speechdesk.ui.dictation import Dictation
from speechdesk.ui.open_take import OpenTake
from speechdesk.ui.saver import Saver
from speechdesk.ui.status_line import StatusLine

_DRAIN_MS = 10_000


class Leaving(QObject):
    """Stops a running dictation and lets it drain before `window` closes."""

    def __init__(
        self,
        open_take: OpenTake,
        saver: Saver,
        dictation: Dictation,
        status: StatusLine,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._open_take = open_take
        self._saver = saver
        self._dictation = dictation
        self._status = status
        self._window = window
        self._begun = False
        self._drain = QTimer(self)
        self._drain.setSingleShot(True)
        self._drain.setInterval(_DRAIN_MS)
        self._drain.timeout.connect(window.close)
        saver.saved.connect(self.go_on)

    def may_close(self) -> bool:
        """Whether the window may close now. The first time it may not, the dictation is stopped,
        and the window closes by itself when it can; a second try closes at once.
        """
        self._open_take.save()
        if self._begun or self._is_all_written():
            self._drain.stop()
            return True
        self._begun = True
        self._drain.start()
        self._dictation.stop()
        self._status.tell(self.tr("Closing as soon as everything is written…"))
        return False

    @Slot()
    def go_on(self) -> None:
        """Close the window if it only waited for what has just been written."""
        if self._begun and self._is_all_written():
            self._window.close()

    def _is_all_written(self) -> bool:
        """Whether nothing is recorded, and all that was said and typed is on the disk."""
        idle = self._dictation.live.state is State.IDLE
        return idle and not self._open_take.is_unsaved and not self._saver.unsaved()
