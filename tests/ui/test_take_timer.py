"""The figure beside the large button, which runs without moving anything."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from speechdesk.ui.main_window import MainWindow
from speechdesk.ui.take_timer import TakeTimer
from speechdesk.ui.theme import Theme


class Layouts(QObject):
    """Counts how often a widget is asked to lay out anew."""

    def __init__(self, widget: QObject) -> None:
        super().__init__(widget)
        self.seen = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.seen += event.type() is QEvent.Type.LayoutRequest
        return False

    def after(self, timer: TakeTimer, length_ms: int) -> int:
        timer.show_length(length_ms)
        settle()
        seen, self.seen = self.seen, 0
        return seen


def settle() -> None:
    """Let the layouts up to the window be made, each of which asks for the next."""
    for _ in range(4):
        QApplication.sendPostedEvents()


@pytest.fixture
def timer(window: MainWindow) -> TakeTimer:
    settle()
    return window.parts.bar.timer


def test_only_another_digit_has_the_window_laid_out(window: MainWindow, timer: TakeTimer) -> None:
    layouts = Layouts(window.parts.bar)
    assert [layouts.after(timer, second * 1000) for second in range(1, 600)] == [0] * 599
    assert layouts.after(timer, 600_000) > 0
    assert timer.text() == timer.accessibleDescription() == "10:00"


def test_every_time_is_seen_whole_in_letters_of_any_size(
    qapp: QApplication, theme: Theme, timer: TakeTimer
) -> None:
    usual = qapp.font()
    heights = []
    try:
        for points in (9, 20, 12):
            larger = qapp.font()
            larger.setPointSizeF(points)
            qapp.setFont(larger)
            theme.refresh()
            settle()
            for length_ms in (8_000, 11_000, 688_000, 671_000, 3_600_000):
                timer.show_length(length_ms)
                assert timer.fontMetrics().horizontalAdvance(timer.text()) <= timer.width()
            heights.append(timer.height())
    finally:
        qapp.setFont(usual)
        theme.refresh()
    assert heights[0] < heights[2] < heights[1]
