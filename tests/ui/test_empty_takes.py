"""What Record began and nothing came into leaves no row in the list."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from speechdesk.errors import DeviceError
from speechdesk.session.events import Half, Recorded, StateChanged, TakeChanged
from speechdesk.session.state import State
from speechdesk.sound.level import Level
from speechdesk.ui.main_window import MainWindow
from speechdesk.ui.tasks import Tasks
from tests.ui.drawn import takes
from tests.ui.fakes import Behind
from tests.ui.played import begin, happen

QUIET = Level(rms_db=-60.0, peak=0.0, clipped=False, zeros=False)
NO_DEVICE = DeviceError("no_device")


class WatchedTasks(Tasks):
    @property
    def is_idle(self) -> bool:
        """Whether all that was begun has come back."""
        return not self._running


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[WatchedTasks]:
    tasks = WatchedTasks()
    yield tasks
    assert tasks.close(10_000)


def begin_in_vain(window: MainWindow, behind: Behind) -> int:
    """Record, where there is no microphone."""
    take_id = begin(window, behind)
    happen(window, StateChanged(State.FAILED, take_id, NO_DEVICE, Half.MICROPHONE))
    return take_id


def end(window: MainWindow, take_id: int) -> None:
    happen(
        window,
        StateChanged(State.STOPPING, take_id),
        StateChanged(State.IDLE, take_id),
        TakeChanged(take_id),
    )


def test_without_a_microphone_no_row_is_left(
    window: MainWindow, behind: Behind, tasks: WatchedTasks, qtbot: QtBot
) -> None:
    take_id = begin_in_vain(window, behind)
    qtbot.waitUntil(lambda: takes(window) == ["● New dictation"])
    end(window, take_id)
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert (takes(window), behind.history.takes()) == ([], [])
    assert window.controllers.open_take.take_id is None
    qtbot.keyClicks(window.parts.paper.transcript, "Typed all the same.")
    qtbot.waitUntil(
        lambda: [each.title for each in behind.history.takes()] == ["Typed all the same"]
    )


@pytest.mark.parametrize("what", ["recorded", "typed", "named", "recorded before"])
def test_a_take_with_anything_stays(
    window: MainWindow, behind: Behind, tasks: WatchedTasks, qtbot: QtBot, what: str
) -> None:
    take_id = begin_in_vain(window, behind)
    match what:
        case "recorded":
            happen(window, Recorded(take_id, 20, QUIET))
        case "typed":
            qtbot.keyClicks(window.parts.paper.transcript, "x")
        case "named":
            behind.history.update_take(take_id, title="Letter")
        case "recorded before":
            behind.history.update_take(take_id, length_ms=60_000)
    end(window, take_id)
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert take_id in [each.id for each in behind.history.takes()]
    assert window.controllers.open_take.take_id == take_id
