"""Deleting takes, taking that back, and renaming those that are not open."""

from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from speechdesk.ui.open_take import OpenTake
from speechdesk.ui.takes_model import TakesModel
from speechdesk.ui.tasks import Tasks


class Bin(Protocol):
    """The part of the history that deletes; called on pool threads."""

    def delete(self, take_id: int) -> None: ...

    def restore(self, take_id: int) -> None: ...

    def update_take(self, take_id: int, *, title: str | None = None) -> None: ...


class TakesBin(QObject):
    """The take that was deleted last can be had back."""

    deleted = Signal(str)
    """Carries the title; the window offers `undo`."""

    failed = Signal(object)

    def __init__(
        self, store: Bin, tasks: Tasks, model: TakesModel, open_take: OpenTake, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._tasks = tasks
        self._model = model
        self._open_take = open_take
        self._last: int | None = None
        self._reopen: int | None = None

    def delete(self, take_id: int, title: str) -> None:
        """Delete a take; nothing of it is gone before the history is purged."""
        self._reopen = None
        if take_id == self._open_take.take_id:
            self._reopen = take_id
            self._open_take.new()
        self._last = take_id
        self._model.remove(take_id)
        self._tasks.run(partial(self._store.delete, take_id), self._done, self._not_done)
        self.deleted.emit(title)

    @Slot()
    def undo(self) -> None:
        """Bring the take that was deleted last back."""
        if self._last is not None:
            self._tasks.run(partial(self._bring_back, self._last), self._back, self._not_done)
            self._last = None

    def rename(self, take_id: int, title: str) -> None:
        """Give a take another title."""
        self._tasks.run(partial(self._retitle, take_id, title), self._back, self._not_done)

    def _retitle(self, take_id: int, title: str) -> int:
        self._store.update_take(take_id, title=title)
        return take_id

    def _bring_back(self, take_id: int) -> int:
        self._store.restore(take_id)
        return take_id

    @Slot(object)
    def _back(self, take_id: int) -> None:
        self._model.look_again(take_id)
        if self._reopen == take_id:
            self._reopen = None
            self._open_take.open(take_id)

    @Slot(object)
    def _done(self, _nothing: None) -> None:
        """Nothing to do: the list shows it already."""

    @Slot(object)
    def _not_done(self, error: Exception) -> None:
        self._model.load()
        self.failed.emit(error)
