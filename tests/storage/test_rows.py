"""Damaged rows, as SQL writes them: each is shown as what it is and costs nothing else."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from speechdesk.domain.transcript import Block, DocumentChange, Run
from speechdesk.storage.history import History
from speechdesk.storage.takes import TakeState
from tests.storage.making import new_take


def damage(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute(statement)
        raw.commit()


@pytest.mark.parametrize(
    ("change", "field", "shown"),
    [
        ("state = 'melting'", "state", TakeState.COMPLETE),
        ("title = CAST(x'41ff42' AS TEXT)", "title", "A�B"),
        ("source = 'dream'", "title", "Take"),
        ("started_ms = 9000000000000000000", "title", "Take"),
    ],
)
def test_a_damaged_take_is_in_the_list(
    path: Path, history: History, change: str, field: str, shown: object
) -> None:
    healthy, sick = new_take(history), new_take(history, "its words")
    damage(path, f"UPDATE take SET {change} WHERE id = {sick}")
    assert {take.id for take in history.takes()} == {healthy, sick}
    assert getattr(history.take(sick), field) == shown
    assert history.take(sick).damaged == ("title" not in change)
    assert not history.take(healthy).damaged
    assert history.load_document(sick).text == "its words"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "{",
        "[" * 100_000,
        "null",
        '[["one"],[0],[1]]',
        '[["one"],[0,1],[1],[null]]',
        "[[1],[0],[1],[null]]",
        '[["one"],["0"],[1],[null]]',
        '{"a":1,"b":2,"c":3,"d":4}',
    ],
)
def test_words_that_cannot_be_read_leave_the_text(path: Path, history: History, words: str) -> None:
    take_id = new_take(history, "one", "two")
    first, second = history.segments(take_id)
    damage(path, f"UPDATE segment SET words = '{words}' WHERE id = {first.id}")
    damaged, healthy = history.segments(take_id)
    assert (damaged.segment.text, damaged.segment.words) == ("one", ())
    assert healthy == second
    assert history.load_document(take_id).text == "one two"


def test_a_block_whose_words_cannot_be_read_is_plain_text(path: Path, history: History) -> None:
    take_id = new_take(history)
    history.save_blocks(take_id, DocumentChange((1,), (Block(1, (Run("typed"),)),), 0))
    damage(path, "UPDATE block SET words = x'00112233'")
    assert history.load_document(take_id).blocks == (Block(1, (Run("typed"),)),)


def test_blocks_survive_the_loss_of_their_order(path: Path, history: History) -> None:
    take_id = new_take(history)
    blocks = (Block(1, (Run("a"),)), Block(2, (Run("b"),)))
    history.save_blocks(take_id, DocumentChange((2, 1), blocks, 0))
    damage(path, "UPDATE document SET block_order = '[2, '")
    assert history.load_document(take_id).text == "a\nb"
    damage(path, "UPDATE document SET block_order = '[2, 7]'")
    assert history.load_document(take_id).text == "b\n[unreadable]\na"


@pytest.mark.parametrize(
    "broken",
    [
        "DELETE FROM passage_data",
        "UPDATE passage_data SET block = x'0011223344' WHERE id > 10",
    ],
)
def test_a_broken_search_index_is_made_anew_and_costs_no_word(
    path: Path, history: History, broken: str
) -> None:
    take_id = new_take(history, "first words")
    damage(path, broken)
    last = new_take(history, "more words")
    damage(path, broken)
    assert [hit.take_id for hit in history.search("words")] == [last, take_id]
    history.save_blocks(take_id, DocumentChange((1,), (Block(1, (Run("edited"),)),), 1))
    assert [hit.take_id for hit in history.search("edited")] == [take_id]
