"""The history as the commands open it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from speechdesk import paths
from speechdesk.cli.terminal import say
from speechdesk.errors import StorageError
from speechdesk.storage.history import History
from speechdesk.storage.rescue import open_history
from speechdesk.storage.snapshot import open_copy


def opened_history(home: paths.Home) -> History:
    """Open the history, and say so where a damaged one had to be set aside."""
    history, set_aside = open_history(home.history_file)
    if set_aside:
        say(
            f"the history was damaged; it is kept as {set_aside}, and what could be "
            "read of it was carried over"
        )
    return history


@contextmanager
def history_to_read(home: paths.Home) -> Iterator[History]:
    """Open the history for one look.

    Where there is none, it is an empty one and none is made; where its folder cannot be written, it
    is a copy.
    """
    with ExitStack() as stack:
        history = _of_its_own(home)
        if history is None:
            folder = stack.enter_context(TemporaryDirectory(prefix="speechdesk-"))
            history = open_copy(home.history_file, Path(folder))
        stack.callback(history.close)
        yield history


def _of_its_own(home: paths.Home) -> History | None:
    if not home.history_file.exists():
        return None
    try:
        return opened_history(home)
    except StorageError as error:
        if error.code != "read_only":
            raise
        return None
