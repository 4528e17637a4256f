"""Finals come in while the user edits: drawn states, see `transcripts.drawn`."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from speechdesk.domain.events import Segment, Word
from speechdesk.domain.spoken.edits import Command, Insert
from speechdesk.domain.transcript import PARAGRAPH, Block, Document, Run, WordRef
from speechdesk.ui.theme import Theme
from speechdesk.ui.transcript_insertion import Placement
from speechdesk.ui.transcript_view import TranscriptView
from tests.ui.transcripts import drawn, place_caret, said, show, words_of


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> Iterator[TranscriptView]:
    view = TranscriptView(theme)
    view.resize(700, 400)
    qtbot.addWidget(view)
    view.show()
    yield view


def test_a_dictation(view: TranscriptView) -> None:
    view.begin_dictation()
    view.show_partial("hello")
    assert drawn(view) == "|[hello]"
    view.show_partial("hello world")
    assert drawn(view) == "|[hello world]"
    view.clear_partial()
    view.insert_final(1, said("Hello world.", 0))
    assert drawn(view) == "Hello world.|"
    view.show_partial("how are")
    assert drawn(view) == "Hello world.|[ how are]"
    view.clear_partial()
    view.insert_final(2, said("How are you?", 1000))
    assert drawn(view) == "Hello world. How are you?|"
    assert words_of(view) == "Hello<1.0> world.<1.1> How<2.0> are<2.1> you?<2.2>"


def test_dictation_begins_before_a_long_take_is_all_there(
    view: TranscriptView, qtbot: QtBot
) -> None:
    line = "a word " * 190 + "end"
    blocks = tuple(Block(number, (Run(line),)) for number in range(1, 41))
    view.load(Document(blocks), {})
    view.begin_dictation()
    view.show_partial("hello")
    assert view.is_loading, "nobody waits for the editor"
    qtbot.waitUntil(lambda: not view.is_loading, timeout=20_000)
    assert drawn(view).endswith("end|[ hello]")
    assert drawn(view).count("hello") == 1
    view.clear_partial()
    view.insert_final(1, said("Hello."))
    assert drawn(view) == "\n".join([line] * 40) + " Hello.|"


def test_each_final_is_one_undo_step(view: TranscriptView) -> None:
    view.begin_dictation()
    view.insert_final(1, said("Hello world."))
    view.insert_final(2, said("How are you?", 700))
    view.undo()
    assert drawn(view) == "Hello world.|"
    view.undo()
    assert drawn(view) == "|"
    view.redo()
    view.redo()
    assert words_of(view) == "Hello<1.0> world.<1.1> How<2.0> are<2.1> you?<2.2>"


def test_what_is_typed_after_a_final_is_another_step(view: TranscriptView, qtbot: QtBot) -> None:
    view.begin_dictation()
    view.insert_final(1, said("Hello."))
    qtbot.keyClicks(view, " Yes")
    view.insert_final(2, said("Fine.", 700))
    assert words_of(view) == "Hello.<1.0> Yes Fine.<2.0>"
    view.undo()
    assert words_of(view) == "Hello.<1.0> Yes"
    view.undo()
    assert words_of(view) == "Hello.<1.0>"


def test_a_long_pause_starts_a_block(view: TranscriptView) -> None:
    view.begin_dictation()
    view.insert_final(1, said("One two.", 0))
    view.insert_final(2, said("Three.", 3600))
    view.insert_final(3, said("Four.", 6901))
    assert drawn(view) == "One two. Three.\nFour.|"
    view.undo()
    assert drawn(view) == "One two. Three.|"


def test_a_full_block_is_followed_by_another(view: TranscriptView) -> None:
    view.begin_dictation()
    view.insert_final(1, said("word " * 398 + "last", 0))
    view.insert_final(2, said("Ends.", 399 * 300))
    view.insert_final(3, said("Begins.", 400 * 300))
    first, second = view.plain_text().split("\n")
    assert first.endswith("word last Ends.") and second == "Begins."


def test_an_empty_or_known_final_changes_nothing_but_what_is_merged(view: TranscriptView) -> None:
    view.begin_dictation()
    view.insert_final(1, said("Once.", 0))
    view.insert_final(1, said("Once.", 0))
    view.insert_final(2, said("", 900))
    change = view.take_changes()
    assert change is not None and change.last_segment_id == 2
    assert drawn(view) == "Once.|"
    assert view.take_changes() is None


def test_finals_go_where_dictation_was_started(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, said("The end."))
    place_caret(view, after="The")
    view.begin_dictation()
    view.show_partial("happy")
    assert drawn(view) == "The|[ happy] end."
    place_caret(view, after="end")
    assert drawn(view) == "The end|.[below: happy]"
    qtbot.keyClicks(view, "ing")
    view.clear_partial()
    view.insert_final(2, said("happy", 9000))
    assert drawn(view) == "The happy ending|."
    place_caret(view, after="The")
    qtbot.keyClicks(view, " very")
    view.insert_final(3, said("and long", 9300))
    assert drawn(view) == "The very| happy and long ending."


def test_the_mark_can_be_moved(view: TranscriptView) -> None:
    show(view, said("One three."), said("Five.", 5000))
    view.begin_dictation()
    view.show_partial("two")
    place_caret(view, after="One")
    view.dictate_here()
    assert drawn(view) == "One|[ two] three.\nFive."
    view.insert_final(3, said("two", 9000))
    assert drawn(view) == "One two|[ two] three.\nFive."


@pytest.mark.parametrize(
    ("placement", "expected"),
    [
        (Placement.STARTED, "A. new\nB|."),
        (Placement.CARET, "A.\nB new|."),
        (Placement.END, "A.\nB|. new"),
    ],
)
def test_where_finals_go_is_a_setting(
    view: TranscriptView, placement: Placement, expected: str
) -> None:
    show(view, said("A."), said("B.", 5000))
    view.set_placement(placement)
    place_caret(view, after="A.")
    view.begin_dictation()
    place_caret(view, after="B")
    view.insert_final(3, said("new", 9000))
    assert drawn(view) == expected


def test_a_selection_is_replaced_by_what_is_said(view: TranscriptView) -> None:
    show(view, said("I like big red cars."))
    place_caret(view, select="big red")
    view.begin_dictation()
    view.show_partial("small")
    assert drawn(view) == "I like {big red}|[ small] cars."
    view.clear_partial()
    view.insert_final(2, said("small", 5000))
    assert drawn(view) == "I like small| cars."
    view.insert_final(3, said("blue", 5300))
    assert words_of(view) == "I<1.0> like<1.1> small<2.0> blue<3.0> cars.<1.4>"
    view.undo()
    view.undo()
    assert words_of(view) == "I<1.0> like<1.1> big<1.2> red<1.3> cars.<1.4>"


def test_a_selection_elsewhere_stays(view: TranscriptView) -> None:
    show(view, said("One two three."))
    view.begin_dictation()
    place_caret(view, select="three.")
    assert drawn(view) == "One two {three.}|"
    view.insert_final(2, said("Four.", 9000))
    assert drawn(view) == "One two {three.}| Four."
    cursor = view.textCursor()
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    cursor.setPosition(end)
    cursor.setPosition(start, cursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    view.insert_final(3, said("Five.", 9300))
    assert drawn(view) == "One two |{three.} Four. Five."


def test_scratching_phrases(view: TranscriptView, qtbot: QtBot) -> None:
    view.begin_dictation()
    view.insert_final(1, said("One.", 0))
    view.insert_final(2, said("Two words.", 300))
    view.insert_final(3, said("Three.", 5000))
    assert drawn(view) == "One. Two words.\nThree.|"
    assert view.perform(Command.SCRATCH)
    assert drawn(view) == "One. Two words.|"
    assert view.perform(Command.SCRATCH)
    assert drawn(view) == "One.|"
    view.perform(Command.UNDO)
    assert drawn(view) == "One. Two words.|"
    assert view.perform(Command.SCRATCH)
    assert drawn(view) == "One.|"
    qtbot.keyClicks(view, " typed")
    assert not view.perform(Command.SCRATCH)
    assert drawn(view) == "One. typed|"


def test_scratching_stops_at_what_was_there_before(view: TranscriptView) -> None:
    show(view, said("Old."))
    view.begin_dictation()
    view.insert_final(2, said("New.", 9000))
    assert view.perform(Command.SCRATCH)
    assert not view.perform(Command.SCRATCH)
    assert drawn(view) == "Old.|"


def test_deleting_words(view: TranscriptView) -> None:
    view.begin_dictation()
    view.insert_final(1, said("One two", 0))
    view.insert_final(2, said("three.", 5000))
    for expected in ("One two\n|", "One|", "|"):
        assert view.perform(Command.DELETE_WORD)
        assert drawn(view) == expected
    assert not view.perform(Command.DELETE_WORD)
    view.undo()
    view.undo()
    assert words_of(view) == "One<1.0> two<1.1>\n"


def test_deleting_words_that_are_not_spaced(view: TranscriptView) -> None:
    words = (Word("今日は", 0, 500), Word("晴れ。", 500, 500))
    view.begin_dictation()
    view.insert_final(1, Segment("今日は晴れ。", 0, 1000, "ja-JP", words=words))
    assert view.perform(Command.DELETE_WORD)
    assert drawn(view) == "今日は|"
    assert view.perform(Command.DELETE_WORD)
    assert drawn(view) == "|"


def test_commands_where_a_selection_waits_to_be_replaced(view: TranscriptView) -> None:
    show(view, said("One two."), said("Three four.", 5000))
    place_caret(view, select="two.\u2029Three")
    view.begin_dictation()
    assert view.text_before_mark() == "One "
    assert view.perform(Command.DELETE_WORD)
    assert view.plain_text() == "One two.\n four."
    view.insert_final(3, said("to", 9000))
    assert view.plain_text() == "One to four."


def test_pieces_of_a_command(view: TranscriptView) -> None:
    view.begin_dictation()
    view.insert_runs([Run("Dear Anna,"), Run(PARAGRAPH), Run("how are you?\nWell?")])
    assert drawn(view) == "Dear Anna,\nhow are you?↵Well?|"
    assert view.plain_text() == "Dear Anna,\nhow are you?\nWell?"
    view.insert_runs([Run("!")])
    view.insert_runs([Run("\tx")])
    assert drawn(view).endswith("Well?!\tx|")
    assert (
        view.perform(Command.SCRATCH)
        and view.perform(Command.SCRATCH)
        and view.perform(Command.SCRATCH)
    )
    assert drawn(view) == "|"


def test_a_final_that_held_commands(view: TranscriptView) -> None:
    view.begin_dictation()
    view.insert_final(1, said("Hello.", 0))
    view.insert_final(2, said("Scratch that.", 700), Insert(()))
    assert drawn(view) == "Hello.|"
    line = Insert((Run("\n"), Run("You", WordRef(3, 2))))
    view.insert_final(3, said("new line you", 1400), line)
    assert words_of(view) == "Hello.<1.0>\nYou<3.2>"
    assert view.text_before_mark() == "Hello.\nYou"
    view.insert_final(4, said("new paragraph", 2400), Insert((Run(PARAGRAPH),)))
    assert drawn(view) == "Hello.↵You\n|"
    assert view.text_before_mark() == ""
    view.undo()
    view.undo()
    assert words_of(view) == "Hello.<1.0>"
    change = view.take_changes()
    assert change is not None and change.last_segment_id == 4


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (Insert((Run("!"),), drop=1), "Hello!|"),
        (Insert((Run("?"),)), "Hello.?|"),
        (Insert((Run("world", WordRef(2, 0)),), spaced=True), "Hello.\nworld|"),
        (Insert((Run("world", WordRef(2, 0)),)), "Hello.world|"),
        (Insert((Run("。"),)), "Hello.。|"),
        (Insert((Run("\n"),)), "Hello.↵|"),
        (Insert((Run(PARAGRAPH), Run("You"))), "Hello.\nYou|"),
        (Insert((), drop=99), "|"),
    ],
)
def test_a_pause_starts_a_block_unless_it_joins_the_word_before(
    view: TranscriptView, edit: Insert, expected: str
) -> None:
    view.begin_dictation()
    view.insert_final(1, said("Hello.", 0))
    view.insert_final(2, said("world", 9000), edit)
    assert drawn(view) == expected
    view.undo()
    assert words_of(view) == "Hello.<1.0>"


def test_commands_that_find_nothing(view: TranscriptView) -> None:
    view.begin_dictation()
    for command in Command:
        assert not view.perform(command)
    assert not view.document().isUndoAvailable()


def test_undo_by_voice_leaves_the_caret(view: TranscriptView) -> None:
    show(view, said("First."), said("Second.", 5000))
    view.begin_dictation()
    place_caret(view, after="Fir")
    view.insert_final(3, said("Third.", 9000))
    view.perform(Command.UNDO)
    assert drawn(view) == "Fir|st.\nSecond."
    view.perform(Command.REDO)
    assert drawn(view) == "Fir|st.\nSecond. Third."


@pytest.mark.parametrize("size", [(700, 200), (400, 400), (400, 200)])
def test_the_end_stays_in_sight_in_a_smaller_window(
    view: TranscriptView, qtbot: QtBot, size: tuple[int, int]
) -> None:
    """As when a banner or the player takes some of the room."""
    view.resize(700, 400)
    show(view, *(said(f"Paragraph number {number}.", 5000 * number) for number in range(60)))
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 500)
    view.begin_dictation()
    view.show_partial("word " * 60)
    before = bar.maximum()
    view.resize(*size)
    qtbot.waitUntil(lambda: bar.maximum() > before)
    assert bar.value() == bar.maximum()
    bar.setValue(300)
    view.resize(700, 100)
    assert bar.value() <= 300, "one who reads further up is left alone"


def test_nothing_scrolls_under_the_reader(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, *(said(f"Paragraph number {number}.", 5000 * number) for number in range(60)))
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 500)
    view.begin_dictation()
    assert bar.value() == bar.maximum()
    view.insert_final(61, said("word " * 60, 5000 * 61))
    assert bar.value() == bar.maximum(), "the end is followed"
    bar.setValue(300)
    view.insert_final(62, said("word " * 60, 5000 * 70))
    view.show_partial("word " * 60)
    assert bar.value() == 300, "one who reads further up is left alone"
    bar.setValue(bar.maximum())
    view.show_partial("word " * 90)
    assert bar.value() == bar.maximum(), "at the end it is followed again"


def test_what_is_read_stays_when_text_grows_above(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, *(said(f"Paragraph number {number}.", 5000 * number) for number in range(60)))
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 500)
    place_caret(view, after="number 2")
    view.begin_dictation()
    bar.setValue(900)
    seen = view.cursorForPosition(view.viewport().rect().topLeft())
    top = view.cursorRect(seen).top()
    view.show_partial("word " * 30)
    view.insert_final(61, said("word " * 60, 5000 * 61))
    view.clear_partial()
    assert bar.value() > 900
    assert view.cursorRect(seen).top() == top


def test_a_final_while_an_input_method_composes(view: TranscriptView, qtbot: QtBot) -> None:
    view.begin_dictation()
    view.insert_final(1, said("One.", 0))
    QGuiApplication.sendEvent(view, QInputMethodEvent("にほ", []))
    view.insert_final(2, said("Two.", 300))
    block = view.textCursor().block()
    assert drawn(view) == "One. Two.|"
    assert block.layout().preeditAreaText() == "にほ"
    assert block.layout().preeditAreaPosition() == view.textCursor().positionInBlock()
    commit = QInputMethodEvent()
    commit.setCommitString("日本")
    QGuiApplication.sendEvent(view, commit)
    assert drawn(view) == "One. Two.日本|"


def test_it_is_freed_with_its_window(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    view = TranscriptView(theme, window)
    window.show()
    view.begin_dictation()
    view.insert_final(1, said("One."))
    view.show_partial("two")
    destroyed = QSignalSpy(view.destroyed)
    window.deleteLater()
    qtbot.waitUntil(lambda: destroyed.count() == 1)
    assert not isValid(view)
    theme.changed.emit()


def test_enter_starts_a_plain_paragraph(view: TranscriptView, qtbot: QtBot) -> None:
    view.begin_dictation()
    view.insert_final(1, said("One two.", 0))
    place_caret(view, after="One")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClicks(view, "x")
    assert words_of(view) == "One<1.0>\nx two.<1.1>"
