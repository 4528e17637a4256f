"""Ctrl+F in the transcript."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from speechdesk.domain.transcript import Block, Document, Run
from speechdesk.ui.find_bar import FindBar
from speechdesk.ui.icons import Icons
from speechdesk.ui.theme import Theme
from speechdesk.ui.transcript_highlights import Layer
from speechdesk.ui.transcript_view import TranscriptView
from tests.ui.transcripts import drawn, place_caret, said, show


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> Iterator[TranscriptView]:
    view = TranscriptView(theme)
    view.resize(700, 400)
    qtbot.addWidget(view)
    view.show()
    show(view, said("The lift 😀 in the east."), said("Theatre.", 5000))
    place_caret(view)
    yield view


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme, view: TranscriptView) -> FindBar:
    bar = FindBar(view, Icons(theme))
    qtbot.addWidget(bar)
    return bar


def marked(view: TranscriptView) -> list[str]:
    texts = []
    for start, end in view.highlights.ranges(Layer.FOUND):
        cursor = QTextCursor(view.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        texts.append(cursor.selectedText())
    return texts


def test_finding_forth_and_back(view: TranscriptView, bar: FindBar, qtbot: QtBot) -> None:
    bar.open_bar()
    qtbot.keyClicks(bar.field, "the")
    assert marked(view) == ["The", "the", "The"]
    assert (bar.result, drawn(view)) == ("1 of 3", "{The}| lift 😀 in the east.\nTheatre.")
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert (bar.result, drawn(view)) == ("2 of 3", "The lift 😀 in {the}| east.\nTheatre.")
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.result == "1 of 3"
    qtbot.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert (bar.result, drawn(view)) == ("3 of 3", "The lift 😀 in the east.\n{The}|atre.")
    qtbot.keyClicks(bar.field, "x")
    assert (bar.result, marked(view)) == ("Not found", [])


def test_escape_closes_and_goes_back(view: TranscriptView, bar: FindBar, qtbot: QtBot) -> None:
    bar.open_bar()
    qtbot.keyClicks(bar.field, "east")
    with qtbot.waitSignal(bar.closed):
        qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.isHidden() and marked(view) == []
    bar.open_bar()
    assert (bar.field.text(), marked(view)) == ("east", ["east"])


def test_what_is_selected_is_sought(view: TranscriptView, bar: FindBar) -> None:
    place_caret(view, select="lift")
    bar.open_bar()
    assert (bar.field.text(), bar.result) == ("lift", "1 of 1")


def test_hits_follow_the_text(view: TranscriptView, bar: FindBar, qtbot: QtBot) -> None:
    bar.open_bar()
    qtbot.keyClicks(bar.field, "lift")
    place_caret(view, after="Theatre.")
    view.begin_dictation()
    view.insert_final(3, said("Another lift.", 9000))
    qtbot.waitUntil(lambda: marked(view) == ["lift", "lift"])
    assert bar.result == "2 places"


def test_a_long_take_is_searched_once_all_of_it_is_there(
    view: TranscriptView, bar: FindBar, qtbot: QtBot
) -> None:
    line = "a word " * 190
    blocks = tuple(Block(n, (Run(f"{line}{n}"),)) for n in range(1, 101))
    view.load(Document(blocks), {})
    bar.open_bar()
    qtbot.keyClicks(bar.field, "word 100")
    assert view.is_loading, "the window goes on"
    assert bar.result == "…"
    with qtbot.waitSignal(view.shown):
        pass
    assert bar.result == "1 of 1"
    assert view.textCursor().selectedText() == "word 100"


def test_hits_of_a_text_that_is_gone_are_not_marked(
    view: TranscriptView, bar: FindBar, qtbot: QtBot, qtlog: Any
) -> None:
    show(view, *(said(f"Word {n}.", 5000 * n) for n in range(100)))
    bar.open_bar()
    qtbot.keyClicks(bar.field, "word")
    view.selectAll()
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    view.verticalScrollBar().rangeChanged.emit(0, 0)
    qtbot.waitUntil(lambda: bar.result == "Not found")
    show(view, said("word"))
    qtbot.waitUntil(lambda: bar.result == "1 place")
    assert not [record.message for record in qtlog.records if "setPosition" in record.message]


def test_only_hits_in_sight_are_marked(view: TranscriptView, bar: FindBar, qtbot: QtBot) -> None:
    show(view, *(said(f"Word {n}.", 5000 * n) for n in range(300)))
    bar.open_bar()
    qtbot.keyClicks(bar.field, "word")
    assert bar.result == "1 of 300", "from the end it goes on at the beginning"
    assert 0 < len(marked(view)) < 40
    view.verticalScrollBar().setValue(0)
    assert view.highlights.ranges(Layer.FOUND)[0] == (0, 4)
