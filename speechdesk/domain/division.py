"""Where a paragraph that has grown too long is divided."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from speechdesk.domain.spacing import count_words, word_starts
from speechdesk.domain.transcript import BLOCK_WORDS, LINE, Block, Document, Run, sliced, text_of

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)|[。！？؟।][」』）]*")
_LINE_END = re.compile(f"(?={LINE})")
_WORD_END = re.compile(r"(?=\s)")
_SPACE = re.compile(r"\s")


def cuts(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a block of this text is to be cut, from top to bottom; nothing if it may stay.

    A cut is the end of what stays and the beginning of what goes below; one space or line break may
    lie between, for which the new block stands. The parts are about as long as each other, so that
    each has room to grow, and end with a line or a sentence where there is one.
    """
    if len(text) <= BLOCK_WORDS or count_words(text) <= BLOCK_WORDS:
        return
    words = list(word_starts(text))
    first = 0
    while (left := len(words) - first) > BLOCK_WORDS:
        share = left // -(-left // BLOCK_WORDS)
        places = (first + share // 2, first + share, first + min(share * 3 // 2, BLOCK_WORDS))
        end, start = _cut(text, *(words[place] for place in places))
        yield end, start
        first = bisect_left(words, start)


def _cut(text: str, first: int, best: int, last: int) -> tuple[int, int]:
    """Return the cut that is the nearest to `best`; each of the places begins a word."""
    for pattern in (_LINE_END, _SENTENCE_END, _WORD_END):
        found = (each.end() for each in pattern.finditer(text, first, last))
        at = min(found, key=lambda place: abs(place - best), default=None)
        if at is not None:
            return at, at + 1 if _SPACE.match(text, at) else at
    return best, best


def divided(runs: Sequence[Run]) -> list[tuple[Run, ...]]:
    """Return the runs of one block as those of as many as it takes."""
    text = text_of(runs)
    ends, starts = zip(*cuts(text), (len(text), 0), strict=True)
    if len(ends) == 1:
        return [tuple(runs)]
    begins = list(accumulate((len(run.text) for run in runs), initial=0))
    pieces = []
    for start, end in zip((0, *starts[:-1]), ends, strict=True):
        first, last = bisect_right(begins, start) - 1, bisect_left(begins, end)
        pieces.append(sliced(runs[first:last], start - begins[first], end - begins[first]))
    return pieces


def divided_document(document: Document) -> Document:
    """Return `document` with its long blocks divided; what becomes of them is unsaved."""
    next_id = max((block.id for block in document.blocks), default=0) + 1
    blocks: list[Block] = []
    unsaved = set(document.unsaved)
    for block in document.blocks:
        first, *others = divided(block.runs)
        if not others:
            blocks.append(block)
            continue
        fresh = range(next_id, next_id + len(others))
        next_id = fresh.stop
        blocks += map(Block, (block.id, *fresh), (first, *others))
        unsaved |= {block.id, *fresh}
    return replace(document, blocks=tuple(blocks), unsaved=frozenset(unsaved))
