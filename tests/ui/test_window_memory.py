"""The window comes back as it was left, whatever the file says."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from speechdesk.ui.icons import Icons
from speechdesk.ui.main_window import SMALLEST, MainWindow
from speechdesk.ui.theme import Theme
from speechdesk.ui.window_memory import (
    WindowMemory,
    WindowState,
    read_window_state,
    write_window_state,
)
from tests.ui.fakes import Behind

LEFT = WindowState(780, 560, maximized=False, list_shown=True)

Remembered = Callable[[], tuple[MainWindow, WindowMemory]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "window.json"


@pytest.fixture
def start(theme: Theme, icons: Icons, behind: Behind, file: Path) -> Iterator[Remembered]:
    """Opens a window as the program does."""
    windows: list[MainWindow] = []

    def start() -> tuple[MainWindow, WindowMemory]:
        window = MainWindow(behind.services(), theme, icons)
        windows.append(window)
        memory = WindowMemory(window, file, behind.tasks)
        window.show()
        return window, memory

    yield start
    for window in windows:
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_size_and_list_come_back(start: Remembered, file: Path) -> None:
    write_window_state(file, LEFT)
    window, memory = start()
    assert (window.width(), window.height()) == (780, 560)
    assert window.parts.panel.isVisible(), "unfolded, although the window is narrow"
    assert memory.unwritten is None


def test_a_folded_list_stays_folded(start: Remembered, file: Path) -> None:
    write_window_state(file, WindowState(1000, 600, list_shown=False))
    window, _ = start()
    assert not window.parts.panel.isVisible()
    window.commands["side"].trigger()
    assert window.parts.panel.isVisible()


def test_a_maximized_window_knows_its_other_size(start: Remembered, file: Path) -> None:
    write_window_state(file, replace(LEFT, maximized=True))
    window, memory = start()
    assert window.isMaximized()
    assert memory.unwritten is None
    window.showNormal()
    assert (window.width(), window.height()) == (780, 560)


def test_a_change_is_written_soon(start: Remembered, file: Path, qtbot: QtBot) -> None:
    window, memory = start()
    window.resize(790, 570)
    window.commands["side"].trigger()
    wanted = WindowState(790, 570, maximized=False, list_shown=True)
    qtbot.waitUntil(lambda: read_window_state(file) == wanted)
    qtbot.waitUntil(lambda: memory.unwritten is None)


def test_the_last_change_is_written_at_the_end(start: Remembered, file: Path) -> None:
    window, memory = start()
    window.resize(790, 570)
    memory.close()
    assert read_window_state(file) == WindowState(790, 570, maximized=False, list_shown=None)


def test_a_window_of_a_larger_screen_fits(start: Remembered, file: Path) -> None:
    write_window_state(file, WindowState(30_000, 1))
    window, _ = start()
    screen = window.screen().availableSize()
    assert (window.width(), window.height()) == (max(screen.width(), SMALLEST[0]), SMALLEST[1])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 4000,
        b'{"width": 800}',
        b'{"width": 800, "height": "600"}',
        b'{"width": true, "height": 600}',
        b'{"width": -800, "height": 600}',
        b'{"width": 800, "height": 1e9}',
        b'{"width": 800, "height": 600, "maximized": 1}',
        b'{"width": 800, "height": 600, "list_shown": "no"}',
        b'{"width": 800, "height": 600, "colour": "red"}',
        json.dumps({"width": 800, "height": 600, "more": "x" * 5000}).encode(),
    ],
)
def test_a_damaged_file_is_as_none(start: Remembered, file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    assert read_window_state(file) is None
    window, memory = start()
    assert window.isVisible()
    memory.close()
    assert read_window_state(file) == WindowState(window.width(), window.height())


def test_a_folder_that_cannot_be_written_is_in_nobodys_way(
    start: Remembered, file: Path, caplog: pytest.LogCaptureFixture, qtbot: QtBot
) -> None:
    file.parent.touch()
    window, memory = start()
    window.resize(790, 570)
    qtbot.waitUntil(lambda: "not kept" in caplog.text)
    memory.close()
    assert window.attention.message is None
