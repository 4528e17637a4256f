"""Told once, by the paint or by a patience that has an end."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from speechdesk.ui.first_paint import FirstPaint

_FOR_EVER_MS = 1_000_000_000


def test_the_paint_is_told_and_no_later_one(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first = FirstPaint(window, _FOR_EVER_MS)
    told: list[None] = []
    first.happened.connect(lambda: told.append(None))
    window.show()
    first.wait()
    qtbot.waitUntil(lambda: bool(told))
    window.repaint()
    qtbot.waitUntil(lambda: len(told) == 1)


def test_a_window_that_is_painted_while_it_is_shown_is_not_waited_for(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first = FirstPaint(window, _FOR_EVER_MS)
    window.show()
    qtbot.waitExposed(window)
    window.repaint()  # as Windows does within `show`
    with qtbot.waitSignal(first.happened):
        first.wait()


def test_a_window_that_nobody_sees_is_not_waited_for_long(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first = FirstPaint(window, 1)
    with qtbot.waitSignal(first.happened):
        first.wait()
