"""When each displayed word was said.

The service times the words as they were spoken ("five dollars"), a person reads and clicks them as
they are displayed ("$5"). Words that are the same in both anchor the text in time; what stands
between two anchors shares the time between them.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice, pairwise

from speechdesk.domain.events import Word
from speechdesk.domain.spacing import UNSPACED

# Comparing two texts costs the product of their lengths; beyond this, times are only shared out.
_LARGEST_COMPARISON = 4_000_000


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A word with the time at which the service heard it, in milliseconds of the recording."""

    text: str
    offset_ms: int
    duration_ms: int
    confidence: float | None = None

    @property
    def end_ms(self) -> int:
        return self.offset_ms + self.duration_ms


def align(
    text: str,
    offset_ms: int,
    duration_ms: int,
    spoken: Sequence[TimedWord],
    displayed: Sequence[TimedWord] = (),
) -> tuple[Word, ...]:
    """Return the words of the displayed `text`, in order, each with its time.

    `spoken` are the service's lexical words; `displayed`, where it gives them, its own timed
    display words, which are then preferred. The result holds exactly the whitespace-separated
    pieces of `text`; in scripts without spaces these are cut further, at the borders of the spoken
    words and after punctuation, so that all of them together still give the text. Times never go
    backwards and stay inside the segment from `offset_ms` for `duration_ms`.
    """
    end_ms = offset_ms + max(0, duration_ms)
    timed = _in_order(displayed or spoken, offset_ms, end_ms)
    pieces = _pieces(text, timed)
    spans = _spans(pieces, timed, offset_ms, end_ms)
    confidences = _in_order(spoken, offset_ms, end_ms) if displayed else timed
    return tuple(
        Word(piece, round(start), round(end) - round(start), _confidence(confidences, start, end))
        for piece, (start, end) in zip(pieces, spans, strict=True)
    )


def _in_order(words: Sequence[TimedWord], start_ms: int, end_ms: int) -> list[TimedWord]:
    """Return `words` with times that neither go backwards, overlap nor leave the segment."""
    result = []
    earliest = start_ms
    for word in words:
        start = min(max(word.offset_ms, earliest), end_ms)
        end = min(max(word.end_ms, start), end_ms)
        result.append(TimedWord(word.text, start, end - start, word.confidence))
        earliest = end
    return result


def _pieces(text: str, timed: Sequence[TimedWord]) -> list[str]:
    if not UNSPACED.search(text):
        return text.split()
    joined = "".join(text.split())
    cuts = _cuts(joined, timed)
    pieces = []
    position = 0
    for chunk in text.split():
        if UNSPACED.search(chunk):
            inner = sorted(cut for cut in cuts if position < cut < position + len(chunk))
            borders = [position, *inner, position + len(chunk)]
            pieces += [joined[start:end] for start, end in pairwise(borders)]
        else:
            pieces.append(chunk)
        position += len(chunk)
    return pieces


def _cuts(joined: str, timed: Sequence[TimedWord]) -> set[int]:
    """Return the positions in `joined`, a text without whitespace, at which a word may begin."""
    cuts = {
        index
        for index in range(1, len(joined))
        if _is_mark(joined[index - 1]) and not _is_mark(joined[index])
    }
    spoken = "".join(word.text for word in timed)
    begins = set()
    length = 0
    for word in timed:
        begins.add(length)
        length += len(word.text)
    if len(joined) * len(spoken) <= _LARGEST_COMPARISON:
        matcher = SequenceMatcher(None, _folded(joined), _folded(spoken), autojunk=False)
        for block in matcher.get_matching_blocks():
            cuts |= {
                block.a + step
                for step in range(block.size)
                if block.b + step in begins and block.a + step < len(joined)
            }
    return {cut for cut in cuts if not _clings(joined[cut])}


def _folded(text: str) -> str:
    """Return `text` without case, each character at its place."""
    return "".join(fold if len(fold := each.casefold()) == 1 else each for each in text)


def _is_mark(character: str) -> bool:
    """Whether a character ends what it stands behind: punctuation that does not open."""
    return unicodedata.category(character) in {"Po", "Pe", "Pf", "Pd"}


def _clings(character: str) -> bool:
    """Whether a character belongs to the one before it: punctuation, or a sign that modifies."""
    category = unicodedata.category(character)
    return category[0] == "M" or category in {"Lm", "Cf"} or _is_mark(character)


def _spans(
    pieces: Sequence[str], timed: Sequence[TimedWord], start_ms: int, end_ms: int
) -> list[tuple[float, float]]:
    spans: list[tuple[float, float]] = []
    for first, last, from_word, to_word in _matches(pieces, timed):
        group = pieces[first:last]
        if len(group) == to_word - from_word:
            spans += [(word.offset_ms, word.end_ms) for word in timed[from_word:to_word]]
        elif from_word < to_word:
            spans += _share(group, timed[from_word].offset_ms, timed[to_word - 1].end_ms)
        else:
            before = timed[from_word - 1].end_ms if from_word else start_ms
            after = timed[from_word].offset_ms if from_word < len(timed) else end_ms
            spans += _share(group, before, after)
    return spans


def _matches(
    pieces: Sequence[str], timed: Sequence[TimedWord]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield which stretch of pieces was spoken as which stretch of words."""
    if not pieces:
        return
    if len(pieces) * len(timed) > _LARGEST_COMPARISON:
        yield 0, len(pieces), 0, len(timed)
        return
    ours = [_plain(piece) for piece in pieces]
    theirs = [_plain(word.text) for word in timed]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for _, first, last, from_word, to_word in matcher.get_opcodes():
        if first < last:
            yield first, last, from_word, to_word


def _plain(text: str) -> str:
    """Return `text` as it compares: without case, width and punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum()) or folded


def _share(pieces: Sequence[str], start: float, end: float) -> list[tuple[float, float]]:
    """Share the time from `start` to `end` out by length."""
    total = sum(map(len, pieces))
    spans = []
    done = 0
    for piece in pieces:
        begin = start + (end - start) * done / total
        done += len(piece)
        spans.append((begin, start + (end - start) * done / total))
    return spans


def _confidence(timed: Sequence[TimedWord], start: float, end: float) -> float | None:
    """Return the least confidence among the words that were being said from `start` to `end`."""
    known = []
    for word in islice(timed, bisect_right(timed, start, key=lambda word: word.end_ms), None):
        if word.offset_ms >= end:
            break
        if word.confidence is not None:
            known.append(word.confidence)
    return min(known, default=None)
