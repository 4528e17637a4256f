"""Takes that were interrupted: by a crash, a kill, or a service that never came back."""

from dataclasses import dataclass
from pathlib import Path

from speechdesk.sound.recording import BYTES_PER_MS, is_locked
from speechdesk.storage.history import History
from speechdesk.storage.takes import Take


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A take nobody owns now, and how much of its recording waits to be recognized."""

    take: Take
    recorded_ms: int

    @property
    def rest_ms(self) -> int:
        return max(0, self.recorded_ms - self.take.cursor_ms)


def interrupted_takes(history: History, recordings: Path) -> list[Interrupted]:
    """Return the unfinished takes whose recording is there and free, newest first.

    A recording that is locked belongs to a program that is at work on it.
    """
    found = []
    for take in history.interrupted():
        path = recordings / take.recording
        if take.recording and path.is_file() and not is_locked(path):
            found.append(Interrupted(take, path.stat().st_size // BYTES_PER_MS))
    return found
