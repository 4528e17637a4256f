"""Takes that were interrupted: by a crash, a kill, or a service that never came back."""

import logging
from dataclasses import dataclass
from pathlib import Path

from speechdesk.errors import SoundError
from speechdesk.sound.recording import BYTES_PER_MS, is_locked
from speechdesk.storage.history import History
from speechdesk.storage.recordings import adopt_recordings, path_of
from speechdesk.storage.takes import Take

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A take nobody owns now, and how much of its recording waits to be recognized."""

    take: Take
    recorded_ms: int

    @property
    def rest_ms(self) -> int:
        return max(0, self.recorded_ms - self.take.cursor_ms)


def interrupted_takes(history: History, recordings: Path, *, language: str) -> list[Interrupted]:
    """Return the unfinished takes whose recording is there and free, newest first.

    A recording that is locked belongs to a program that is at work on it. One that no take calls
    its own, as after a damaged history, gets a take in `language` first.
    """
    adopt_recordings(history, recordings, language=language, is_locked=_is_out_of_reach)
    found = []
    for take in history.interrupted():
        path = path_of(recordings, take)
        if path is not None and path.is_file() and not _is_out_of_reach(path):
            found.append(Interrupted(take, path.stat().st_size // BYTES_PER_MS))
    return found


def _is_out_of_reach(recording: Path) -> bool:
    """Whether another program has it, or nobody can read it: nothing to offer then."""
    try:
        return is_locked(recording)
    except SoundError as error:
        _log.warning("a recording cannot be read: %s", error)
        return True
