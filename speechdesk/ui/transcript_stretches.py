"""What the character formats of a transcript say: which words a stretch of text was spoken as.

A character format for each word would make Qt shape, lay out and paint every word by itself, four
times as slowly as plain text. So a *stretch* of many words has one format, whose property is a
key under which its runs are kept here. Formats come back with undo, so words do too.
"""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtGui import QTextCharFormat, QTextFormat

from speechdesk.domain.transcript import Run, WordRef, surviving


class Property(IntEnum):
    """What our character formats have."""

    STRETCH = QTextFormat.Property.UserProperty + 1  # key of several runs
    SEGMENT = QTextFormat.Property.UserProperty + 2  # one word: its WordRef
    INDEX = QTextFormat.Property.UserProperty + 3
    PHRASE = QTextFormat.Property.UserProperty + 4  # number of the phrase it was dictated with


def is_spoken(style: QTextCharFormat) -> bool:
    """Whether text of this format came in by dictation."""
    return any(style.hasProperty(each) for each in Property)


def is_stretch(style: QTextCharFormat) -> bool:
    """Whether text of this format may be several words."""
    return style.hasProperty(Property.STRETCH)


def phrase_of(style: QTextCharFormat) -> int:
    """Return the number of the phrase that text of this format was dictated with, 0 if none."""
    return style.intProperty(Property.PHRASE)


def phrase_format(phrase: int) -> QTextCharFormat:
    """Return the format of text without words."""
    style = QTextCharFormat()
    if phrase:
        style.setProperty(Property.PHRASE, phrase)
    return style


class Stretches:
    """The runs of every stretch that is, or by undo may again be, in one document."""

    def __init__(self) -> None:
        self._runs: dict[int, tuple[Run, ...]] = {}
        self._segments: dict[int, frozenset[int]] = {}

    def clear(self) -> None:
        """Forget all: the document is empty and can undo nothing."""
        self._runs.clear()
        self._segments.clear()

    def format_of(self, runs: Sequence[Run], phrase: int) -> QTextCharFormat:
        """Return a format for the text of `runs`, by which `runs_of` gives them back."""
        style = phrase_format(phrase)
        if len(runs) == 1 and runs[0].word is not None:
            style.setProperty(Property.SEGMENT, runs[0].word.segment_id)
            style.setProperty(Property.INDEX, runs[0].word.index)
            return style
        segments = frozenset(run.word.segment_id for run in runs if run.word is not None)
        if segments:
            key = len(self._runs) + 1
            self._runs[key] = tuple(runs)
            self._segments[key] = segments
            style.setProperty(Property.STRETCH, key)
        return style

    def runs_of(self, text: str, style: QTextCharFormat) -> tuple[Run, ...]:
        """Return the runs of `text`, which has this format.

        A stretch is whole, unless something edited the document without dividing it before: then
        what is left of it keeps its words all the same.
        """
        if is_stretch(style):
            return surviving(self._runs[style.intProperty(Property.STRETCH)], text)
        if style.hasProperty(Property.SEGMENT):
            word = WordRef(style.intProperty(Property.SEGMENT), style.intProperty(Property.INDEX))
            return (Run(text, word),)
        return (Run(text),)

    def has_segment(self, style: QTextCharFormat, segment_id: int) -> bool:
        """Whether a word of this segment is in text of this format."""
        if is_stretch(style):
            return segment_id in self._segments[style.intProperty(Property.STRETCH)]
        return style.intProperty(Property.SEGMENT) == segment_id
