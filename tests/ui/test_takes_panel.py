"""The list of takes as it is used: searched, starred, and several takes at once."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from speechdesk.storage.takes import TakeState
from speechdesk.ui.main_window import MainWindow
from speechdesk.ui.takes_list import TakesList
from speechdesk.ui.takes_model import PAGE
from speechdesk.ui.transcript_highlights import Layer
from tests.ui.conftest import OpenWindow
from tests.ui.drawn import drawn as drawn_window
from tests.ui.drawn import takes
from tests.ui.fakes import Behind, Spoken
from tests.ui.transcripts import drawn, said

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
CONTROL = Qt.KeyboardModifier.ControlModifier
LETTER = "The lift in the east. Every lift is old."


@pytest.fixture
def window(open_window: OpenWindow, behind: Behind) -> MainWindow:
    """Four takes, of which the latest is the letter."""
    for number, title in enumerate(("Shopping", "Interview", "Chapter 3", "Letter")):
        take_id = behind.take(title, started=NOON + timedelta(hours=number))
        text = LETTER if title == "Letter" else f"{title}: nothing about Ötzi"
        segment = said(text)
        behind.history.commit_final(take_id, segment, segment.end_ms)
    return open_window()


@pytest.fixture
def listed(window: MainWindow, qtbot: QtBot) -> TakesList:
    qtbot.waitUntil(lambda: window.controllers.open_take.take_id == 4)
    return window.parts.panel.list


def pick(listed: TakesList, *positions: int) -> None:
    """Select rows as clicks with Ctrl do."""
    for position in positions:
        index = listed.model().index(position, 0)
        listed.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)


def click(
    listed: TakesList, qtbot: QtBot, position: int, keys: Qt.KeyboardModifier | None = None
) -> None:
    place = listed.visualRect(listed.model().index(position, 0)).center()
    modifiers = Qt.KeyboardModifier.NoModifier if keys is None else keys
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, modifiers, place)


def search(window: MainWindow, qtbot: QtBot, text: str) -> None:
    with qtbot.waitSignal(window.model.modelReset):
        window.parts.panel.search.setText(text)


def offered(window: MainWindow) -> QPushButton:
    button = window.parts.status.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    assert button.isVisible()
    return button


# From a hit to its places


def test_a_take_opened_from_a_hit_shows_its_places(
    window: MainWindow, listed: TakesList, qtbot: QtBot
) -> None:
    search(window, qtbot, "old LIF")
    click(listed, qtbot, 0)
    bar, text = window.parts.paper.find_bar, window.parts.paper.transcript
    assert (bar.isVisible(), bar.field.text(), bar.result) == (True, "old LIF", "3 places")
    assert drawn(text) == f"{LETTER}|", "what is dictated next replaces no hit"
    window.commands["find_next"].trigger()
    assert drawn(text) == "The {lif}|t in the east. Every lift is old."
    assert bar.result == "1 of 3"
    window.commands["find_previous"].trigger()
    assert drawn(text) == "The lift in the east. Every lift is {old}|."
    assert len(text.highlights.ranges(Layer.FOUND)) == 3


def test_a_take_that_has_yet_to_be_loaded(
    window: MainWindow, listed: TakesList, qtbot: QtBot
) -> None:
    search(window, qtbot, "otzi")
    click(listed, qtbot, 1)
    qtbot.waitUntil(lambda: window.controllers.open_take.take_id == 2)
    text = window.parts.paper.transcript
    assert drawn(text) == "Interview: nothing about Ötzi|"
    assert text.highlights.ranges(Layer.FOUND) == [(25, 29)]


def test_the_places_go_with_the_search(window: MainWindow, listed: TakesList, qtbot: QtBot) -> None:
    search(window, qtbot, "lift")
    click(listed, qtbot, 0)
    assert window.parts.paper.find_bar.isVisible()
    search(window, qtbot, "")
    click(listed, qtbot, 3)
    qtbot.waitUntil(lambda: window.controllers.open_take.take_id == 1)
    assert not window.parts.paper.find_bar.isVisible()


def test_what_is_typed_into_the_bar_is_found_to_the_letter(
    window: MainWindow, listed: TakesList, qtbot: QtBot
) -> None:
    search(window, qtbot, "old lift")
    click(listed, qtbot, 0)
    bar = window.parts.paper.find_bar
    assert bar.result == "3 places"
    bar.field.setText("lift is old")
    assert bar.result == "1 of 1"


def test_more_hits_than_a_page(open_window: OpenWindow, behind: Behind, qtbot: QtBot) -> None:
    for number in range(PAGE + 50):
        behind.take(f"Take {number} of many")
    window = open_window()
    search(window, qtbot, "many")
    assert len(takes(window)) == PAGE

    def at_the_end() -> bool:
        window.parts.panel.list.scrollToBottom()
        return len(set(takes(window))) == PAGE + 50

    qtbot.waitUntil(at_the_end, timeout=30_000)


def test_nothing_found(window: MainWindow, listed: TakesList, qtbot: QtBot) -> None:
    search(window, qtbot, "giraffe")
    assert takes(window) == []
    assert not listed.isVisible()


def test_escape_shows_all_again(window: MainWindow, listed: TakesList, qtbot: QtBot) -> None:
    search(window, qtbot, "lift")
    field = window.parts.panel.search
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    qtbot.waitUntil(lambda: len(takes(window)) == 4)


# Stars


def test_a_star_by_key_and_only_starred_takes(
    window: MainWindow, listed: TakesList, behind: Behind, qtbot: QtBot, spoken: Spoken
) -> None:
    listed.setFocus()
    qtbot.keyClick(listed, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert window.model.row(0).starred
    assert spoken.heard[-1] == "Starred: Letter"
    qtbot.waitUntil(lambda: behind.history.take(4).starred)
    with qtbot.waitSignal(window.model.modelReset):
        window.parts.panel.starred_button.click()
    assert takes(window) == ["Letter"]
    qtbot.keyClick(listed, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: takes(window) == [])
    assert not behind.history.take(4).starred
    with qtbot.waitSignal(window.model.modelReset):
        window.parts.panel.starred_button.click()
    assert len(takes(window)) == 4


def test_stars_are_heard_in_the_list_and_among_hits(
    window: MainWindow, listed: TakesList, behind: Behind, qtbot: QtBot
) -> None:
    behind.history.star(4, starred=True)
    search(window, qtbot, "lift")
    told = window.model.data(window.model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert str(told).startswith("Letter, starred, ")


# Several at once


def test_ctrl_and_shift_select_and_open_nothing(
    window: MainWindow, listed: TakesList, qtbot: QtBot
) -> None:
    strip = window.parts.panel.strip
    assert not strip.isVisible()
    click(listed, qtbot, 2, Qt.KeyboardModifier.ControlModifier)
    assert [row.title for row in listed.selected] == ["Letter", "Interview"]
    assert (strip.isVisible(), strip.text) == (True, "2 selected")
    click(listed, qtbot, 3, Qt.KeyboardModifier.ShiftModifier)
    assert window.controllers.open_take.take_id == 4
    strip.controls[-1].click()
    assert [row.title for row in listed.selected] == ["Letter"]
    assert not strip.isVisible()


def test_the_selection_outlasts_a_new_take(
    window: MainWindow, listed: TakesList, behind: Behind, qtbot: QtBot
) -> None:
    pick(listed, 1, 2)
    window.model.look_again(behind.take("New"))
    qtbot.waitUntil(lambda: takes(window)[0] == "New")
    assert [row.title for row in listed.selected] == ["Letter", "Chapter 3", "Interview"]


def test_several_are_starred_and_the_stars_taken_away(
    window: MainWindow, listed: TakesList, behind: Behind, qtbot: QtBot
) -> None:
    star = window.parts.panel.strip.controls[0]
    behind.history.star(4, starred=True)
    pick(listed, 1)
    star.click()
    qtbot.waitUntil(lambda: behind.history.take(3).starred)
    assert window.parts.status.sentence == "Starred: 2 takes"
    star.click()
    qtbot.waitUntil(lambda: not behind.history.take(3).starred)
    assert not behind.history.take(4).starred
    assert window.parts.status.sentence == "Star taken away: 2 takes"


def test_several_are_deleted_and_had_back(
    window: MainWindow, listed: TakesList, behind: Behind, qtbot: QtBot
) -> None:
    pick(listed, 1, 3)
    listed.setFocus()
    qtbot.keyClick(listed, Qt.Key.Key_Delete)
    assert takes(window) == ["Interview"]
    assert window.parts.status.sentence == "Deleted: 3 takes"
    assert window.controllers.open_take.take_id is None
    offered(window).click()
    qtbot.waitUntil(lambda: takes(window) == ["Letter", "Chapter 3", "Interview", "Shopping"])
    qtbot.waitUntil(lambda: window.controllers.open_take.take_id == 4)
    assert len(behind.history.takes()) == 4


def test_undo_before_the_takes_are_gone(
    window: MainWindow, listed: TakesList, behind: Behind, qtbot: QtBot
) -> None:
    window.parts.panel.delete_asked.emit(tuple(window.model.row(each) for each in range(4)))
    window.controllers.bin.undo()
    qtbot.waitUntil(lambda: len(takes(window)) == 4)
    assert len(behind.history.takes()) == 4


def test_ctrl_z_brings_back_what_was_deleted_when_the_offer_is_gone(
    window: MainWindow, listed: TakesList, behind: Behind, qtbot: QtBot
) -> None:
    pick(listed, 0, 1, 2, 3)
    listed.setFocus()
    qtbot.keyClick(listed, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: behind.history.takes() == [])
    window.parts.status.withdraw()
    window.parts.panel.starred_button.setFocus()
    qtbot.keyClick(window.parts.panel.starred_button, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: len(takes(window)) == 4)
    assert len(behind.history.takes()) == 4


def test_the_rest_of_a_take_is_recognized_from_its_menu(
    window: MainWindow, listed: TakesList, behind: Behind, qtbot: QtBot
) -> None:
    behind.history.update_take(3, state=TakeState.PARTLY, language="de-DE")
    behind.history.update_take(4, state=TakeState.COMPLETE)
    for take_id in (3, 4):
        window.model.look_again(take_id)
    qtbot.waitUntil(lambda: window.model.row(1).rest == "de-DE")
    menu = listed.findChild(QMenu)
    assert isinstance(menu, QMenu)
    (rest,) = [each for each in menu.actions() if each.text() == "Recognize the rest"]
    for position, offers in ((0, False), (1, True)):
        where = listed.visualRect(window.model.index(position)).center()
        listed.customContextMenuRequested.emit(where)
        assert rest.isVisible() == offers
    rest.trigger()
    menu.hide()
    assert behind.session.orders == ["recognize 3"]
    assert "job: Chapter 3: 0 % recognized [Cancel]" in drawn_window(window)


def test_several_are_exported(window: MainWindow, listed: TakesList, qtbot: QtBot) -> None:
    pick(listed, 2)
    with qtbot.waitSignal(window.parts.panel.export_asked) as asked:
        window.parts.panel.strip.controls[1].click()
    assert [row.title for row in asked.args[0]] == ["Letter", "Interview"]
