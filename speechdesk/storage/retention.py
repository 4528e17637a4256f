"""How long sound and deleted takes stay."""

import logging
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from speechdesk.errors import SoundError
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
    return [
        take.id
        for take in history.takes()
        if _is_over(take, keep_for, now) and _drop(history, folder, take)
    ]


def drop_lost_files(history: History, folder: Path, *, before: datetime) -> None:
    """Remove the sound of audio files, older than `before`, that became no take.

    Such is left where the program was killed in between.
    """
    old = [path for path in decoded_files(folder) if _changed(path) < before]
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
        try:
            if path is None or remove_if_free(path):
                history.purge(take.id)
                purged.append(take.id)
        except SoundError as error:
            _log.warning("the recording of take %d stays: %s", take.id, error)
    return purged


def _is_over(take: Take, keep_for: timedelta, now: datetime) -> bool:
    is_finished = take.state is TakeState.COMPLETE and not take.damaged
    return take.sound_kept and is_finished and take.started + keep_for <= now


def _drop(history: History, folder: Path, take: Take) -> bool:
    """Remove a take's recording, unless somebody works on it; whether there is none any more."""
    path = path_of(folder, take)
    note = partial(history.update_take, take.id, sound_kept=False)
    if path is None:
        note()
        return True
    try:
        # Noted first: whoever records into the take right after notes that it has sound again.
        return remove_if_free(path, note)
    except SoundError as error:
        history.update_take(take.id, sound_kept=True)
        _log.warning("the recording of take %d stays: %s", take.id, error)
        return False


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
