"""Finals become document text: spaces between them, and blocks that stay small."""

from collections.abc import Iterable

from speechdesk.domain.events import Segment
from speechdesk.domain.transcript import Block, Document, Run, WordRef

PAUSE_MS = 3000  # a longer silence than this starts a new block
MAX_BLOCK_WORDS = 400
MAX_BLOCK_CHARACTERS = 4000  # for scripts that put no spaces between words

_UNSPACED_LANGUAGES = frozenset({"ja", "zh", "yue", "wuu", "th", "lo", "km", "my"})
_SPACE = Run(" ")


def separator(language: str) -> str:
    """Return what stands between two phrases of `language` (a locale such as "en-US")."""
    return "" if language.partition("-")[0].lower() in _UNSPACED_LANGUAGES else " "


def segment_runs(segment_id: int, segment: Segment) -> tuple[Run, ...]:
    """Return the segment's text as runs: its words, each with its reference, and what is between.

    The texts of the runs join to the segment's text. A segment without words is one run that
    refers to word 0, which stands for the whole phrase.
    """
    text = segment.text
    runs: list[Run] = []
    done = 0
    for index, word in enumerate(segment.words):
        start = text.find(word.text, done) if word.text else -1
        if start < 0:
            continue
        if start > done:
            between = text[done:start]
            runs.append(_SPACE if between == " " else Run(between))
        done = start + len(word.text)
        runs.append(Run(word.text, WordRef(segment_id, index)))
    if not runs:
        return (Run(text, WordRef(segment_id, 0)),) if text else ()
    if done < len(text):
        runs.append(Run(text[done:]))
    return tuple(runs)


class _Growing:
    """A document to whose end phrases are added."""

    def __init__(self, document: Document) -> None:
        self._next_id = max((block.id for block in document.blocks), default=0) + 1
        self._closed = list(document.blocks)
        self._open_id = 0
        self._runs: list[Run] = []
        self._words = 0
        self._characters = 0
        if self._closed:
            last = self._closed.pop()
            self._open_id = last.id
            for run in last.runs:
                self._add(run)
        else:
            self._start_block()

    def add_phrase(self, segment_id: int, segment: Segment, paused: bool) -> None:
        room = self._has_room_for(len(segment.text.split()), len(segment.text))
        if self._runs and (paused or not room):
            self._close_block()
        elif self._runs and separator(segment.language) and not self._ends_with_space():
            self._add(_SPACE)
        for run in segment_runs(segment_id, segment):
            if run.word is not None and not self._has_room_for(1, len(run.text)):
                self._close_block()
            if "\n" in run.text:
                self._add_lines(run)
            else:
                self._add(run)

    def blocks(self) -> tuple[Block, ...]:
        return (*self._closed, Block(self._open_id, tuple(self._runs)))

    def _add_lines(self, run: Run) -> None:
        for number, line in enumerate(run.text.split("\n")):
            if number:
                self._close_block()
            if line:
                self._add(Run(line, run.word))

    def _add(self, run: Run) -> None:
        self._runs.append(run)
        self._words += len(run.text.split())
        self._characters += len(run.text)

    def _ends_with_space(self) -> bool:
        return self._runs[-1].text[-1:].isspace()

    def _has_room_for(self, words: int, characters: int) -> bool:
        return (
            self._words + words <= MAX_BLOCK_WORDS
            and self._characters + characters <= MAX_BLOCK_CHARACTERS
        )

    def _close_block(self) -> None:
        if self._runs and self._runs[-1] == _SPACE:
            self._runs.pop()
        self._closed.append(Block(self._open_id, tuple(self._runs)))
        self._start_block()

    def _start_block(self) -> None:
        self._open_id = self._next_id
        self._next_id += 1
        self._runs = []
        self._words = self._characters = 0


def append_segments(
    document: Document, segments: Iterable[tuple[int, Segment]], previous_end_ms: int | None = None
) -> Document:
    """Return `document` with the (id, segment) pairs at its end.

    A phrase continues the last block after a space (none in Japanese, Chinese, Thai …), unless
    more than 3 s passed since `previous_end_ms`, where the phrase before it ended, or the block
    would grow over 400 words. A line feed in a phrase starts a new block too.
    """
    growing: _Growing | None = None
    last_segment_id = document.last_segment_id
    for segment_id, segment in segments:
        growing = growing or _Growing(document)
        paused = previous_end_ms is not None and segment.offset_ms - previous_end_ms > PAUSE_MS
        growing.add_phrase(segment_id, segment, paused)
        previous_end_ms = segment.end_ms
        last_segment_id = max(last_segment_id, segment_id)
    if growing is None:
        return document
    return Document(growing.blocks(), last_segment_id)
