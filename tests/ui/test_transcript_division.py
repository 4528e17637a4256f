"""No paragraph ever has more than 400 words, and nobody loses their place by that."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent, QTextBlock
from pytestqt.qtbot import QtBot

from speechdesk.domain.spacing import count_words
from speechdesk.domain.spoken.edits import Command
from speechdesk.storage.history import History
from speechdesk.ui.theme import Theme
from speechdesk.ui.transcript_view import TranscriptView
from tests.storage.making import new_take
from tests.ui.transcripts import place_caret, said, show


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> Iterator[TranscriptView]:
    view = TranscriptView(theme)
    view.resize(700, 400)
    qtbot.addWidget(view)
    view.show()
    yield view


def lengths(view: TranscriptView) -> list[int]:
    return [count_words(block) for block in view.plain_text().split("\n")]


def numbered(count: int) -> str:
    return " ".join(f"w{number}" for number in range(1, count + 1))


def around_caret(view: TranscriptView) -> tuple[str, str]:
    """The four characters before and behind the caret."""
    caret, text = view.textCursor().position(), view.plain_text()
    return text[max(0, caret - 4) : caret], text[caret : caret + 4]


def pasted(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def test_a_long_paragraph_is_pasted_as_several_in_one_step(view: TranscriptView) -> None:
    view.insertFromMimeData(pasted(numbered(1000)))
    assert lengths(view) == [333, 333, 334]
    assert around_caret(view) == ("1000", "")
    assert len(view.take_changes().changed) == 3  # type: ignore[union-attr]
    view.undo()
    assert view.plain_text() == ""
    view.redo()
    assert lengths(view) == [333, 333, 334]


def test_text_pasted_into_a_full_paragraph(view: TranscriptView) -> None:
    show(view, said(numbered(400)))
    place_caret(view, after="w200")
    view.insertFromMimeData(pasted(" new" * 300))
    assert lengths(view) == [350, 350]
    assert around_caret(view) == (" new", " w20")
    view.undo()
    assert view.plain_text() == numbered(400)


def test_what_is_said_into_the_middle_of_a_full_paragraph(view: TranscriptView) -> None:
    show(view, said(numbered(400)))
    place_caret(view, after="w100")
    view.begin_dictation()
    place_caret(view, after="w397")
    view.insert_final(2, said("four more words come", 200_000))
    assert lengths(view) == [202, 202]
    assert around_caret(view) == ("w397", " w39"), "where it was, though that is another block"
    view.insert_final(3, said("and others", 210_000))
    assert lengths(view) == [204, 202]
    assert "w100 four more words come and others w101" in view.plain_text()
    words = [ref for block in blocks_of(view) for *_, ref in view.document().words(block)]
    assert sum(ref.segment_id == 1 for ref in words) == 400
    view.undo()
    view.undo()
    assert view.plain_text() == numbered(400)


@pytest.mark.parametrize(
    ("place", "around"), [("w199", ("w199", "\nw20")), ("w199 ", ("199\n", "w200"))]
)
def test_a_caret_at_the_division_stays_beside_its_word(
    view: TranscriptView, place: str, around: tuple[str, str]
) -> None:
    show(view, said(numbered(400)))
    place_caret(view, after="w1")
    view.begin_dictation()
    place_caret(view, after=place)
    view.insert_final(2, said("more", 200_000))
    assert lengths(view) == [200, 201]
    assert around_caret(view) == around


def test_typing_the_401st_word_divides_at_a_sentence(view: TranscriptView, qtbot: QtBot) -> None:
    full = f"{numbered(190)}. {numbered(208)}."
    show(view, said(full))
    qtbot.keyClicks(view, " And then")
    assert lengths(view) == [400], "until its first letter, the last word was none"
    qtbot.keyClicks(view, " on")
    assert lengths(view) == [190, 211]
    assert view.plain_text().endswith("w208. And then on")
    qtbot.keyClicks(view, " it went")
    assert around_caret(view) == ("went", "")
    steps = view.document().availableUndoSteps()
    for _ in range(steps):
        view.undo()
        assert max(lengths(view)) <= 400
    assert view.plain_text() == full


def test_two_paragraphs_made_one(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, said(numbered(250)), said("x " * 299 + "x", 200_000))
    place_caret(view, after="w250\u2029")
    qtbot.keyClick(view, Qt.Key.Key_Backspace)
    assert lengths(view) == [274, 275]
    assert around_caret(view) == ("w250", "x x ")
    view.undo()
    assert lengths(view) == [250, 300]


def test_nothing_is_divided_where_an_input_method_composes(view: TranscriptView) -> None:
    show(view, said(numbered(400)))
    commit = QInputMethodEvent("ing", [])
    commit.setCommitString(" w401 w402")
    view.inputMethodEvent(commit)
    assert lengths(view) == [402]
    done = QInputMethodEvent("", [])
    done.setCommitString("ing")
    view.inputMethodEvent(done)
    assert lengths(view) == [201, 201]
    assert around_caret(view) == ("2ing", "")


def test_scratch_that_takes_back_all_of_a_final_that_was_divided(view: TranscriptView) -> None:
    show(view, said("Start. " * 350 + "Start."))
    view.begin_dictation()
    place_caret(view, after="")
    view.insert_final(2, said(numbered(900), 200_000))
    assert max(lengths(view)) <= 400
    assert view.perform(Command.SCRATCH)
    assert view.plain_text() == "Start. " * 350 + "Start."


def test_a_long_final_is_opened_divided_and_saved_so(
    view: TranscriptView, qtbot: QtBot, tmp_path: Path
) -> None:
    history = History(tmp_path / "history.sqlite3")
    take_id = new_take(history, numbered(900))
    document = history.load_document(take_id)
    view.load(document, {each.id: each.segment for each in history.segments(take_id)})
    assert lengths(view) == [300, 300, 300]
    qtbot.keyClicks(view, "!")
    change = view.take_changes()
    assert change is not None
    history.save_blocks(take_id, change)
    assert history.load_document(take_id).text == view.plain_text()
    history.close()


def blocks_of(view: TranscriptView) -> Iterator[QTextBlock]:
    document = view.document()
    return map(document.findBlockByNumber, range(document.blockCount()))
