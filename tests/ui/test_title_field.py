"""A long title in a narrow window, and a title that is not to be after all."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from speechdesk.session.events import StateChanged
from speechdesk.session.state import State
from speechdesk.ui.main_window import SMALLEST, MainWindow
from tests.ui.fakes import Behind

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


def test_escape_takes_back_what_was_typed_and_then_stops(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    window.commands["record"].trigger()
    window.handle(StateChanged(State.STARTING, behind.take("Letter")))
    window.handle(StateChanged(State.LISTENING, 1))
    header = window.parts.header
    header.show_title("Letter")
    window.commands["rename"].trigger()
    qtbot.keyClicks(header.title, "Other")
    qtbot.keyClick(header.title, Qt.Key.Key_Escape)
    assert (header.title.text(), behind.session.orders) == ("Letter", ["record None"])
    qtbot.keyClick(header.title, Qt.Key.Key_Escape)
    assert behind.session.orders == ["record None", "stop"]
