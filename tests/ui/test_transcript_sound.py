"""From words to their sound and back: clicks, playback, doubt, other readings."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from speechdesk.domain.events import Segment
from speechdesk.domain.spoken.edits import Command
from speechdesk.domain.transcript import Block, Document, WordRef, runs_of
from speechdesk.ui.theme import Theme
from speechdesk.ui.transcript_clipboard import RUNS_TYPE
from speechdesk.ui.transcript_doubt import DoubtMarks
from speechdesk.ui.transcript_highlights import Layer
from speechdesk.ui.transcript_menu import ONWARD, TranscriptMenu
from speechdesk.ui.transcript_view import TranscriptView
from tests.ui.transcripts import drawn, place_caret, said, show, words_of


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> Iterator[TranscriptView]:
    view = TranscriptView(theme)
    view.resize(700, 400)
    qtbot.addWidget(view)
    view.show()
    yield view


def marked(view: TranscriptView, layer: Layer = Layer.SPOKEN) -> list[str]:
    texts = []
    for start, end in view.highlights.ranges(layer):
        cursor = QTextCursor(view.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        texts.append(cursor.selectedText())
    return texts


def click_with_control(view: TranscriptView, qtbot: QtBot, after: str) -> None:
    place_caret(view, after=after)
    point = view.cursorRect().center() + QPoint(3, 0)
    place_caret(view)
    modifier = Qt.KeyboardModifier.ControlModifier
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, point)


def test_ctrl_click_asks_for_the_word(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, said("One two three."), said("Four.", 5000))
    with qtbot.waitSignal(view.word_activated) as heard:
        click_with_control(view, qtbot, "One t")
    assert heard.args == [1, 1]
    assert drawn(view).startswith("|One"), "the caret stays"


def test_ctrl_click_beside_the_text_asks_for_nothing(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, said("One."))
    modifier = Qt.KeyboardModifier.ControlModifier
    with qtbot.assertNotEmitted(view.word_activated):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, QPoint(300, 200))


def test_ctrl_click_on_typed_text_asks_for_nothing(view: TranscriptView, qtbot: QtBot) -> None:
    qtbot.keyClicks(view, "typed")
    with qtbot.assertNotEmitted(view.word_activated):
        click_with_control(view, qtbot, "ty")


def test_the_time_of_a_selection(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, said("One two three.", 1000), said("Four five.", 5000))
    place_caret(view, select="wo thr")
    assert view.selected_time() == (1300, 1900)
    place_caret(view, select="three.\u2029Four")
    assert view.selected_time() == (1600, 5300)
    place_caret(view, select=" ")
    assert view.selected_time() is None
    place_caret(view, after="Fo")
    assert view.selected_time() is None
    assert view.time_at_caret() == 5000
    place_caret(view, after="Four")
    assert view.time_at_caret() == 5300
    place_caret(view, after="five.")
    qtbot.keyClicks(view, " end")
    assert view.time_at_caret() is None


def test_a_segment_without_timed_words_is_heard_whole(view: TranscriptView) -> None:
    segment = Segment("No times here.", 2000, 1500, "en-US")
    view.load(Document((Block(1, runs_of(1, segment)),), 1), {1: segment})
    place_caret(view, select="times")
    assert view.selected_time() == (2000, 3500)
    view.show_spoken(2100)
    assert marked(view) == ["No times here."]


def test_the_word_being_played_is_marked(view: TranscriptView) -> None:
    show(view, said("One two three.", 1000), said("Four five.", 5000))
    seen = []
    for time_ms in (900, 1000, 1299, 1300, 1899, 1900, 4999, 5299, 5300, 5600):
        view.show_spoken(time_ms)
        seen.append(" ".join(marked(view)))
    assert seen == ["", "One", "One", "two", "three.", "", "", "Four", "five.", ""]
    view.show_spoken(1000)
    view.show_spoken(None)
    assert marked(view) == []


def test_words_are_found_where_they_were_moved(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, said("One two.", 1000), said("Three.", 5000))
    place_caret(view, select="two.")
    view.cut()
    place_caret(view, after="Three.")
    view.paste()
    view.show_spoken(1400)
    assert marked(view) == ["two."]
    assert view.spoken.find(WordRef(1, 1)) == (11, 15)
    place_caret(view, select="two.")
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert view.spoken.find(WordRef(1, 1)) is None
    view.show_spoken(1400)
    assert marked(view) == []


def test_playback_is_followed_until_the_user_scrolls_away(
    view: TranscriptView, qtbot: QtBot
) -> None:
    show(view, *(said(f"Paragraph number {n}.", 5000 * n) for n in range(60)))
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 500)
    bar.setValue(0)
    for n in range(30):
        view.show_spoken(5000 * n)
    assert bar.value() > 200
    bar.setValue(0)
    view.show_spoken(5000 * 30)
    assert bar.value() == 0
    for n in range(3, 30):
        view.show_spoken(5000 * n)
    assert bar.value() > 200


def test_stepping_through_doubtful_words(view: TranscriptView) -> None:
    show(
        view,
        said("One two three.", 0, doubtful=["two"]),
        said("Four five.", 5000, doubtful=["Four"]),
    )
    place_caret(view)
    found = []
    for _ in range(3):
        assert view.select_next_doubtful(0.5)
        found.append(view.textCursor().selectedText())
    assert found == ["two", "Four", "two"]
    assert not view.select_next_doubtful(0.1)
    assert view.textCursor().selectedText() == "two"


def test_doubtful_words_in_sight_are_underlined(view: TranscriptView, qtbot: QtBot) -> None:
    DoubtMarks(view, 0.5)
    lines = [said(f"Paragraph number {n}.", 5000 * n, doubtful=["number"]) for n in range(60)]
    show(view, *lines)
    qtbot.waitUntil(lambda: 1 < len(marked(view, Layer.DOUBTFUL)) < 30)
    assert set(marked(view, Layer.DOUBTFUL)) == {"number"}
    view.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: view.highlights.ranges(Layer.DOUBTFUL)[0] == (10, 16))
    place_caret(view, after="Para")
    view.begin_dictation()
    view.insert_final(61, said("X.", 10**6))
    qtbot.waitUntil(lambda: view.highlights.ranges(Layer.DOUBTFUL)[0] != (14, 20))
    assert len(marked(view, Layer.DOUBTFUL)) > 1, "those in other paragraphs are still marked"


def test_another_reading_is_one_step(view: TranscriptView) -> None:
    show(view, said("Write a letter now.", 0), said("Next.", 5000))
    assert view.choose_alternative(1, "Right a latter letter now.")
    assert view.plain_text() == "Right a latter letter now.\nNext."
    assert "letter<1.2> now.<1.3>" in words_of(view)
    view.undo()
    assert words_of(view) == "Write<1.0> a<1.1> letter<1.2> now.<1.3>\nNext.<2.0>"
    assert not view.choose_alternative(7, "Nothing.")


def test_recognized_again(view: TranscriptView) -> None:
    show(view, said("One. Too three.", 0), said("Four.", 5000))
    place_caret(view, select="Four.")
    assert view.replace_segment(1, 9, said("One two three.", 0))
    assert words_of(view) == "One<9.0> two<9.1> three.<9.2>\nFour.<2.0>"
    assert drawn(view) == "One two three.\n{Four.}|"
    view.show_spoken(350)
    assert marked(view) == ["two"]
    view.perform(Command.UNDO)
    assert words_of(view) == "One.<1.0> Too<1.1> three.<1.2>\nFour.<2.0>"
    view.show_spoken(350)
    assert marked(view) == ["Too"]


def test_a_segment_that_was_divided_is_replaced_whole(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, said("One two three.", 0), said("Four.", 5000))
    place_caret(view, after="One")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.replace_segment(1, 9, said("Uno.", 0))
    assert words_of(view) == "Uno.<9.0>\nFour.<2.0>"


def test_what_is_replaced_stays_marked_when_the_selection_goes(view: TranscriptView) -> None:
    show(view, said("One two three."))
    place_caret(view, select="two")
    view.begin_dictation()
    assert marked(view, Layer.REPLACED) == []
    place_caret(view, after="three")
    assert marked(view, Layer.REPLACED) == ["two"]
    view.insert_final(2, said("2", 9000))
    assert marked(view, Layer.REPLACED) == []
    assert view.plain_text() == "One 2 three."


def test_copying_counts_words(view: TranscriptView) -> None:
    show(view, said("One two & three."), said("Four.", 5000))
    assert view.copy_all() == 5
    clipboard = QGuiApplication.clipboard().mimeData()
    assert clipboard.text() == "One two & three.\nFour."
    assert not clipboard.hasHtml()
    assert view.copy_selection() == 0
    assert QGuiApplication.clipboard().text() == "One two & three.\nFour."
    place_caret(view, select="two &")
    assert view.copy_selection(rich=True) == 2
    clipboard = QGuiApplication.clipboard().mimeData()
    assert clipboard.html() == "<p>two &amp;</p>"
    assert clipboard.hasFormat(RUNS_TYPE)


# The menu


def entries(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def act(menu: QMenu, *path: str) -> None:
    *menus, entry = path
    for title in menus:
        menu = next(each for each in menu.findChildren(QMenu) if each.title() == title)
    next(each for each in menu.actions() if each.text() == entry).trigger()


def test_the_menu_for_spoken_words(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, said("Right a letter.", 1000, alternatives=["Right a letter.", "Write & letter."]))
    asks = TranscriptMenu(view)
    asks.set_languages([("de-DE", "Deutsch")])
    place_caret(view, select="letter.")
    menu = asks.build()
    assert entries(menu)[:6] == [
        "Hear the selection",
        "Hear from here",
        "Other readings",
        "Recognize again",
        "Recognize again in",
        "Dictate here",
    ]
    assert entries(menu)[-1] == "Add “letter.” to the vocabulary"
    for path, signal, expected in (
        (["Hear the selection"], asks.hear, [1600, 1900]),
        (["Hear from here"], asks.hear, [1600, ONWARD]),
        (["Recognize again"], asks.again, [(1,), ""]),
        (["Recognize again in", "Deutsch"], asks.again, [(1,), "de-DE"]),
        ([entries(menu)[-1]], asks.term, ["letter."]),
    ):
        with qtbot.waitSignal(signal) as asked:
            act(menu, *path)
        assert asked.args == expected
    act(menu, "Other readings", "Write && letter.")
    assert view.plain_text() == "Write & letter."
    menu.deleteLater()


def test_the_menu_for_typed_text(view: TranscriptView, qtbot: QtBot) -> None:
    qtbot.keyClicks(view, "typed")
    menu = TranscriptMenu(view).build()
    assert entries(menu) == [
        "Dictate here",
        "Undo",
        "Redo",
        "Cut",
        "Copy",
        "Copy as plain text",
        "Paste",
        "Select all",
    ]
    act(menu, "Undo")
    assert view.plain_text() == ""
    menu.deleteLater()


def test_the_menu_opens_for_the_word_under_the_pointer(view: TranscriptView) -> None:
    show(view, said("One two three."))
    menu = TranscriptMenu(view)
    place_caret(view, after="One t")
    point = view.cursorRect().center()
    place_caret(view)
    menu.open(point)
    assert drawn(view) == "One t|wo three."
    opened = view.findChild(QMenu)
    assert opened is not None and opened.isVisible()
    opened.close()
