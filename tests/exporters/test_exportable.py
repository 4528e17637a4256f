"""Exporters on takes of a real history."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from speechdesk.domain.transcript import Block, DocumentChange, Run
from speechdesk.errors import StorageError
from speechdesk.exporters.base import Format, export
from speechdesk.exporters.exportable import exportable_of
from speechdesk.storage.history import History
from tests.storage.making import new_take, spoken


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    opened = History(tmp_path / "history.sqlite3")
    yield opened
    opened.close()


def test_a_take_of_the_history_is_exported_in_every_format(history: History) -> None:
    take_id = new_take(history, "One two.", "Three.", title="Counting")
    exported = exportable_of(history, take_id)
    assert (exported.title, exported.language) == ("Counting", "en-US")
    assert exported.started == history.take(take_id).started
    assert not exported.is_edited
    assert export("txt", exported) == b"One two.\nThree.\n"
    for form in Format:
        assert export(form, exported)


def test_a_final_that_is_divided_is_not_edited_by_that(history: History) -> None:
    exported = exportable_of(history, new_take(history, "word " * 899 + "word"))
    assert len(exported.document.blocks) == 3
    assert not exported.is_edited


def test_an_edited_take_keeps_what_its_phrases_were(history: History) -> None:
    take_id = new_take(history, "Recognise beach.")
    (first,) = history.segments(take_id)
    second_id = history.revise_segment(take_id, first.id, spoken("Recognize speech."))
    document = history.load_document(take_id)
    (block,) = document.blocks
    reading = tuple(
        Run(text, run.word and type(run.word)(second_id, run.word.index))
        for run, text in zip(block.runs, ("Recognize", " ", "speech."), strict=True)
    )
    history.save_blocks(take_id, DocumentChange((block.id,), (Block(block.id, reading),), first.id))
    exported = exportable_of(history, take_id)
    assert exported.is_edited
    (phrase,) = exported.phrases
    assert phrase.segment.text == "Recognize speech."
    assert [each.text for each in exported.revisions(phrase)] == ["Recognise beach."]


def test_a_recording_is_exported_only_while_it_is_there(history: History, tmp_path: Path) -> None:
    take_id = new_take(history, "Hello", recording="take-1.pcm")
    assert exportable_of(history, take_id, tmp_path).recording is None
    (tmp_path / "take-1.pcm").write_bytes(b"\0\0")
    assert exportable_of(history, take_id, tmp_path).recording == tmp_path / "take-1.pcm"
    assert exportable_of(history, take_id).recording is None
    history.update_take(take_id, sound_kept=False)
    assert exportable_of(history, take_id, tmp_path).recording is None


def test_a_take_that_is_not_there_is_said(history: History) -> None:
    with pytest.raises(StorageError):
        exportable_of(history, 7)
