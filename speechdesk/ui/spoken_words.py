"""When each word of a transcript was said, and where it stands in the text."""

from bisect import bisect_right, insort
from collections.abc import Iterator, Mapping
from itertools import chain, zip_longest

from PySide6.QtGui import QTextBlock

from speechdesk.domain.events import Segment, Word
from speechdesk.domain.transcript import WordRef
from speechdesk.ui.transcript_document import TranscriptDocument

_EARLIER_READINGS = 8  # how many segments are looked at that may cover the same moment


class SpokenWords:
    """Joins the text of a document with the segments of its take. Times are milliseconds of the
    recording, ranges are (start, end) positions of the document."""

    def __init__(self, document: TranscriptDocument) -> None:
        self._document = document
        self._segments: dict[int, Segment] = {}
        self._by_time: list[tuple[int, int]] = []  # offset and id of each segment
        self._languages: frozenset[str] = frozenset()
        self._near = 0  # the block where a word was found last

    def reset(self, segments: Mapping[int, Segment]) -> None:
        """Begin anew with the segments of another take."""
        self._segments = dict(segments)
        self._by_time = sorted((each.offset_ms, key) for key, each in segments.items())
        self._languages = frozenset(each.language for each in segments.values() if each.language)
        self._near = 0

    def add(self, segment_id: int, segment: Segment) -> None:
        """Take a segment that was just recognized."""
        self._segments[segment_id] = segment
        insort(self._by_time, (segment.offset_ms, segment_id))
        if segment.language:
            self._languages |= {segment.language}

    @property
    def languages(self) -> frozenset[str]:
        """The languages in which something was recognized in this take."""
        return self._languages

    def segment(self, segment_id: int) -> Segment | None:
        """Return the segment of this id, None if it is not of this take."""
        return self._segments.get(segment_id)

    def word(self, ref: WordRef) -> Word | None:
        """Return when the word was said; a segment without timed words is one long word."""
        segment = self._segments.get(ref.segment_id)
        if segment is None:
            return None
        if ref.index < len(segment.words):
            return segment.words[ref.index]
        return Word(segment.text, segment.offset_ms, segment.duration_ms, segment.confidence)

    # From the text to the sound

    def time_between(self, start: int, end: int) -> tuple[int, int] | None:
        """Return from when to when the words between two positions were said."""
        said = [self.word(ref) for *_, ref in self._words_between(start, end)]
        known = [word for word in said if word is not None]
        if not known:
            return None
        return min(word.offset_ms for word in known), max(word.end_ms for word in known)

    def time_from(self, position: int) -> int | None:
        """Return when the first word was said that stands around or behind `position`."""
        for *_, ref in self._words_between(position, self._document.characterCount()):
            word = self.word(ref)
            if word is not None:
                return word.offset_ms
        return None

    def segments_between(self, start: int, end: int) -> list[int]:
        """Return the ids of the segments of which a word stands between two positions."""
        refs = [ref for *_, ref in self._words_between(start, end)]
        return list(dict.fromkeys(ref.segment_id for ref in refs))

    def beginnings_between(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield where the words of another segment begin than those before them, and its id."""
        before = None
        for begin, _, ref in self._words_between(start, end):
            if ref.segment_id != before:
                before = ref.segment_id
                yield begin, ref.segment_id

    def doubtful_between(self, start: int, end: int, limit: float) -> Iterator[tuple[int, int]]:
        """Yield the words of which the recognizer was less sure than `limit` (0 to 1)."""
        for begin, finish, ref in self._words_between(start, end):
            word = self.word(ref)
            if word is not None and word.confidence is not None and word.confidence < limit:
                yield begin, finish

    def next_doubtful(self, position: int, limit: float) -> tuple[int, int] | None:
        """Return the first doubtful word that begins at `position` or behind it, from the beginning
        of the text, if there is none further on."""
        behind = self.doubtful_between(position, self._document.characterCount(), limit)
        before = self.doubtful_between(0, max(0, position - 1), limit)
        return next(chain((each for each in behind if each[0] >= position), before), None)

    def _words_between(self, start: int, end: int) -> Iterator[tuple[int, int, WordRef]]:
        """Yield the words of which a character stands between two positions, or that touch the
        one position given as both."""
        block = self._document.findBlock(start)
        while block.isValid() and block.position() <= end:
            for begin, finish, ref in self._document.words(block):
                if (finish > start and begin < end) or (start == end and begin <= start <= finish):
                    yield begin, finish, ref
            block = block.next()

    # From the sound to the text

    def at(self, time_ms: int) -> tuple[int, int] | None:
        """Return where the word stands that is being said, or was said last, at `time_ms`."""
        last = bisect_right(self._by_time, time_ms, key=lambda each: each[0]) - 1
        for _, key in reversed(self._by_time[max(0, last + 1 - _EARLIER_READINGS) : last + 1]):
            segment = self._segments[key]
            if time_ms < segment.end_ms:
                index = bisect_right(segment.words, time_ms, key=lambda word: word.offset_ms) - 1
                found = self.find(WordRef(key, max(0, index)))
                if found is not None:
                    return found
        return None

    def find(self, ref: WordRef) -> tuple[int, int] | None:
        """Return where a word stands; None if it was deleted."""
        for block in self._blocks_of(ref.segment_id):
            for start, end, other in self._document.words(block):
                if other == ref:
                    return start, end
        return None

    def range_of(self, segment_id: int) -> tuple[int, int] | None:
        """Return from the first to the last word of a segment; None if all are deleted.

        Words of it that were moved elsewhere, with other paragraphs between, are not in the range.
        """
        for block in self._blocks_of(segment_id):
            first = last = block
            while self._document.has_segment(first.previous(), segment_id):
                first = first.previous()
            while self._document.has_segment(last.next(), segment_id):
                last = last.next()
            end = last.position() + last.length() - 1
            words = self._words_between(first.position(), end)
            places = [place for *place, ref in words if ref.segment_id == segment_id]
            if places:  # an edit past us may have left none in a block that had some
                return places[0][0], places[-1][1]
        return None

    def _blocks_of(self, segment_id: int) -> Iterator[QTextBlock]:
        """Yield the blocks with words of the segment, the nearest to what was asked last first."""
        count = self._document.blockCount()
        near = min(self._near, count - 1)
        outward = zip_longest(range(near, count), range(near - 1, -1, -1))
        for number in chain.from_iterable(outward):
            if number is not None:
                block = self._document.findBlockByNumber(number)
                if self._document.has_segment(block, segment_id):
                    self._near = number
                    yield block
