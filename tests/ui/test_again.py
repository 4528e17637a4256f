"""A phrase again, in this language or another; and from one favourite language to the next."""

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from speechdesk.domain.connection import Service
from speechdesk.domain.events import Segment
from speechdesk.errors import Failure, FailureCode, RecognitionError, SoundError
from speechdesk.session.events import StateChanged
from speechdesk.session.state import State
from speechdesk.settings.schema import Settings
from speechdesk.ui.main_window import MainWindow
from tests.ui.conftest import OpenWindow
from tests.ui.fakes import Behind

AZURE = Settings(
    service=Service.AZURE,
    region="westeurope",
    language="en-US",
    favourite_languages=("de-DE", "en-US", "fr-FR"),
    recent_languages=("en-US", "it-IT"),
)


@pytest.fixture
def behind(behind: Behind) -> Behind:
    behind.preferences.take_over(AZURE)
    return behind


@pytest.fixture
def opened(open_window: OpenWindow, behind: Behind, qtbot: QtBot) -> MainWindow:
    """A window on a take with the segments 1 and 2."""
    take_id = behind.take("Two phrases")
    for text, start in (("Hello there.", 0), ("Gooten talk.", 2000)):
        behind.history.commit_final(take_id, Segment(text, start, 1000, "en-US"), start + 1000)
    window = open_window()
    window.controllers.open_take.open(take_id)
    qtbot.waitUntil(lambda: window.controllers.open_take.take_id == take_id)
    return window


def text(window: MainWindow) -> str:
    return window.parts.paper.transcript.plain_text()


def offered(window: MainWindow) -> list[str]:
    transcript = window.parts.paper.transcript
    transcript.moveCursor(transcript.textCursor().MoveOperation.Start)
    menu = window.controllers.sound.menu.build()
    (languages,) = [
        each for each in menu.findChildren(QMenu) if each.title() == "Recognize again in"
    ]
    names = [each.text() for each in languages.actions()]
    menu.deleteLater()
    return names


def test_a_phrase_is_replaced_by_its_reading_in_another_language(
    opened: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    behind.revised = [Segment("Guten Tag.", 2000, 1000, "de-DE")]
    opened.controllers.sound.menu.again.emit((2,), "de-DE")
    qtbot.waitUntil(lambda: text(opened) == "Hello there. Guten Tag.")
    assert behind.revisions == [(1, 2, "de-DE")]
    assert "Ctrl+Z" in opened.parts.status.sentence
    opened.parts.paper.transcript.undo()
    assert text(opened) == "Hello there. Gooten talk."


def test_several_phrases_go_one_after_the_other_in_the_present_language(
    opened: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    behind.revised = [Segment("Hi.", 0, 1000, "en-US"), Segment("Good.", 2000, 1000, "en-US")]
    opened.controllers.sound.menu.again.emit((1, 2), "")
    qtbot.waitUntil(lambda: text(opened) == "Hi. Good.")
    assert behind.revisions == [(1, 1, "en-US"), (1, 2, "en-US")]


def test_nothing_understood_leaves_the_text(
    opened: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    behind.revised = [None]
    opened.controllers.sound.menu.again.emit((1,), "")
    qtbot.waitUntil(lambda: "Nothing was recognized" in opened.parts.status.sentence)
    assert text(opened) == "Hello there. Gooten talk."


def test_a_recording_that_was_not_kept_is_said(
    opened: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    behind.revised = [SoundError("not_found")]
    opened.controllers.sound.menu.again.emit((1, 2), "")
    qtbot.waitUntil(lambda: "was not kept" in opened.parts.status.sentence)
    assert len(behind.revisions) == 1


def test_a_refusal_comes_as_a_banner(opened: MainWindow, behind: Behind, qtbot: QtBot) -> None:
    behind.revised = [RecognitionError(Failure(FailureCode.TOO_MANY))]
    opened.controllers.sound.menu.again.emit((1,), "")
    qtbot.waitUntil(opened.parts.banner.isVisible)


def test_a_take_that_was_left_meanwhile_is_not_touched(
    opened: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    behind.revised = [Segment("Guten Tag.", 2000, 1000, "de-DE")]
    opened.controllers.sound.menu.again.emit((2,), "de-DE")
    opened.controllers.open_take.new()
    qtbot.waitUntil(lambda: len(behind.history.segments(1)) == 3)
    assert text(opened) == ""


def test_the_menu_offers_the_languages_one_uses(opened: MainWindow) -> None:
    assert offered(opened) == ["Deutsch (DE)", "Français (FR)", "Italiano (IT)"]


# From one favourite to the next


def test_the_key_goes_round_the_favourites_even_while_recording(
    opened: MainWindow, behind: Behind
) -> None:
    opened.handle(StateChanged(State.STARTING, 1))
    opened.handle(StateChanged(State.LISTENING, 1))
    said = []
    for _ in range(3):
        opened.commands["next_language"].trigger()
        said.append(behind.preferences.settings.language)
    assert said == ["fr-FR", "de-DE", "en-US"]
    assert behind.session.orders == ["change_config"] * 3
    assert behind.languages[-3:] == said


def test_what_is_not_possible_is_said(opened: MainWindow, behind: Behind) -> None:
    behind.preferences.change(favourite_languages=("en-US",))
    opened.commands["next_language"].trigger()
    assert "no other favourite" in opened.parts.status.sentence
    behind.preferences.change(service=Service.LOCAL)
    opened.commands["next_language"].trigger()
    assert "English (United States) only" in opened.parts.status.sentence


def test_a_favourite_is_next_even_if_the_present_language_is_none(
    opened: MainWindow, behind: Behind
) -> None:
    behind.preferences.change(language="ja-JP")
    opened.commands["next_language"].trigger()
    assert behind.preferences.settings.language == "de-DE"
