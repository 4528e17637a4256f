"""Which take comes into the editor when one is asked for, and soon after it another."""

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from speechdesk.domain.events import Segment
from speechdesk.domain.transcript import Document
from speechdesk.session.events import SegmentCommitted
from speechdesk.storage.history import History
from speechdesk.ui.main_window import MainWindow
from tests.ui.conftest import OpenWindow
from tests.ui.fakes import Behind

DEADLINE_S = 10.0


class SlowHistory(History):
    """Gives out the document of a take in `slow` when it may."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.slow: dict[int, threading.Event] = {}

    def load_document(self, take_id: int) -> Document:
        if take_id in self.slow:
            assert self.slow[take_id].wait(DEADLINE_S)
        return super().load_document(take_id)


@pytest.fixture
def history(behind: Behind) -> SlowHistory:
    behind.history.close()
    behind.history = history = SlowHistory(behind.folder / "history.sqlite3")
    return history


@pytest.fixture
def window(
    open_window: OpenWindow, behind: Behind, history: SlowHistory, qtbot: QtBot
) -> MainWindow:
    """A window on the take 1 of three."""
    for title in ("One", "Two", "Three"):
        behind.take(title)
    window = open_window()
    window.controllers.open_take.open(1)
    qtbot.waitUntil(lambda: shown(window) == 1)
    return window


def shown(window: MainWindow) -> int | None:
    return None if window.controllers.open_take.loading else window.controllers.open_take.take_id


def test_back_to_the_take_that_is_still_there(
    window: MainWindow, history: SlowHistory, qtbot: QtBot
) -> None:
    history.slow[2] = threading.Event()
    window.controllers.open_take.open(2)
    window.controllers.open_take.open(1)
    assert shown(window) == 1
    history.slow[2].set()
    window.controllers.open_take.open(3)
    qtbot.waitUntil(lambda: shown(window) == 3)


def test_the_last_of_several_is_shown(
    window: MainWindow, history: SlowHistory, qtbot: QtBot
) -> None:
    history.slow[2] = threading.Event()
    window.controllers.open_take.open(2)
    window.controllers.open_take.open(3)
    history.slow[2].set()
    qtbot.waitUntil(lambda: shown(window) == 3)


def test_finals_that_came_while_another_take_was_on_its_way_are_written(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    segment = Segment("Hello there.", 0, 1000, "en-US")
    segment_id = behind.history.commit_final(1, segment, 1000)
    assert segment_id is not None
    with qtbot.waitSignal(window.controllers.open_take.failed):
        window.controllers.open_take.open(99)
        window.handle(SegmentCommitted(1, segment_id, segment))
    assert window.parts.paper.transcript.plain_text() == "Hello there."


def test_a_take_that_cannot_be_read_does_not_keep_the_next_one(
    window: MainWindow, history: SlowHistory, qtbot: QtBot
) -> None:
    history.slow[3] = threading.Event()
    with qtbot.waitSignal(window.controllers.open_take.failed):
        window.controllers.open_take.open(99)
        window.controllers.open_take.open(3)
    history.slow[3].set()
    qtbot.waitUntil(lambda: shown(window) == 3)
