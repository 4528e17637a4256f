"""A look at a history that cannot be written, as on a disk that is mounted read-only."""

from pathlib import Path

from speechdesk.errors import StorageError
from speechdesk.storage.history import History
from speechdesk.storage.rescue import open_history
from speechdesk.storage.salvage import copy_files


def open_copy(path: Path, folder: Path) -> History:
    """Open a copy, in `folder`, of the history at `path`, which stays as it is.

    SQLite reads no history whose folder it cannot write. Raises StorageError: unreadable, and
    those of `open_history`.
    """
    copy = folder / path.name
    try:
        copy_files(path, copy)
    except OSError as error:
        raise StorageError("unreadable", str(error)) from error
    history, _ = open_history(copy)
    return history
