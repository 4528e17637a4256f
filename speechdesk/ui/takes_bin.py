"""What is done to takes in the list: deleting and taking that back, starring, renaming."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from speechdesk.ui.open_take import OpenTake
from speechdesk.ui.takes_model import Row, TakesModel
from speechdesk.ui.tasks import Tasks

_Ids = tuple[int, ...]


class Bin(Protocol):
    """The part of the history that changes takes; called on pool threads."""

    def star(self, *take_ids: int, starred: bool) -> None: ...

    def delete(self, *take_ids: int) -> None: ...

    def restore(self, *take_ids: int) -> None: ...

    def update_take(self, take_id: int, *, title: str | None = None) -> None: ...


class TakesBin(QObject):
    """The takes that were deleted last, one or many, can be had back."""

    deleted = Signal(object)
    """Carries the rows as a tuple; the window offers `undo`."""

    failed = Signal(object)

    def __init__(
        self, store: Bin, tasks: Tasks, model: TakesModel, open_take: OpenTake, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._tasks = tasks
        self._model = model
        self._open_take = open_take
        self._last: _Ids = ()
        self._deleting = 0
        self._undo_soon = False
        self._reopen: int | None = None

    def delete(self, takes: Sequence[Row]) -> None:
        """Delete takes; nothing of them is gone before the history is purged."""
        ids = tuple(take.take_id for take in takes)
        self._reopen = None
        if self._open_take.take_id in ids:
            self._reopen = self._open_take.take_id
            self._open_take.new()
        self._last = ids
        self._undo_soon = False
        self._deleting += 1
        self._model.remove(ids)
        self._tasks.run(partial(self._store.delete, *ids), self._are_deleted, self._not_deleted)
        self.deleted.emit(tuple(takes))

    @Slot()
    def undo(self) -> None:
        """Bring the takes that were deleted last back, once they are deleted."""
        if self._deleting:
            self._undo_soon = True
        elif self._last:
            ids, self._last = self._last, ()
            self._tasks.run(partial(self._bring_back, ids), self._back, self._failed)

    def rename(self, take_id: int, title: str) -> None:
        """Give a take another title."""
        self._tasks.run(partial(self._retitle, take_id, title), self._back, self._failed)

    def star(self, takes: Sequence[Row], *, starred: bool) -> None:
        """Give takes a star, or take it away."""
        ids = tuple(take.take_id for take in takes)
        self._model.show_star(ids, starred=starred)
        work = partial(self._store.star, *ids, starred=starred)
        self._tasks.run(work, self._are_starred, self._failed)

    # in the pool

    def _retitle(self, take_id: int, title: str) -> _Ids:
        self._store.update_take(take_id, title=title)
        return (take_id,)

    def _bring_back(self, ids: _Ids) -> _Ids:
        self._store.restore(*ids)
        return ids

    # back in the GUI thread

    @Slot(object)
    def _back(self, ids: _Ids) -> None:
        """Let the list show takes as the history has them now."""
        if len(ids) > 1 or self._model.search:
            self._model.reload()
        else:
            self._model.look_again(ids[0])
        reopen = self._reopen
        if reopen is not None and reopen in ids:
            self._reopen = None
            self._open_take.open(reopen)

    @Slot(object)
    def _are_starred(self, _nothing: None) -> None:
        if self._model.only_starred:
            self._model.reload()

    @Slot(object)
    def _are_deleted(self, _nothing: None) -> None:
        self._deleting -= 1
        if self._undo_soon and not self._deleting:
            self._undo_soon = False
            self.undo()

    @Slot(object)
    def _not_deleted(self, error: Exception) -> None:
        self._deleting -= 1
        self._undo_soon = False
        self._failed(error)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._model.reload()
        self.failed.emit(error)
