"""What is edited in the window comes back from the history, whatever it had before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from speechdesk.storage.history import History
from speechdesk.ui.theme import Theme
from speechdesk.ui.transcript_view import TranscriptView
from tests.storage.making import new_take, spoken
from tests.ui.transcripts import place_caret


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> Iterator[TranscriptView]:
    view = TranscriptView(theme)
    qtbot.addWidget(view)
    yield view


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    history = History(tmp_path / "history.sqlite3")
    yield history
    history.close()


def opened(view: TranscriptView, history: History, take_id: int) -> None:
    segments = {each.id: each.segment for each in history.segments(take_id)}
    view.load(history.load_document(take_id), segments)


def saved(view: TranscriptView, history: History, take_id: int) -> None:
    change = view.take_changes()
    assert change is not None
    history.save_blocks(take_id, change)


def test_one_paragraph_of_a_take_that_was_recognized_in_the_background(
    view: TranscriptView, history: History, qtbot: QtBot
) -> None:
    take_id = new_take(history)
    for number, text in enumerate(["One.", "Two.", "Three."]):
        history.commit_final(take_id, spoken(text, 10_000 * number), 10_000 * number)
    opened(view, history, take_id)
    assert view.take_changes() is None
    place_caret(view, after="Two")
    qtbot.keyClicks(view, " and a half")
    saved(view, history, take_id)
    assert history.load_document(take_id).text == "One.\nTwo and a half.\nThree."
    words = [run.word for block in history.load_document(take_id).blocks for run in block.runs]
    assert sum(word is not None for word in words) == 4, "one word was divided"


def test_finals_that_came_to_a_paragraph_stay_when_another_is_edited(
    view: TranscriptView, history: History, qtbot: QtBot
) -> None:
    take_id = new_take(history, "One.")
    opened(view, history, take_id)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClicks(view, "Two.")
    saved(view, history, take_id)
    history.commit_final(take_id, spoken("And more.", 600), 2000)
    opened(view, history, take_id)
    assert view.plain_text() == "One.\nTwo. And more."
    place_caret(view, after="One")
    qtbot.keyClicks(view, "s")
    saved(view, history, take_id)
    assert history.load_document(take_id).text == "Ones.\nTwo. And more."
