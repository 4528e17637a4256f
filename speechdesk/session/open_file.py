"""An audio file becomes a take whose recording waits to be recognized."""

import hashlib
import os
import secrets
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from speechdesk.errors import SoundError
from speechdesk.paths import private_folder
from speechdesk.sound.files import decode_to_recording
from speechdesk.sound.recording import BYTES_PER_MS
from speechdesk.storage.history import History
from speechdesk.storage.takes import Source, Take, TakeState

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """The take of a file. `problem` says why not all of the file could be read."""

    take: Take
    problem: SoundError | None = None


def open_file(
    history: History,
    recordings: Path,
    file: Path,
    language: str,
    cancelled: Callable[[], bool] | None = None,
) -> OpenedFile:
    """Decode `file` into a recording of its own and make a take for it.

    Blocks for as long as decoding takes; `cancelled` is asked now and then whether to give up.
    Raises SoundError or StorageError, and then leaves nothing behind.
    """
    digest = content_hash(file, cancelled)
    private_folder(recordings)
    recording = recordings / f"file-{digest[:12]}-{secrets.token_hex(4)}.pcm"
    problem = None
    try:
        decode_to_recording(file, recording, cancelled=cancelled)
    except SoundError as error:
        if not recording.exists():
            raise
        problem = error
    try:
        take_id = history.create_take(
            title=os.fsencode(file.name).decode("utf-8", "replace"),  # a name may be any bytes
            language=language,
            source=Source.FILE,
            recording=recording.name,
            content_hash=digest,
        )
        length_ms = recording.stat().st_size // BYTES_PER_MS
        history.update_take(take_id, length_ms=length_ms, state=TakeState.PARTLY)
    except BaseException:
        recording.unlink()
        raise
    return OpenedFile(history.take(take_id), problem)


def content_hash(file: Path, cancelled: Callable[[], bool] | None = None) -> str:
    """Return what tells the content of `file` from any other. Raises SoundError."""
    digest = hashlib.sha256()
    try:
        # Others may wait for a writer, or have no end.
        if not stat.S_ISREG(file.stat().st_mode):
            raise SoundError("unreadable", "a folder" if file.is_dir() else "not a file")
        with file.open("rb") as opened:
            while chunk := opened.read(_CHUNK_BYTES):
                if cancelled is not None and cancelled():
                    raise SoundError("cancelled")
                digest.update(chunk)
    except FileNotFoundError as error:
        raise SoundError("not_found") from error
    except OSError as error:
        raise SoundError("unreadable", error.strerror or "") from error
    return digest.hexdigest()
