"""The list of the shortcuts is read at a glance."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from speechdesk.ui.main_window import MainWindow
from speechdesk.ui.shortcuts_dialog import ShortcutsDialog


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> ShortcutsDialog:
    dialog = ShortcutsDialog(window.commands.all, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_it_tells_the_way_out_of_the_text(dialog: ShortcutsDialog) -> None:
    assert "Ctrl+Tab" in [each.text() for each in dialog.findChildren(QLabel)]


def test_each_is_in_one_line(dialog: ShortcutsDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: all(is_whole(each) for each in dialog.findChildren(QLabel)))


def is_whole(line: QLabel) -> bool:
    return 0 < line.fontMetrics().horizontalAdvance(line.text()) <= line.width()
