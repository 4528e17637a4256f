import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdesk.domain.transcript import Block, Document, DocumentChange, Run, WordRef
from speechdesk.errors import StorageError
from speechdesk.storage.documents import decode_runs, encode_words
from speechdesk.storage.history import History
from tests.storage.making import new_take, spoken


def change(document: Document, *changed: int) -> DocumentChange:
    """Return the change that writes `document`, of which the blocks `changed` are new."""
    return DocumentChange(
        order=tuple(block.id for block in document.blocks),
        changed=tuple(block for block in document.blocks if block.id in changed),
        last_segment_id=document.last_segment_id,
    )


def test_a_take_that_was_never_edited_is_its_finals(history: History) -> None:
    take_id = new_take(history, "One two.", "Three.")
    new_take(history, "Somebody else's.")
    document = history.load_document(take_id)
    assert document.text == history.load_document(take_id).text == "One two. Three."
    first, second = history.segments(take_id)
    assert [run.word for run in document.blocks[0].runs if run.word] == [
        WordRef(first.id, 0),
        WordRef(first.id, 1),
        WordRef(second.id, 0),
    ]
    assert document.last_segment_id == second.id


def test_a_take_without_anything_said_is_empty(history: History) -> None:
    assert history.load_document(new_take(history)) == Document()


def test_an_edited_document_comes_back_and_later_finals_follow(history: History) -> None:
    take_id = new_take(history, "hello word")
    (first,) = history.segments(take_id)
    edited = Document(
        (
            Block(1, (Run("Title"),)),
            Block(2, (Run("hello", WordRef(first.id, 0)), Run(" world, typed"))),
        ),
        first.id,
    )
    history.save_blocks(take_id, change(edited, 1, 2))
    assert history.load_document(take_id) == edited
    history.commit_final(take_id, spoken("right after", 1500), 2500)
    history.commit_final(take_id, spoken("much later", 9000), 10000)
    text = history.load_document(take_id).text
    assert text == "Title\nhello world, typed right after\nmuch later"


def test_only_changed_blocks_are_written_and_missing_ones_removed(history: History) -> None:
    take_id = new_take(history)
    blocks = [Block(n, (Run(f"block {n}"),)) for n in (1, 2, 3)]
    history.save_blocks(take_id, change(Document(tuple(blocks)), 1, 2, 3))
    turned = Document((blocks[2], Block(4, (Run("new"),)), blocks[0]))
    history.save_blocks(take_id, change(turned, 4))
    assert history.load_document(take_id) == turned


def test_text_that_the_user_removed_stays_removed(history: History) -> None:
    take_id = new_take(history, "not this", "nor this")
    last = history.segments(take_id)[-1].id
    history.save_blocks(take_id, DocumentChange((1,), (Block(1, ()),), last))
    assert history.load_document(take_id).text == ""
    history.save_blocks(take_id, DocumentChange((), (), 0))
    assert history.load_document(take_id) == Document((), last)


def test_a_block_that_was_never_saved_is_refused_and_nothing_changes(history: History) -> None:
    take_id = new_take(history, "said")
    with pytest.raises(ValueError, match="never saved"):
        history.save_blocks(take_id, DocumentChange((1, 2), (Block(1, (Run("x"),)),), 0))
    assert history.load_document(take_id).text == "said"


def test_a_document_of_a_take_that_is_gone_is_refused(history: History) -> None:
    with pytest.raises(StorageError) as raised:
        history.save_blocks(7, DocumentChange((), (), 0))
    assert raised.value.code == "not_found"


def test_a_later_reading_is_kept_beside_the_first(history: History) -> None:
    take_id = new_take(history, "recognise beach")
    (first,) = history.segments(take_id)
    second_id = history.revise_segment(take_id, first.id, spoken("recognize speech"))
    assert history.load_document(take_id).text == "recognise beach"
    assert [(s.id, s.replaces) for s in history.segments(take_id)] == [
        (first.id, 0),
        (second_id, first.id),
    ]
    with pytest.raises(StorageError):
        history.revise_segment(take_id + 1, first.id, spoken("of another take"))


def test_half_a_surrogate_pair_costs_one_character(history: History) -> None:
    take_id = new_take(history, "a\ud83d b", title="\udc00")
    history.save_blocks(take_id, DocumentChange((1,), (Block(1, (Run("x\ud83dy"),)),), 0))
    assert history.take(take_id).title == "?"
    assert history.load_document(take_id).text == "x?y a? b"


TEXTS = st.text(min_size=1, max_size=5)
NUMBERS = st.integers(0, 2**31 - 1)


@given(st.lists(st.builds(Run, TEXTS, st.none() | st.builds(WordRef, NUMBERS, NUMBERS))))
def test_any_runs_survive_the_disk(runs: list[Run]) -> None:
    joined: list[Run] = []  # neighbouring typed runs come back as one
    for run in runs:
        if joined and joined[-1].word is None and run.word is None:
            joined[-1] = Run(joined[-1].text + run.text)
        else:
            joined.append(run)
    text = "".join(run.text for run in runs)
    assert decode_runs(text, encode_words(tuple(runs))) == tuple(joined)


@given(st.text(max_size=8), st.binary(max_size=64))
def test_damaged_words_are_refused_or_fit_the_text(text: str, words: bytes) -> None:
    try:
        runs = decode_runs(text, words)
    except ValueError:
        return
    assert "".join(run.text for run in runs) == text
