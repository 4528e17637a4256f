"""The sound of the open take in the real window, and its doubtful words."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from speechdesk.ui.main_window import MainWindow
from speechdesk.ui.player_bar import PlayerBar
from speechdesk.ui.transcript_highlights import Layer
from tests.ui.conftest import OpenWindow
from tests.ui.fakes import Behind
from tests.ui.transcripts import drawn, place_caret, said


@pytest.fixture
def window(open_window: OpenWindow, behind: Behind, qtbot: QtBot) -> MainWindow:
    """A take of two phrases, the second of which was not clear, with its recording."""
    take_id = behind.take("Letter")
    for segment in (
        said("The lift is new."),
        said("Brandauer has the key.", 2000, doubtful=["Brandauer"], alternatives=["Brand hour"]),
    ):
        behind.history.commit_final(take_id, segment, segment.end_ms)
    behind.history.update_take(take_id, length_ms=4000)
    behind.recordings[take_id] = Path("take-1.pcm")
    window = open_window()
    bar = window.findChild(PlayerBar)
    assert bar is not None
    qtbot.waitUntil(bar.isVisible)
    return window


def choose(menu: QMenu, *texts: str) -> None:
    for text in texts[:-1]:
        menu = next(each for each in menu.findChildren(QMenu) if each.title() == text)
    next(each for each in menu.actions() if each.text() == texts[-1]).trigger()


def test_ctrl_space_plays_from_the_caret_and_pauses(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    text = window.parts.paper.transcript
    place_caret(text, "The ")
    qtbot.keyClick(text, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert behind.speaker.played == ["take-1.pcm 300-4000"]
    assert text.highlights.ranges(Layer.SPOKEN) == [(4, 8)]
    qtbot.keyClick(text, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert behind.speaker.played[-1] == "pause"


def test_hear_and_other_readings_in_the_menu(window: MainWindow, behind: Behind) -> None:
    text = window.parts.paper.transcript
    place_caret(text, "new. ")
    choose(window.controllers.sound.menu.build(), "Hear from here")
    assert behind.speaker.played == ["take-1.pcm 2000-4000"]
    choose(window.controllers.sound.menu.build(), "Other readings", "Brand hour")
    assert "Brand hour" in text.plain_text()


def test_doubtful_words_are_underlined_and_stepped_through(
    window: MainWindow, qtbot: QtBot
) -> None:
    text = window.parts.paper.transcript
    qtbot.waitUntil(lambda: text.highlights.ranges(Layer.DOUBTFUL) == [(17, 26)])
    place_caret(text)
    window.commands["doubtful"].trigger()
    assert drawn(text) == "The lift is new. {Brandauer}| has the key."
    text.clear()
    window.commands["doubtful"].trigger()
    assert window.parts.status.sentence == "There is no doubtful word in this take."


def test_the_player_falls_silent_with_the_window(window: MainWindow, behind: Behind) -> None:
    window.commands["play"].trigger()
    window.close()
    assert behind.speaker.played[-1] == "stop"


# Copying


def test_copied_with_and_without_formatting(window: MainWindow) -> None:
    window.commands["copy"].trigger()
    data = QGuiApplication.clipboard().mimeData()
    assert (data.hasHtml(), data.text()) == (True, "The lift is new. Brandauer has the key.")
    assert window.parts.status.sentence == "Copied 8 words."
    window.commands["copy_plain"].trigger()
    data = QGuiApplication.clipboard().mimeData()
    assert (data.hasHtml(), data.text()) == (False, "The lift is new. Brandauer has the key.")


def test_one_word(window: MainWindow, qtbot: QtBot) -> None:
    text = window.parts.paper.transcript
    text.selectAll()
    qtbot.keyClicks(text, "Hello")
    window.commands["copy"].trigger()
    assert window.parts.status.sentence == "Copied 1 word."
