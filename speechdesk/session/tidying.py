"""Lets go what the user does not want to keep any longer."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

from speechdesk.errors import StorageError
from speechdesk.settings.schema import Settings
from speechdesk.storage.history import History
from speechdesk.storage.retention import drop_lost_files, drop_old_sound, purge_deleted
from speechdesk.storage.takes import Source, Take

_DAYS = 30  # that deleted takes, and what belongs to no take, stay
_log = logging.getLogger(__name__)


def keeps_sound(settings: Settings, take: Take, *, of_files: bool) -> bool:
    """Whether the sound of a take stays once it is recognized. `of_files`: that of files may."""
    return settings.keep_audio.days != 0 and (of_files or take.source is not Source.FILE)


def tidy(
    history: History, recordings: Path, settings: Settings, *, now: datetime | None = None
) -> None:
    """Remove the sound whose time is over, and takes that were deleted a month ago.

    Never that of a take which is not fully recognized, or which somebody works on. What cannot be
    removed now is for the next time. Reads the whole list of takes: not for a GUI thread.
    """
    now = now or datetime.now(UTC)
    days = settings.keep_audio.days
    try:
        drop_old_sound(
            history,
            recordings,
            keep_for=None if days is None else timedelta(days=days),
            now=now,
        )
        month_ago = now - timedelta(days=_DAYS)
        drop_lost_files(history, recordings, before=month_ago)
        purge_deleted(history, recordings, before=month_ago)
    except (StorageError, OSError) as error:
        _log.warning("old sound stays for now: %s", error)
