"""The recordings' folder beside the history: what is in it, and which take it belongs to."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from speechdesk.sound.recording import BYTES_PER_MS
from speechdesk.storage.history import History
from speechdesk.storage.takes import Source, Take, TakeState

_RECORDED = re.compile(r"take-([0-9]{1,9})(-[0-9]{1,9})?\.pcm")  # the first number: its take's id


@dataclass(frozen=True, slots=True)
class Used:
    """The room that a home takes on the disk, in bytes."""

    recordings: int
    history: int


def path_of(folder: Path, take: Take) -> Path | None:
    """Return where a take's recording is or was; None if it has none.

    A name that leads out of the folder, as a damaged row might have it, is none.
    """
    name = take.recording
    return folder / name if Path(name).name == name not in ("", "..") else None


def new_path(folder: Path, take_id: int) -> Path:
    """Return where the recording of a take shall be that has none yet.

    A file that holds sound already is that of a take which a lost history knew: not one to go on
    in, but one to be adopted.
    """
    path = folder / f"take-{take_id}.pcm"
    for number in count(2):
        if not _size(path):
            break
        path = folder / f"take-{take_id}-{number}.pcm"
    return path


def decoded_files(folder: Path) -> list[Path]:
    """Return the decoded sound of audio files."""
    return sorted(folder.glob("file-*.pcm"))


def storage_used(folder: Path, history_file: Path) -> Used:
    """Return how much room the recordings and the history take. A missing file takes none."""
    beside = history_file.parent.glob(f"{history_file.name}*")
    return Used(sum(map(_size, folder.glob("*"))), sum(map(_size, beside)))


def adopt_recordings(
    history: History, folder: Path, *, language: str, is_locked: Callable[[Path], bool]
) -> list[int]:
    """Make takes of the recordings that belong to none, and return their ids.

    There are such after a damaged history was set aside. They are to be recognized (PARTLY). One
    that a live owner has locked is left to it, an empty one is left alone; and so is the decoded
    sound of an audio file, which can be opened again.
    """
    owned = history.recordings()
    adopted = []
    for path in sorted(folder.glob("*.pcm")):
        named_for = _RECORDED.fullmatch(path.name)
        length_ms = _size(path) // BYTES_PER_MS
        if named_for is None or path.name in owned or not length_ms or is_locked(path):
            continue
        ended = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        take = Take(
            id=int(named_for[1]),
            title="",
            started=ended - timedelta(milliseconds=length_ms),
            length_ms=length_ms,
            language=language,
            state=TakeState.PARTLY,
            source=Source.MICROPHONE,
            recording=path.name,
            sound_kept=True,
            cursor_ms=0,
            starred=False,
            content_hash="",
        )
        adopted.append(history.adopt(take))
    return adopted


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:  # it has just gone
        return 0
