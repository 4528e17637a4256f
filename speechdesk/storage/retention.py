"""How long sound and deleted takes stay."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from speechdesk.errors import SoundError, StorageError
from speechdesk.sound.recording import remove_if_free
from speechdesk.storage.history import History
from speechdesk.storage.recordings import decoded_files, path_of
from speechdesk.storage.takes import Take, TakeState

_log = logging.getLogger(__name__)


def drop_old_sound(
    history: History, folder: Path, *, keep_for: timedelta | None, now: datetime
) -> list[int]:
    """Remove the recordings in `folder` whose time is over; return the ids of their takes.

    `keep_for` counts from the beginning of a take: zero is until it is recognized, None for ever.
    The recording of a take that is not fully recognized is never removed. What a live owner has
    locked, or cannot be removed, stays for the next time.
    """
    if keep_for is None:
        return []
    is_over = partial(_is_over, keep_for=keep_for, now=now)
    return [
        take.id
        for take in history.takes()
        if is_over(take) and _drop(history, folder, take, is_over)
    ]


def drop_lost_files(history: History, folder: Path, *, before: datetime) -> None:
    """Remove the sound of audio files, older than `before`, that became no take.

    Such is left where the program was killed in between.
    """
    old = [path for path in decoded_files(folder) if _is_older(path, before)]
    lost = {path.name for path in old} - history.recordings() if old else ()
    for name in lost:
        try:
            remove_if_free(folder / name)
        except SoundError as error:
            _log.warning("the sound of a file stays: %s", error)


def purge_deleted(history: History, folder: Path, *, before: datetime) -> list[int]:
    """Remove for good the takes that were deleted before a moment; return their ids.

    The recording goes first: left without a take, it would be adopted as a lost one.
    """
    purged = []
    for take in history.deleted(before):
        path = path_of(folder, take)
        is_gone = partial(_is_gone, history, take.id)
        try:
            # Asked once more: it may have been restored since.
            if is_gone() if path is None else remove_if_free(path, is_gone):
                history.purge(take.id)
                purged.append(take.id)
        except SoundError as error:
            _log.warning("the recording of take %d stays: %s", take.id, error)
    return purged


def _is_over(take: Take, keep_for: timedelta, now: datetime) -> bool:
    is_finished = take.state is TakeState.COMPLETE and not take.damaged
    return take.sound_kept and is_finished and take.started + keep_for <= now


def _is_gone(history: History, take_id: int) -> bool:
    """Whether a take is deleted, or was never there."""
    try:
        history.take(take_id)
    except StorageError as error:
        if error.code == "not_found":
            return True
        raise
    return False


def _drop(history: History, folder: Path, take: Take, is_over: Callable[[Take], bool]) -> bool:
    """Remove a take's recording, unless somebody works on it; whether there is none any more."""
    path = path_of(folder, take)

    def agreed() -> bool:
        # Asked once more: it may have been recorded into since the list was made. Noted first:
        # whoever records into the take right after notes that it has sound again.
        if _is_gone(history, take.id) or not is_over(history.take(take.id)):
            return False
        history.update_take(take.id, sound_kept=False)
        return True

    try:
        return agreed() if path is None else remove_if_free(path, agreed)
    except SoundError as error:
        history.update_take(take.id, sound_kept=True)
        _log.warning("the recording of take %d stays: %s", take.id, error)
        return False


def _is_older(path: Path, before: datetime) -> bool:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) < before
    except FileNotFoundError:  # somebody else has just removed it
        return False
