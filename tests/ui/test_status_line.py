"""The line at the bottom: its offers come and go without a jolt."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from speechdesk.ui.main_window import MainWindow


class Taker(QObject):
    @Slot()
    def take(self) -> None:
        """Accept what is offered."""


def settled(widget: QWidget) -> None:
    """Let every layout that has changed take effect, as before the next frame."""
    for each in (widget, *widget.findChildren(QWidget)):
        if (layout := each.layout()) is not None:
            layout.activate()


def test_an_offer_moves_nothing_above_it(window: MainWindow, qtbot: QtBot) -> None:
    parts, taker = window.parts, Taker(window)
    settled(window)
    before = (parts.bar.geometry(), parts.paper.geometry())
    parts.status.offer("Deleted: Shopping", "Undo", taker.take)
    settled(window)
    [button] = parts.status.findChildren(QPushButton)
    assert button.isVisible()
    assert button.height() >= button.sizeHint().height()
    assert (parts.bar.geometry(), parts.paper.geometry()) == before
