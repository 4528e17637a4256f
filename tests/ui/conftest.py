"""Windows without a screen, in the light theme."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from speechdesk.settings.choices import Theme as Appearance
from speechdesk.ui.icons import Icons
from speechdesk.ui.main_window import MainWindow
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.theme import Theme
from tests.ui.fakes import Behind, Spoken

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

OpenWindow = Callable[[], MainWindow]


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(qapp, Appearance.LIGHT)
    yield theme
    theme.deleteLater()


@pytest.fixture
def icons(theme: Theme) -> Icons:
    return Icons(theme)


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    tasks = Tasks()
    yield tasks
    assert tasks.close(10_000)


@pytest.fixture
def behind(tmp_path: Path, tasks: Tasks) -> Iterator[Behind]:
    behind = Behind(tmp_path, tasks)
    yield behind
    assert tasks.close(10_000)
    behind.history.close()


@pytest.fixture
def spoken() -> Spoken:
    """What a screen reader is given to say."""
    return Spoken()


@pytest.fixture
def open_window(
    qtbot: QtBot, theme: Theme, icons: Icons, behind: Behind, spoken: Spoken
) -> Iterator[OpenWindow]:
    """Opens a window on `behind`, filled with what the history holds by then."""
    windows: list[MainWindow] = []

    def open_it() -> MainWindow:
        window = MainWindow(behind.services(), theme, icons, spoken.hear)
        window.resize(1280, 800)
        windows.append(window)
        with qtbot.waitSignals([window.model.loaded, window.parts.pickers.microphone.listed]):
            window.show()
            window.begin()
        return window

    yield open_it
    for window in windows:
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    return open_window()
