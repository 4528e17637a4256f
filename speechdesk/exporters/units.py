"""Phrases cut into the pieces between which a subtitle may be broken, each with its time."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from speechdesk.domain.events import Segment

MAX_COLUMNS = 37

_SENTENCE_END = re.compile(r"[.!?…。！？؟।]+[\"'”’»)\]」』）]*$")
_CLAUSE_END = re.compile(r"[,;:–—、，；：،]+[\"'”’»)\]」』）]*$")


def _words(listing: str) -> frozenset[str]:
    return frozenset(listing.split())


# Before these a line may well break; after them it should not.
_JOINING = _words(
    "and but or so because that which who when while where if than then as with without for from "
    "to of in on at by about into over after before through between und oder aber weil dass wenn "
    "mit für von zu auf bei et ou mais que qui quand avec pour dans sur de y o pero porque cuando "
    "con para en por"
)
_TIGHT = _words(
    "a an the my your his her its our their der die das den dem ein eine einen einem einer le la "
    "les un une des el los las una mr. mrs. ms. dr. prof. no. nr."
)
# Japanese and Chinese lines do not begin with these, nor end with those.
_NEVER_FIRST = frozenset(
    "、。，．：；！？）］｝」』】〉》〕々ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ,.:;!?)]}%…"
)
_NEVER_LAST = frozenset("（［｛「『【〈《〔([{")


class Break(IntEnum):
    """How well a subtitle may end after a unit: the higher, the better."""

    POOR = 0  # between an article and its noun
    PLAIN = 1
    BEFORE_JOINING = 2
    CLAUSE = 3
    SENTENCE = 4


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of text that stays on one line; `gap` is what stands before it on the same line."""

    text: str
    gap: str
    start_ms: int
    end_ms: int
    columns: int
    after: Break


def columns_of(text: str) -> int:
    """Return how wide `text` is: East Asian wide characters take two columns, marks none."""
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def units_of(segment: Segment) -> list[Unit]:
    """Return the units of a phrase. No unit is wider than a line."""
    times = _Times(segment)
    pieces = list(_pieces(segment.text))
    units = []
    for index, (start, end) in enumerate(pieces):
        text = segment.text[start:end]
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        gap = " " if index and pieces[index - 1][1] < start else ""
        next_text = "" if following is None else segment.text[following[0] : following[1]]
        units.append(
            Unit(
                text=text,
                gap=gap,
                start_ms=times.start_at(start),
                end_ms=times.end_at(end),
                columns=columns_of(text),
                after=_break_after(text, next_text),
            )
        )
    return units


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the pieces: words, parts of words wider than a line, characters."""
    for word in re.finditer(r"\S+", text):
        start = word.start()
        columns = 0
        for at in range(word.start(), word.end()):
            width = _width(text[at])
            if at > start and (columns + width > MAX_COLUMNS or _may_break(text, at)):
                yield start, at
                start, columns = at, 0
            columns += width
        yield start, word.end()


def _may_break(text: str, at: int) -> bool:
    """Whether a line may break before a character within a word: in scripts without spaces."""
    before, after = text[at - 1], text[at]
    wide = any(_width(each) == 2 and _is_letter(each) for each in (before, after))
    return wide and after not in _NEVER_FIRST and before not in _NEVER_LAST and _width(after) > 0


def _is_letter(character: str) -> bool:
    # Korean is wide too, but puts spaces between its words.
    return unicodedata.category(character) == "Lo" and not "\uac00" <= character <= "\ud7a3"


def _break_after(text: str, next_text: str) -> Break:
    if not next_text or (_SENTENCE_END.search(text) and text.lower() not in _TIGHT):
        return Break.SENTENCE
    if _CLAUSE_END.search(text):
        return Break.CLAUSE
    if text.lower() in _TIGHT or text.lower() in _JOINING:
        return Break.POOR
    return Break.BEFORE_JOINING if next_text.lower() in _JOINING else Break.PLAIN


class _Times:
    """When each character of a phrase was spoken: at its word, or in proportion between words."""

    def __init__(self, segment: Segment) -> None:
        anchors = list(_anchors(segment))
        self._places = [place for place, _ in anchors]
        self._times_ms = [time_ms for _, time_ms in anchors]

    def start_at(self, position: int) -> int:
        """Return when what begins at `position` begins."""
        left = bisect_right(self._places, position) - 1
        return self._between(left, position)

    def end_at(self, position: int) -> int:
        """Return when what ends at `position` ends."""
        right = bisect_left(self._places, position)
        if self._places[right] == position:
            return self._times_ms[right]
        return self._between(right - 1, position)

    def _between(self, left: int, position: int) -> int:
        if self._places[left] == position:
            return self._times_ms[left]
        span = self._places[left + 1] - self._places[left]
        share = (position - self._places[left]) / span
        return round(
            self._times_ms[left] + share * (self._times_ms[left + 1] - self._times_ms[left])
        )


def _anchors(segment: Segment) -> Iterator[tuple[int, int]]:
    """Yield (position in the text, time) where the time is known, both never going back."""
    done, now = 0, segment.offset_ms
    yield 0, now
    for word in segment.words:
        start = segment.text.find(word.text, done) if word.text else -1
        if start < 0:
            continue
        done = start + len(word.text)
        now = max(now, word.offset_ms)
        yield start, now
        now = max(now, word.end_ms)
        yield done, now
    yield len(segment.text), max(now, segment.end_ms)
