"""The session's part, played by hand: what it answers to the window."""

from speechdesk.session.events import SessionEvent, StateChanged, TakeChanged
from speechdesk.session.state import State
from speechdesk.ui.main_window import MainWindow
from tests.ui.fakes import Behind


def happen(window: MainWindow, *events: SessionEvent) -> None:
    """Tell the window what happens."""
    for event in events:
        window.handle(event)


def begin(window: MainWindow, behind: Behind) -> int:
    """Press Record, and let the session answer; return the take it made."""
    window.commands["record"].trigger()
    take_id = behind.take()
    happen(window, TakeChanged(take_id), StateChanged(State.STARTING, take_id))
    return take_id
