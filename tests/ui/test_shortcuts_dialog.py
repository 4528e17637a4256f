"""The list of the shortcuts is read at a glance."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from speechdesk.ui.main_window import MainWindow
from speechdesk.ui.shortcuts_dialog import ShortcutsDialog


def test_each_is_in_one_line(window: MainWindow, qtbot: QtBot) -> None:
    dialog = ShortcutsDialog(window.commands.all, window)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: all(is_whole(each) for each in dialog.findChildren(QLabel)))


def is_whole(line: QLabel) -> bool:
    return 0 < line.fontMetrics().horizontalAdvance(line.text()) <= line.width()
