"""Which blocks a document has and which of them differ from what was saved last."""

from collections.abc import Callable

from speechdesk.domain.transcript import Block, Document, DocumentChange


class BlockLedger:
    """Keeps an id for each block, by its number, and remembers the blocks that were touched."""

    def __init__(self) -> None:
        self._ids = [1]
        self._touched: set[int] = set()
        self._unsaved: set[int] = set()  # to be written once anything is
        self._next_id = 2
        self._saved: tuple[tuple[int, ...], int] = ((), 0)

    def reset(self, document: Document) -> None:
        """Begin anew with a document; an empty one still has one, unsaved, block."""
        ids = tuple(block.id for block in document.blocks)
        self._ids = list(ids) or [1]
        self._touched.clear()
        self._unsaved = set(document.unsaved)
        self._next_id = max(self._ids) + 1
        self._saved = (ids, document.last_segment_id)

    def touch(self, first: int, last: int, count: int) -> None:
        """The blocks numbered `first` to `last`, of now `count`, took the place of others."""
        now = last - first + 1
        before = now - (count - len(self._ids))
        kept = self._ids[first : first + before]
        # The first and the last of the blocks in question are the likeliest to have lived on.
        tail = kept[-1:] if min(now, before) > 1 else []
        head = kept[: min(now, before) - len(tail)]
        fresh = range(self._next_id, self._next_id + now - len(head) - len(tail))
        self._next_id = fresh.stop
        ids = [*head, *fresh, *tail]
        self._ids[first : first + before] = ids
        self._touched.update(ids)

    def take(
        self, read: Callable[[int, int], Block], last_segment_id: int, *, empty: bool
    ) -> DocumentChange | None:
        """Return what changed since the last call, None if nothing did.

        `read(number, id)` reads a block; a document that is `empty` and was never saved has none.
        """
        order = () if empty and not self._saved[0] else tuple(self._ids)
        numbers = {block_id: number for number, block_id in enumerate(order)}
        is_touched = not self._touched.isdisjoint(numbers)
        if not is_touched and self._saved == (order, last_segment_id):
            return None
        places = sorted(numbers[each] for each in self._touched | self._unsaved if each in numbers)
        changed = [read(number, order[number]) for number in places]
        self._touched.clear()
        self._unsaved.clear()
        self._saved = (order, last_segment_id)
        return DocumentChange(order, tuple(changed), last_segment_id)
