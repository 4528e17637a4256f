"""A long title in a narrow window."""

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from speechdesk.ui.main_window import SMALLEST, MainWindow

LONG = "Minutes of the meeting of the tenants about the lift in the east stairwell"


def picture(window: MainWindow) -> QImage:
    return window.parts.header.title.grab().toImage()


def test_a_title_without_room_ends_in_an_ellipsis(window: MainWindow) -> None:
    window.resize(*SMALLEST)
    window.commands["side"].trigger()  # unfold the list
    title = window.parts.header.title
    window.parts.header.show_title("Lift")
    assert (title.shown_text, title.toolTip()) == ("Lift", "")
    window.parts.header.show_title(LONG)
    assert title.shown_text.endswith("…")
    assert LONG.startswith(title.shown_text[:-1])
    assert title.toolTip() == LONG
    assert title.text() == LONG


def test_what_is_painted_is_what_would_be_shown(window: MainWindow) -> None:
    window.resize(*SMALLEST)
    window.commands["side"].trigger()
    header = window.parts.header
    header.show_title(LONG)
    shortened = picture(window)
    header.title.setText(header.title.shown_text)  # drawn by Qt now: the same in the same place
    assert picture(window) == shortened


def test_an_edited_title_is_whole(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(*SMALLEST)
    window.commands["side"].trigger()
    window.parts.header.show_title(LONG)
    elided = picture(window)
    window.commands["rename"].trigger()
    assert window.parts.header.title.selectedText() == LONG
    assert picture(window) != elided
