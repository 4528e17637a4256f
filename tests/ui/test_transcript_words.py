"""Words keep their sound through any edit, undo, save and reopen."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from speechdesk.domain.spoken.edits import Command
from speechdesk.domain.transcript import Block, Document, Run, WordRef, joined, runs_of
from speechdesk.ui.theme import Theme
from speechdesk.ui.transcript_view import TranscriptView
from tests.ui.transcripts import drawn, place_caret, said, show, words_of


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> Iterator[TranscriptView]:
    view = TranscriptView(theme)
    view.resize(700, 400)
    qtbot.addWidget(view)
    view.show()
    yield view


@pytest.mark.parametrize(
    ("after", "keys", "expected"),
    [
        ("One", "s", "One<1.0>s two<1.1> three.<1.2>"),
        ("One ", "x", "One<1.0> xtwo<1.1> three.<1.2>"),
        ("One t", "h", "One<1.0> thwo<1.1> three.<1.2>"),
        ("One t", " h", "One<1.0> t<1.1> hwo<1.1> three.<1.2>"),
        ("three", "😀", "One<1.0> two<1.1> three😀.<1.2>"),
    ],
)
def test_typed_letters_belong_to_no_word_but_the_one_they_are_put_into(
    view: TranscriptView, qtbot: QtBot, after: str, keys: str, expected: str
) -> None:
    show(view, said("One two three."))
    place_caret(view, after=after)
    for key in keys:
        if key.isascii():
            qtbot.keyClicks(view, key)
        else:
            view.insertFromMimeData(plain(key))
    if not keys.isascii():
        expected = "One<1.0> two<1.1> three<1.2>😀.<1.2>"
    assert words_of(view) == expected
    assert drawn(view).split("|")[0].endswith(after + keys)
    while view.document().isUndoAvailable():
        view.undo()
    assert words_of(view) == "One<1.0> two<1.1> three.<1.2>"


def test_the_first_letter_is_the_first_step(view: TranscriptView, qtbot: QtBot) -> None:
    qtbot.keyClicks(view, "a")
    view.undo()
    assert not view.document().isUndoAvailable()
    assert view.plain_text() == ""


def test_typing_over_a_selection_is_one_step(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, said("One two three four."))
    place_caret(view, select="wo thr")
    qtbot.keyClicks(view, "xy")
    assert words_of(view) == "One<1.0> t<1.1>xyee<1.2> four.<1.3>"
    view.undo()
    assert words_of(view) == "One<1.0> two<1.1> three<1.2> four.<1.3>"
    view.redo()
    assert words_of(view) == "One<1.0> t<1.1>xyee<1.2> four.<1.3>"


@pytest.mark.parametrize(
    ("after", "key", "expected"),
    [
        ("One two", QKeySequence.StandardKey.DeleteStartOfWord, "One<1.0>  three.<1.2>"),
        ("One ", QKeySequence.StandardKey.DeleteEndOfWord, "One<1.0> three.<1.2>"),
        ("One t", QKeySequence.StandardKey.Delete, "One<1.0> to<1.1> three.<1.2>"),
        (
            "One t",
            QKeySequence.StandardKey.InsertParagraphSeparator,
            "One<1.0> t<1.1>\nwo<1.1> three.<1.2>",
        ),
    ],
)
def test_keys_that_cut_words(
    view: TranscriptView, qtbot: QtBot, after: str, key: QKeySequence.StandardKey, expected: str
) -> None:
    show(view, said("One two three."))
    place_caret(view, after=after)
    qtbot.keySequence(view, QKeySequence.keyBindings(key)[0])
    assert words_of(view) == expected
    view.undo()
    assert words_of(view) == "One<1.0> two<1.1> three.<1.2>"


def test_cut_and_paste_keep_the_sound_within_a_take(view: TranscriptView) -> None:
    show(view, said("One two three."), said("Four."))
    place_caret(view, select="two three.\u2029Fo")
    view.cut()
    assert words_of(view) == "One<1.0> ur.<2.0>"
    place_caret(view, after="One ur.")
    view.paste()
    assert words_of(view) == "One<1.0> ur.<2.0>two<1.1> three.<1.2>\nFo<2.0>"
    show(view, said("Another take."))
    view.paste()
    assert words_of(view) == "Another<1.0> take.<1.1>two three.\nFo", "words of another take"


def test_text_from_elsewhere_is_plain(view: TranscriptView) -> None:
    data = QMimeData()
    data.setHtml("<b>bold</b>")
    data.setText("a\r\nb\rc\x00\ufffc")
    view.insertFromMimeData(data)
    assert words_of(view) == "a\nb\nc"


def test_an_edit_past_us_loses_no_other_word(view: TranscriptView) -> None:
    """Assistive programs edit through Qt's accessibility, not through key presses."""
    show(view, said("the the the end."))
    cursor = QTextCursor(view.document())
    cursor.setPosition(5)
    cursor.insertText("XY")
    assert words_of(view) == "the<1.0> t<1.1>XYhe<1.1> the<1.2> end.<1.3>"


def test_a_phrase_that_an_edit_past_us_deleted_is_nowhere(view: TranscriptView) -> None:
    first, second = said("One two."), said("Three four.", 2000)
    block = Block(1, (*runs_of(1, first), Run(" "), *runs_of(2, second)))
    view.load(Document((block,), 2), {1: first, 2: second})
    cursor = QTextCursor(view.document())
    cursor.setPosition(len("One two. "), QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    assert words_of(view) == "Three<2.0> four.<2.1>"
    assert view.spoken.range_of(1) is None
    assert not view.choose_alternative(1, "Won too.")


def plain(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


class Store:
    """What a history holds after it has written each change."""

    def __init__(self) -> None:
        self.document = Document()

    def write(self, view: TranscriptView) -> None:
        change = view.take_changes()
        if change is None:
            return
        blocks = {block.id: block for block in self.document.blocks}
        blocks |= {block.id: block for block in change.changed}
        ordered = tuple(blocks[each] for each in change.order)
        self.document = Document(ordered, change.last_segment_id)


Letters = list[tuple[str, WordRef | None]]


def letters_of(view: TranscriptView) -> Letters:
    document = view.document()
    letters: Letters = []
    for number in range(document.blockCount()):
        if number:
            letters.append(("\n", None))
        for run in document.runs(document.findBlockByNumber(number)):
            letters += [(letter, run.word) for letter in run.text]
    return letters


KEYS = {
    "back": Qt.Key.Key_Backspace,
    "delete": Qt.Key.Key_Delete,
    "enter": Qt.Key.Key_Return,
}
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["type", "space", "back", "delete", "enter", "paste", "move", "final", "final",
             "undo", "undo", "redo", "partial", "save", "reopen", "scratch"]
        ),
        st.integers(0, 10_000),
        st.integers(0, 12),
    ),
    max_size=40,
)  # fmt: skip


class Typist:
    """Does what a user and a recognizer may do, and knows which letters must keep their word."""

    def __init__(self, view: TranscriptView) -> None:
        self.view = view
        self.store = Store()
        self.segments = 0
        self.seen: defaultdict[str, set[str]] = defaultdict(set)
        self.view.begin_dictation()

    def do(self, what: str, where: int, length: int) -> None:
        before = letters_of(self.view)
        caret = self.view.textCursor()
        count = self.view.document().characterCount()
        caret.setPosition(where % count)
        if length > 6:
            end = min(where % count + length - 6, count - 1)
            caret.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.view.setTextCursor(caret)
        start, end = caret.selectionStart(), caret.selectionEnd()
        if what in ("type", "space", "paste", "enter"):
            self._write(what, before, start, end)
        elif what in ("back", "delete"):
            if start == end and what == "back":
                start = max(0, start - 1)
            elif start == end:
                end = min(end + 1, count - 1)
            QTest.keyClick(self.view, KEYS[what])
            assert letters_of(self.view) == before[:start] + before[end:]
        else:
            getattr(self, f"_{what}", self._nothing)()
        self._check()

    def _write(self, what: str, before: Letters, start: int, end: int) -> None:
        text = {"type": "x", "space": " ", "paste": "pasted text", "enter": "\n"}[what]
        if what == "paste":
            self.view.insertFromMimeData(plain(text))
        elif what == "enter":
            QTest.keyClick(self.view, KEYS[what])
        else:
            QTest.keyClicks(self.view, text)
        word = None
        if what == "type" and start > 0 and end < len(before):
            around = before[start - 1][1], before[end][1]
            word = around[0] if around[0] == around[1] else None
        written: Letters = [(letter, word) for letter in text]
        assert letters_of(self.view) == before[:start] + written + before[end:]

    def _final(self) -> None:
        self.segments += 1
        self.view.clear_partial()
        self.view.insert_final(self.segments, said("the the end the end", 2500 * self.segments))

    def _partial(self) -> None:
        self.view.show_partial("the the en")

    def _move(self) -> None:
        self.view.dictate_here()

    def _undo(self) -> None:
        self.view.undo()
        self._known()

    def _redo(self) -> None:
        self.view.redo()
        self._known()

    def _scratch(self) -> None:
        self.view.perform(Command.SCRATCH)

    def _save(self) -> None:
        self.store.write(self.view)

    def _reopen(self) -> None:
        self.store.write(self.view)
        before = letters_of(self.view)
        self.view.load(self.store.document, {})
        assert letters_of(self.view) == before
        self.view.begin_dictation()
        self.seen.clear()

    def _nothing(self) -> None:
        raise AssertionError("no such step")

    def _known(self) -> None:
        text = self.view.plain_text()
        if text in self.seen:
            assert words_of(self.view) in self.seen[text]

    def _check(self) -> None:
        self.seen[self.view.plain_text()].add(words_of(self.view))
        document = self.view.document()
        runs = [document.runs(document.findBlockByNumber(n)) for n in range(document.blockCount())]
        text = "\n".join("".join(run.text for run in each) for each in runs)
        assert text == self.view.plain_text()


@given(steps=STEPS)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_edits(view: TranscriptView, steps: list[tuple[str, int, int]]) -> None:
    view.load(Document(), {})
    typist = Typist(view)
    for step in steps:
        typist.do(*step)
    typist.store.write(view)
    document = view.document()
    stored = [joined(block.runs) for block in typist.store.document.blocks]
    shown = [joined(document.runs(document.findBlockByNumber(n))) for n in range(len(stored))]
    assert stored == shown


def test_reopening_shows_what_was_saved(view: TranscriptView) -> None:
    runs = (Run("Hello", WordRef(7, 0)), Run(", typed\nline "), Run("world.", WordRef(7, 1)))
    document = Document((Block(4, runs), Block(2, ()), Block(9, (Run("typed"),))), 7)
    view.load(document, {})
    assert view.plain_text() == "Hello, typed\nline world.\n\ntyped"
    assert view.take_changes() is None
    place_caret(view, after="typed\nline".replace("\n", "\u2028"))
    QTest.keyClicks(view, "s")
    change = view.take_changes()
    assert change is not None
    assert change.order == (4, 2, 9)
    assert change.changed == (
        Block(
            4, (Run("Hello", WordRef(7, 0)), Run(", typed\nlines "), Run("world.", WordRef(7, 1)))
        ),
    )
