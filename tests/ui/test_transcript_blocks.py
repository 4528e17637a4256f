"""Which blocks are to be written: a document against its ledger."""

import random

from speechdesk.domain.transcript import Block, Document, Run
from speechdesk.ui.transcript_blocks import BlockLedger


def of_blocks(*ids: int, unsaved: frozenset[int] = frozenset()) -> Document:
    return Document(tuple(Block(each, ()) for each in ids), 0, unsaved)


def test_ids_stay_with_their_blocks() -> None:
    ledger = BlockLedger()
    ledger.reset(of_blocks(4, 7, 9))

    def read(number: int, block_id: int) -> Block:
        return Block(block_id, (Run(str(number)),))

    assert ledger.take(read, 0, empty=False) is None
    ledger.touch(1, 1, 3)
    change = ledger.take(read, 0, empty=False)
    assert change is not None
    assert (change.order, [block.id for block in change.changed]) == ((4, 7, 9), [7])
    ledger.touch(1, 2, 4)  # block 7 was divided
    change = ledger.take(read, 0, empty=False)
    assert change is not None
    assert (change.order, [block.id for block in change.changed]) == ((4, 7, 10, 9), [7, 10])
    ledger.touch(0, 0, 2)  # the first three became one
    change = ledger.take(read, 5, empty=False)
    assert change is not None
    assert (change.order, [block.id for block in change.changed]) == ((4, 9), [4])
    assert change.last_segment_id == 5


def test_a_new_empty_document_has_nothing_to_write() -> None:
    ledger = BlockLedger()

    def read(number: int, block_id: int) -> Block:
        return Block(block_id, ())

    assert ledger.take(read, 0, empty=True) is None
    change = ledger.take(read, 3, empty=True)
    assert change is not None and (change.order, change.changed) == ((), ())
    ledger.touch(0, 0, 1)
    change = ledger.take(read, 3, empty=False)
    assert change is not None and change.order == (1,)
    ledger.touch(0, 0, 1)
    change = ledger.take(read, 3, empty=True)
    assert change is not None and change.changed == (Block(1, ()),), "emptied is not never written"


def test_what_was_never_saved_is_written_with_the_first_change() -> None:
    ledger = BlockLedger()
    ledger.reset(of_blocks(1, 2, 3, unsaved=frozenset({2, 3})))

    def read(number: int, block_id: int) -> Block:
        return Block(block_id, (Run(str(number)),))

    assert ledger.take(read, 0, empty=False) is None, "to be looked at is no change"
    ledger.touch(0, 0, 3)
    change = ledger.take(read, 0, empty=False)
    assert change is not None and [block.id for block in change.changed] == [1, 2, 3]
    ledger.touch(0, 0, 3)
    change = ledger.take(read, 0, empty=False)
    assert change is not None and [block.id for block in change.changed] == [1]


def test_what_is_written_equals_the_document_whatever_happens() -> None:
    dice = random.Random(4)
    lines = ["a", "b", "c"]
    ledger = BlockLedger()
    ledger.reset(of_blocks(1, 2, 3))
    stored = {1: "a", 2: "b", 3: "c"}
    for step in range(500):
        first = dice.randrange(len(lines))
        last = dice.randrange(first, min(first + 3, len(lines)))
        new = [f"{step}.{n}" for n in range(dice.randint(1, 4))]
        lines[first : last + 1] = new
        ledger.touch(first, first + len(new) - 1, len(lines))
        if dice.random() < 0.5:

            def read(number: int, block_id: int) -> Block:
                return Block(block_id, (Run(lines[number]),))

            change = ledger.take(read, 0, empty=False)
            assert change is not None
            stored |= {block.id: block.text for block in change.changed}
            assert [stored[each] for each in change.order] == lines
            assert len(set(change.order)) == len(lines)
