"""The history as the commands open it."""

from speechdesk import paths
from speechdesk.cli.terminal import say
from speechdesk.storage.history import History
from speechdesk.storage.rescue import open_history


def opened_history(home: paths.Home) -> History:
    """Open the history, and say so where a damaged one had to be set aside."""
    history, set_aside = open_history(home.history_file)
    if set_aside:
        say(
            f"the history was damaged; it is kept as {set_aside}, and what could be "
            "read of it was carried over"
        )
    return history
