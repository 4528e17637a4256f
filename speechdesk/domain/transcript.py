"""The transcript as a document: blocks of runs, whose spoken words keep where they were said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import repeat
from typing import Protocol

from speechdesk.domain.spacing import count_words, needs_space

BLOCK_WORDS = 400
"""A segment that would make its block longer than this many words starts a new one."""

BLOCK_PAUSE_MS = 3000
"""A longer pause between two segments starts a new block."""

LINE = "\n"
"""In a run: a new line within the block."""

PARAGRAPH = "\u2029"
"""In runs that are still to be inserted: a new block. Never inside a stored block."""


@dataclass(frozen=True, slots=True)
class WordRef:
    """Which word of which segment a run was spoken as."""

    segment_id: int
    index: int


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text: typed (no word), or one spoken word."""

    text: str
    word: WordRef | None = None


_SPACE = Run(" ")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of the document, of at most 400 words. `id` is unique within its take."""

    id: int
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return text_of(self.runs)


@dataclass(frozen=True, slots=True)
class Document:
    """A take's text. Segments up to `last_segment_id` are in it (or were removed by the user).

    `unsaved` are the ids of blocks that are not stored as they are here, such as those made of
    finals that were never merged: they are written with the next change.
    """

    blocks: tuple[Block, ...] = ()
    last_segment_id: int = 0
    unsaved: frozenset[int] = field(default=frozenset(), compare=False)

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks)

    def as_change(self) -> "DocumentChange":
        """Return what makes the stored document equal to this one, whatever it is now."""
        order = tuple(block.id for block in self.blocks)
        return DocumentChange(order, self.blocks, self.last_segment_id)


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What has to be written so that the stored document equals the one on the screen.

    `order` lists all block ids from top to bottom; `changed` holds the blocks whose text or words
    differ from what was last saved.
    """

    order: tuple[int, ...]
    changed: tuple[Block, ...]
    last_segment_id: int


def text_of(runs: Iterable[Run]) -> str:
    """Return the text of `runs`, put together."""
    return "".join(run.text for run in runs)


class Said(Protocol):
    """A phrase as far as a document needs it; a Segment is one."""

    @property
    def text(self) -> str: ...

    @property
    def offset_ms(self) -> int: ...

    @property
    def end_ms(self) -> int: ...

    @property
    def spoken(self) -> Sequence[str]:
        """The words as they are displayed; none if they are not timed."""


def runs_of(segment_id: int, said: Said) -> tuple[Run, ...]:
    """Return the text of a segment as runs, a word each, with what stands between them.

    A segment without timed words is one run, which stands for the whole of it.
    """
    text, spoken = said.text, said.spoken
    if not spoken:
        return (Run(text, WordRef(segment_id, 0)),) if text else ()
    if " ".join(spoken) == text and all(spoken):  # as most are
        alike = [_SPACE] * (2 * len(spoken) - 1)
        alike[::2] = map(Run, spoken, map(WordRef, repeat(segment_id), range(len(spoken))))
        return tuple(alike)
    runs = []
    done = 0
    for index, word in enumerate(spoken):
        start = text.find(word, done) if word else -1
        if start < 0:
            continue
        if start > done:
            between = text[done:start]
            runs.append(_SPACE if between == " " else Run(between))
        done = start + len(word)
        runs.append(Run(word, WordRef(segment_id, index)))
    if done < len(text):
        runs.append(Run(text[done:]))
    return tuple(runs)


def starts_block(text: str, addition: str, pause_ms: int) -> bool:
    """Whether `addition`, said `pause_ms` after what is before it, goes below the block `text`."""
    if not text:
        return False
    too_long = count_words(text) + count_words(addition) > BLOCK_WORDS
    return too_long or pause_ms > BLOCK_PAUSE_MS


def append_segments(
    document: Document, segments: Iterable[tuple[int, Said]], said_until_ms: int | None
) -> Document:
    """Return `document` with (id, segment) pairs added at its end.

    `said_until_ms` is the end of the last segment that is in it already, None if there is none.
    """
    blocks = list(document.blocks)
    next_id = max((block.id for block in blocks), default=0) + 1
    last_segment_id = document.last_segment_id
    unsaved = set(document.unsaved)
    open_id: int | None = None
    runs: list[Run] = []
    if blocks:
        last = blocks.pop()
        open_id, runs = last.id, list(last.runs)
    # Counted as it grows: to count the block anew for each segment makes a long take slow to open.
    words = count_words(text_of(runs))
    for segment_id, segment in segments:
        last_segment_id = max(last_segment_id, segment_id)
        addition = runs_of(segment_id, segment)
        if not addition:
            continue
        pause_ms = 0 if said_until_ms is None else segment.offset_ms - said_until_ms
        said_until_ms = segment.end_ms
        more_words = count_words(segment.text)
        starts_anew = words + more_words > BLOCK_WORDS or pause_ms > BLOCK_PAUSE_MS
        if open_id is None or (runs and starts_anew):
            if open_id is not None:
                blocks.append(Block(open_id, tuple(runs)))
            open_id, next_id, runs, words = next_id, next_id + 1, [], 0
        unsaved.add(open_id)
        if runs and needs_space(runs[-1].text, segment.text):
            addition = (_SPACE, *addition)
        if runs and runs[-1].word is None and addition[0].word is None:
            addition = (Run(runs.pop().text + addition[0].text), *addition[1:])
        runs.extend(addition)
        words += more_words
    if open_id is not None:
        blocks.append(Block(open_id, tuple(runs)))
    return Document(tuple(blocks), last_segment_id, frozenset(unsaved))


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return `runs` without empty ones; neighbours of the same word, or of none, become one."""
    result: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if result and result[-1].word == run.word:
            result[-1] = Run(result[-1].text + run.text, run.word)
        else:
            result.append(run)
    return tuple(result)


def sliced(runs: Iterable[Run], start: int, end: int) -> tuple[Run, ...]:
    """Return the runs of the characters from `start` to `end` of the text of `runs`."""
    result = []
    position = 0
    for run in runs:
        after = position + len(run.text)
        if start <= position and after <= end:
            result.append(run)
        elif position < end and after > start:
            result.append(Run(run.text[max(0, start - position) : end - position], run.word))
        position = after
    return tuple(result)


def surviving(runs: Sequence[Run], text: str) -> tuple[Run, ...]:
    """Return `text` as runs, where it is the text of `runs` after one change in one place."""
    before = text_of(runs)
    if before == text:
        return tuple(runs)
    head = _shared_start(before, text)
    tail = _shared_start(before[head:][::-1], text[head:][::-1])
    return joined(
        (
            *sliced(runs, 0, head),
            Run(text[head : len(text) - tail]),
            *sliced(runs, len(before) - tail, len(before)),
        )
    )


def reworded(runs: Sequence[Run], text: str) -> tuple[Run, ...]:
    """Return another reading of the same sound: each word of `text` is linked to what it replaces.

    Words that are in both keep their own sound; a replaced word takes that of its counterpart.
    """
    words = [run for run in runs if run.word is not None]
    pieces = text.split()
    links: list[WordRef | None] = [None] * len(pieces)
    matcher = SequenceMatcher(
        None, [word.text.casefold() for word in words], [each.casefold() for each in pieces], False
    )
    for _, from_word, to_word, first, last in matcher.get_opcodes():
        for index in range(first, last):
            if from_word < to_word:
                share = (index - first) * (to_word - from_word) // (last - first)
                links[index] = words[from_word + share].word
    result = []
    position = 0
    for piece, link in zip(pieces, links, strict=True):
        start = text.index(piece, position)
        result.append(Run(text[position:start]))
        result.append(Run(piece, link))
        position = start + len(piece)
    return tuple(run for run in (*result, Run(text[position:])) if run.text)


def _shared_start(one: str, other: str) -> int:
    """Return how many characters both texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
