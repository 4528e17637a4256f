"""The first paint is waited for, but not for ever."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from speechdesk.ui.first_paint import show_painted

_FOR_EVER_MS = 1_000_000_000


class Window(QWidget):
    """Counts its paints. It may be painted within `show`, as on Windows."""

    def __init__(self, *, paints_at_once: bool = False) -> None:
        super().__init__()
        self.paints = 0
        self._paints_at_once = paints_at_once

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._paints_at_once:
            self.repaint()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.paints += 1


def test_it_is_painted_then(qtbot: QtBot) -> None:
    window = Window()
    qtbot.addWidget(window)
    show_painted(window, _FOR_EVER_MS)
    assert window.isVisible()
    assert window.paints == 1


def test_a_window_that_is_painted_while_it_is_shown_is_not_waited_for(qtbot: QtBot) -> None:
    window = Window(paints_at_once=True)
    qtbot.addWidget(window)
    show_painted(window, _FOR_EVER_MS)
    assert window.paints >= 1


def test_a_window_that_nobody_sees_is_not_waited_for_long(qtbot: QtBot) -> None:
    window = Window()
    qtbot.addWidget(window)
    window.setUpdatesEnabled(False)
    show_painted(window, 1)
    assert not window.paints


def test_a_window_that_is_closed_is_not_waited_for(qtbot: QtBot) -> None:
    window = Window()
    qtbot.addWidget(window)
    window.setUpdatesEnabled(False)
    QTimer.singleShot(0, window.close)
    show_painted(window, _FOR_EVER_MS)
    assert not window.isVisible()
