"""Which of the things that need a hand the banner shows."""

from enum import IntEnum

from PySide6.QtCore import QObject, Signal

from speechdesk.messages import Message


class Cause(IntEnum):
    """Where a message comes from; the lowest that has one is shown."""

    LIVE = 0  # the live take
    HISTORY_LOST = 1  # nothing is kept beyond this run, or a damaged history was set aside
    HISTORY = 2  # the transcript or the list cannot be read or written
    FILE = 3  # an audio file, a saved text
    SETTINGS = 4
    INTERRUPTED = 5  # a take of an earlier run
    DEVICES = 6  # no microphone before anything is recorded
    PROGRAM = 7  # a fault of our own


class Attention(QObject):
    """Holds one message for each cause; `changed` carries the one to show, or None."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages: dict[Cause, Message] = {}
        self._hidden: dict[Cause, Message] = {}

    def set(self, cause: Cause, message: Message | None) -> None:
        """Let `message` hold for `cause`; one that the user has hidden stays hidden."""
        if message is None:
            self._messages.pop(cause, None)
            self._hidden.pop(cause, None)
        else:
            self._messages[cause] = message
        self.changed.emit(self.message)

    def hide_shown(self) -> None:
        """Hide what is shown until there is something new to say of the same cause."""
        cause = self.cause
        if cause is not None:
            self._hidden[cause] = self._messages[cause]
            self.changed.emit(self.message)

    @property
    def cause(self) -> Cause | None:
        """The cause of what is shown."""
        shown = (c for c in sorted(self._messages) if self._hidden.get(c) != self._messages[c])
        return next(shown, None)

    @property
    def message(self) -> Message | None:
        """What is shown."""
        return None if self.cause is None else self._messages[self.cause]
