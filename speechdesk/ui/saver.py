"""Writes changed documents in the background, in order, and again until it worked."""

from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from speechdesk.domain.transcript import DocumentChange
from speechdesk.ui.tasks import Tasks

_RETRY_MS = 2000


class BlockStore(Protocol):
    """The part of the history that takes changes; called on pool threads."""

    def save_blocks(self, take_id: int, change: DocumentChange) -> None: ...


class Saver(QObject):
    """One write at a time; what could not be written is kept and tried again every 2 seconds."""

    saved = Signal(int)
    failed = Signal(object)

    def __init__(self, store: BlockStore, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._tasks = tasks
        self._waiting: dict[int, DocumentChange] = {}
        self._running: tuple[int, DocumentChange] | None = None
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(_RETRY_MS)
        self._retry.timeout.connect(self._start)

    def put(self, take_id: int, change: DocumentChange) -> None:
        """Write `change` as soon as what was put before is written."""
        self._waiting[take_id] = merged(self._waiting.get(take_id), change)
        if not self._retry.isActive():
            self._start()

    def is_busy_with(self, take_id: int) -> bool:
        """Whether something of this take is still to be written."""
        running = self._running is not None and self._running[0] == take_id
        return running or take_id in self._waiting

    def unsaved(self) -> list[tuple[int, DocumentChange]]:
        """Return what is not known to be written, for the last moment before the end."""
        running = [self._running] if self._running is not None else []
        return [*running, *self._waiting.items()]

    @Slot()
    def _start(self) -> None:
        if self._running is None and self._waiting:
            take_id = next(iter(self._waiting))
            change = self._waiting.pop(take_id)
            self._running = take_id, change
            work = partial(self._store.save_blocks, take_id, change)
            self._tasks.run(work, self._written, self._not_written)

    @Slot(object)
    def _written(self, _nothing: None) -> None:
        if self._running is not None:
            take_id, _ = self._running
            self._running = None
            self._start()
            if not self.is_busy_with(take_id):
                self.saved.emit(take_id)

    @Slot(object)
    def _not_written(self, error: Exception) -> None:
        if self._running is not None:
            take_id, change = self._running
            self._running = None
            newer = self._waiting.get(take_id)
            self._waiting[take_id] = change if newer is None else merged(change, newer)
            self._retry.start()
            self.failed.emit(error)


def merged(older: DocumentChange | None, newer: DocumentChange) -> DocumentChange:
    """Return one change that does what both do, one after the other."""
    if older is None:
        return newer
    fresh = {block.id for block in newer.changed}
    standing = set(newer.order)
    kept = tuple(b for b in older.changed if b.id not in fresh and b.id in standing)
    return DocumentChange(newer.order, kept + newer.changed, newer.last_segment_id)
