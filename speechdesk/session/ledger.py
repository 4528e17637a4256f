"""What the history is told about how far takes are, and what becomes of their sound."""

import logging
from collections.abc import Callable
from pathlib import Path

from speechdesk.errors import SoundError, StorageError
from speechdesk.session.recognition import TakeRecognition
from speechdesk.sound.recording import remove_if_free
from speechdesk.storage.history import History
from speechdesk.storage.recordings import new_path, path_of
from speechdesk.storage.takes import Take, TakeState

_log = logging.getLogger(__name__)


class Ledger:
    """Keeps the takes' states true. `keeps_sound` says which recognized takes keep their sound."""

    def __init__(
        self, history: History, recordings: Path, keeps_sound: Callable[[Take], bool]
    ) -> None:
        self._history = history
        self._recordings = recordings
        self._keeps_sound = keeps_sound

    def to_record_into(self, take_id: int) -> tuple[Take, Path]:
        """Return a take and where its recording is or shall be. Raises StorageError."""
        take = self._history.take(take_id)
        return take, path_of(self._recordings, take) or new_path(self._recordings, take_id)

    def to_recognize(self, take_id: int) -> tuple[Take, Path]:
        """Return a take and its recording. Raises StorageError, or SoundError where it is gone."""
        take = self._history.take(take_id)
        path = path_of(self._recordings, take)
        if path is None or not path.is_file():
            raise SoundError("not_found", take.recording)
        return take, path

    def note(self, recognition: TakeRecognition, state: TakeState) -> StorageError | None:
        """Note how far a take is, and where its sound; return why that was refused, if so.

        A refusal costs a take nothing that was noted as recorded before: it counts as interrupted.
        """
        try:
            self._history.update_take(
                recognition.take_id,
                recording=recognition.path.name,
                sound_kept=True,
                sound_from_ms=recognition.sound_from_ms,
                length_ms=recognition.supervisor.length_ms,
                state=state,
            )
        except StorageError as error:
            _log.error("take %d is not noted as %s: %s", recognition.take_id, state, error)
            return error
        return None

    def complete(self, recognition: TakeRecognition) -> StorageError | None:
        """End a take that is recognized; return why the history does not know it, if so."""
        error = self.note(recognition, TakeState.COMPLETE)
        recognition.close()
        if error is None:
            try:
                self._let_sound_go(recognition)
            except (StorageError, SoundError) as failed:
                _log.error("the sound of take %d stays: %s", recognition.take_id, failed)
        return error

    def _let_sound_go(self, recognition: TakeRecognition) -> None:
        def agreed() -> bool:
            # Another program may have recorded into it since it was given free.
            take = self._history.take(recognition.take_id)
            if take.state is not TakeState.COMPLETE or self._keeps_sound(take):
                return False
            self._history.update_take(take.id, sound_kept=False)
            return True

        remove_if_free(recognition.path, agreed)
