"""The language of each phrase, above its first word, where a take has several."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from speechdesk.domain.events import Segment
from speechdesk.domain.transcript import Block, Document, runs_of
from speechdesk.ui.language_chips import chip_text
from speechdesk.ui.theme import Theme
from speechdesk.ui.transcript_menu import TranscriptMenu
from speechdesk.ui.transcript_view import TranscriptView
from tests.ui.transcripts import said, show


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> Iterator[TranscriptView]:
    view = TranscriptView(theme)
    view.resize(700, 400)
    qtbot.addWidget(view)
    view.show()
    yield view


def in_language(tag: str, segment: Segment) -> Segment:
    return replace(segment, language=tag)


ENGLISH = in_language("en-US", said("Good morning."))
GERMAN = in_language("de-DE", said("Guten Morgen.", 2000))
ENGLISH_AGAIN = in_language("en-US", said("How are you?", 4000))


def chips(view: TranscriptView) -> list[str]:
    """Draw the chips in sight: "de above Guten"."""
    text = view.plain_text()
    return [
        f"{chip.text} above {text[chip.position :].split()[0]}" for chip in view.chips.in_sight()
    ]


def test_each_phrase_has_its_language_above_its_first_word(view: TranscriptView) -> None:
    show(view, ENGLISH, GERMAN, ENGLISH_AGAIN)
    assert chips(view) == ["en above Good", "de above Guten", "en above How"]


def test_phrases_in_one_paragraph_have_each_their_own(view: TranscriptView) -> None:
    runs = (*runs_of(1, ENGLISH), *runs_of(2, GERMAN))
    view.load(Document((Block(1, runs),), 2), {1: ENGLISH, 2: GERMAN})
    assert [each.split()[0] for each in chips(view)] == ["en", "de"]


def test_a_take_of_one_language_shows_none_until_another_comes(view: TranscriptView) -> None:
    show(view, ENGLISH)
    assert chips(view) == []
    view.begin_dictation()
    view.insert_final(2, GERMAN)
    assert chips(view) == ["en above Good", "de above Guten"]
    view.load(Document((), 0), {})
    assert chips(view) == []


def test_what_was_typed_has_no_language(view: TranscriptView) -> None:
    show(view, ENGLISH, GERMAN)
    view.moveCursor(QTextCursor.MoveOperation.Start)
    view.insertPlainText("Typed. ")
    assert chips(view) == ["en above Good", "de above Guten"]


def test_a_reading_in_another_language_changes_the_chip(view: TranscriptView) -> None:
    show(view, ENGLISH, in_language("en-US", said("Gooten morgan.", 2000)))
    assert view.replace_segment(2, 3, GERMAN)
    assert chips(view) == ["en above Good", "de above Guten"]


@pytest.mark.parametrize(
    ("tag", "others", "text"),
    [
        ("de-DE", {"de-DE", "en-US"}, "de"),
        ("en-GB", {"en-GB", "en-US"}, "en-GB"),
        ("zh-Hans-CN", {"zh-Hans-CN", "en-US"}, "zh"),
    ],
)
def test_a_chip_is_as_short_as_it_can_be(tag: str, others: set[str], text: str) -> None:
    assert chip_text(tag, frozenset(others)) == text


def test_chips_are_painted_above_the_words_and_only_there(view: TranscriptView) -> None:
    show(view, ENGLISH, in_language("en-US", said("Same again.", 2000)))
    plain = view.viewport().grab().toImage()
    show(view, ENGLISH, in_language("de-DE", said("Same again.", 2000)))
    with_chips = view.viewport().grab().toImage()
    assert plain.size() == with_chips.size()
    assert plain != with_chips


def test_the_menu_tells_the_language(view: TranscriptView) -> None:
    menu = TranscriptMenu(view)
    show(view, ENGLISH, GERMAN)
    view.moveCursor(QTextCursor.MoveOperation.End)
    built = menu.build()
    assert "Recognized in Deutsch (Deutschland)" in [each.text() for each in built.actions()]
    built.deleteLater()
