"""How long sound and deleted takes stay."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from speechdesk.storage.history import History
from speechdesk.storage.recordings import path_of
from speechdesk.storage.takes import Take, TakeState

_log = logging.getLogger(__name__)


def drop_old_sound(
    history: History,
    folder: Path,
    *,
    keep_for: timedelta | None,
    now: datetime,
    is_locked: Callable[[Path], bool],
) -> list[int]:
    """Remove the recordings in `folder` whose time is over; return the ids of their takes.

    `keep_for` counts from the beginning of a take: zero is until it is recognized, None for ever.
    The recording of a take that is not fully recognized is never removed, nor one that a live
    owner has locked. A recording that cannot be removed stays for the next time.
    """
    if keep_for is None:
        return []
    over = [
        take
        for take in history.takes()
        if take.sound_kept
        and take.state is TakeState.COMPLETE
        and not take.damaged
        and take.started + keep_for <= now
    ]
    dropped = []
    for take in over:
        if _remove(folder, take, is_locked):
            history.update_take(take.id, sound_kept=False)
            dropped.append(take.id)
    return dropped


def purge_deleted(
    history: History, folder: Path, *, before: datetime, is_locked: Callable[[Path], bool]
) -> list[int]:
    """Remove for good the takes that were deleted before a moment; return their ids.

    The recording goes first: left without a take, it would be adopted as a lost one.
    """
    purged = []
    for take in history.deleted(before):
        if _remove(folder, take, is_locked):
            history.purge(take.id)
            purged.append(take.id)
    return purged


def _remove(folder: Path, take: Take, is_locked: Callable[[Path], bool]) -> bool:
    """Remove a take's recording; whether there is none any more."""
    path = path_of(folder, take)
    if path is None or not path.exists():
        return True
    if is_locked(path):
        return False
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("the recording of take %d stays: %s", take.id, error.strerror)
        return False
    return True
