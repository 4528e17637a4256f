"""A take into which nothing came, neither sound nor text, is none: it goes once it is over."""

from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from speechdesk.domain.transcript import Document
from speechdesk.session.state import State
from speechdesk.storage.takes import Take
from speechdesk.ui.dictation import Dictation
from speechdesk.ui.live import Live
from speechdesk.ui.open_take import OpenTake
from speechdesk.ui.takes_model import TakesModel
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.transcript_view import TranscriptView


class TakeStore(Protocol):
    """The part of the history that is asked; called on pool threads."""

    def take(self, take_id: int) -> Take: ...

    def load_document(self, take_id: int) -> Document: ...

    def delete(self, *take_ids: int) -> None: ...


class EmptyTakes(QObject):
    """Removes what Record began and nothing came into, such as where there is no microphone.

    It is deleted as by the user, so that even a mistake would cost nothing.
    """

    failed = Signal(object)

    def __init__(
        self,
        store: TakeStore,
        tasks: Tasks,
        model: TakesModel,
        open_take: OpenTake,
        dictation: Dictation,
        transcript: TranscriptView,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._tasks = tasks
        self._model = model
        self._open_take = open_take
        self._dictation = dictation
        self._transcript = transcript
        self._state = State.IDLE
        dictation.changed.connect(self._live_changed)

    @Slot(object)
    def _live_changed(self, live: Live) -> None:
        before, self._state = self._state, live.state
        ended = live.state is State.IDLE and before is not State.IDLE
        if ended and live.take_id is not None and self._is_untouched(live.take_id):
            work = partial(_is_empty, self._store, live.take_id)
            self._tasks.run(work, self._looked_at, self._not_done)

    def _is_untouched(self, take_id: int) -> bool:
        """Whether this take is over, and nothing was recorded or is written in it."""
        live = self._dictation.live
        is_over = live.state is State.IDLE and not live.length_ms
        return is_over and take_id == self._open_take.take_id and not self._transcript.has_text

    @Slot(object)
    def _looked_at(self, answer: tuple[int, bool]) -> None:
        take_id, is_empty = answer
        if is_empty and self._is_untouched(take_id):
            self._open_take.new()  # first: what is typed from now on belongs to another take
            self._model.remove((take_id,))
            self._tasks.run(partial(_delete, self._store, take_id), self._deleted, self._not_done)

    @Slot(object)
    def _deleted(self, take_id: int) -> None:
        self._model.look_again(take_id)  # it may have been read meanwhile, as it was

    @Slot(object)
    def _not_done(self, error: Exception) -> None:
        self.failed.emit(error)


def _is_empty(store: TakeStore, take_id: int) -> tuple[int, bool]:
    take = store.take(take_id)
    is_bare = not (take.length_ms or take.title or take.starred)
    return take_id, is_bare and not store.load_document(take_id).text


def _delete(store: TakeStore, take_id: int) -> int:
    store.delete(take_id)
    return take_id
