"""A text that is spoken into without a window, phrase by phrase."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from speechdesk.domain.division import divided_document
from speechdesk.domain.events import Segment
from speechdesk.domain.spoken.edits import Command, Insert
from speechdesk.domain.spoken.layer import SpokenLayer
from speechdesk.domain.transcript import (
    LINE,
    PARAGRAPH,
    Block,
    Document,
    Run,
    joined,
    sliced,
    starts_block,
    text_of,
)

_SPACE = Run(" ")


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The text up to a phrase; what is before it is shared with earlier states."""

    runs: tuple[Run, ...]
    before: _Phrases | None


class SpokenDocument:
    """Grows by what phrases do to it. Commands that only a window knows leave it as it is."""

    def __init__(self) -> None:
        self._phrases: _Phrases | None = None
        self._earlier: list[_Phrases | None] = []
        self._undone: list[_Phrases | None] = []
        self._said_until_ms: int | None = None

    @property
    def text_before(self) -> str:
        """What stands in the last block."""
        text = ""
        phrases = self._phrases
        while phrases is not None and PARAGRAPH not in text:
            text = text_of(phrases.runs) + text
            phrases = phrases.before
        return text.rpartition(PARAGRAPH)[2]

    def apply(self, segment: Segment, edit: Insert | Command) -> None:
        """Carry out what a segment means."""
        until = self._said_until_ms
        pause_ms = 0 if until is None else segment.offset_ms - until
        self._said_until_ms = segment.end_ms
        match edit:
            case Insert():
                if edit.runs or edit.drop:
                    self._become(self._with(edit, pause_ms))
            case Command.SCRATCH:
                if self._phrases is not None:
                    self._become(self._phrases.before)
            case Command.DELETE_WORD:
                self._become(_without_last_word(self._phrases))
            case Command.UNDO:
                if self._earlier:
                    self._undone.append(self._phrases)
                    self._phrases = self._earlier.pop()
            case Command.REDO:
                if self._undone:
                    self._earlier.append(self._phrases)
                    self._phrases = self._undone.pop()

    def document(self, last_segment_id: int = 0) -> Document:
        """Return the text as blocks."""
        phrases = self._phrases
        latest_first: list[tuple[Run, ...]] = []
        while phrases is not None:
            latest_first.append(phrases.runs)
            phrases = phrases.before
        blocks: list[list[Run]] = [[]]
        for run in (each for runs in reversed(latest_first) for each in runs):
            first, *rest = run.text.split(PARAGRAPH)
            blocks[-1].append(Run(first, run.word))
            blocks.extend([Run(text, run.word)] for text in rest)
        numbered = enumerate(blocks if latest_first else (), start=1)
        return divided_document(
            Document(
                tuple(Block(number, joined(block)) for number, block in numbered), last_segment_id
            )
        )

    def _with(self, insert: Insert, pause_ms: int) -> _Phrases:
        before = self.text_before
        runs = insert.runs
        if insert.spaced:
            divides = starts_block(before, insert.text, pause_ms)
        else:
            # What joins the word before it stays with it, whatever the pause. At a line break a
            # block may be divided, but only one that is too long.
            at_line = insert.text.startswith(LINE) or before.endswith(LINE)
            divides = at_line and starts_block(before, insert.text, 0)
        if divides:
            runs = (Run(PARAGRAPH), *runs)
        elif insert.spaced:
            runs = (_SPACE, *runs)
        return _Phrases(runs, _shortened(self._phrases, insert.drop))

    def _become(self, phrases: _Phrases | None) -> None:
        self._earlier.append(self._phrases)
        self._undone.clear()
        self._phrases = phrases


def spoken_document(finals: Iterable[tuple[int, Segment]], layer: SpokenLayer) -> Document:
    """Return what is written when (id, segment) pairs are said one after the other."""
    document, last_id = SpokenDocument(), 0
    for last_id, segment in finals:
        understood = layer.read(last_id, segment, document.text_before)
        document.apply(segment, understood.interpretation.edit)
    return document.document(last_id)


def _shortened(phrases: _Phrases | None, count: int) -> _Phrases | None:
    """Return `phrases` without the last `count` characters."""
    while phrases is not None and count > 0:
        length = len(text_of(phrases.runs))
        if count < length:
            return _Phrases(sliced(phrases.runs, 0, length - count), phrases.before)
        count -= length
        phrases = phrases.before
    return phrases


def _without_last_word(phrases: _Phrases | None) -> _Phrases | None:
    text, earlier = "", phrases
    while earlier is not None and len(text.split()) < 2:
        text = text_of(earlier.runs) + text
        earlier = earlier.before
    words = text.split()
    kept = text.rstrip()[: -len(words[-1])].rstrip() if words else text
    return _shortened(phrases, len(text) - len(kept))
