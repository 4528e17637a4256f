"""Where dictated text goes, and how it joins what stands there. Each operation is one undo step."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum

from PySide6.QtGui import QTextBlock, QTextCursor

from speechdesk.domain.events import Segment
from speechdesk.domain.spacing import clings, needs_space
from speechdesk.domain.spoken.edits import Insert
from speechdesk.domain.transcript import (
    LINE,
    PARAGRAPH,
    Run,
    runs_of,
    sliced,
    starts_block,
    text_of,
)
from speechdesk.ui.text_units import units
from speechdesk.ui.transcript_document import TranscriptDocument, one_step


class Placement(StrEnum):
    """Where finals go."""

    STARTED = "started"  # where the caret was when dictation began
    CARET = "caret"  # where the caret is
    END = "end"


class Insertion:
    """The insertion mark of a document, and what dictation does there."""

    def __init__(self, document: TranscriptDocument, caret: Callable[[], QTextCursor]) -> None:
        self._document = document
        self._caret = caret
        self._mark: QTextCursor | None = None
        self._said_until_ms: int | None = None
        self._phrase = 0
        self.placement = Placement.STARTED

    def begin(self) -> None:
        """Dictation begins: a selection is replaced by the first final."""
        self.move_to(self._caret())

    def move_to(self, cursor: QTextCursor) -> None:
        """Let what is said from now on go where `cursor` is."""
        self._mark = QTextCursor(cursor)
        self._said_until_ms = None

    def forget(self) -> None:
        """Forget the mark: text goes to the end of the document until dictation begins."""
        self._mark = None
        self._said_until_ms = None

    def cursor(self) -> QTextCursor:
        """Return the place; what it selects is to be replaced."""
        if self.placement is Placement.CARET:
            return QTextCursor(self._caret())
        if self.placement is Placement.STARTED and self._mark is not None:
            return QTextCursor(self._mark)
        end = QTextCursor(self._document)
        end.movePosition(QTextCursor.MoveOperation.End)
        return end

    def text_before(self) -> str:
        """Return the text of the mark's block before it."""
        return _before(self.cursor())

    def text_after(self) -> str:
        """Return the text of the mark's block behind it."""
        return _after(self.cursor())

    def insert_segment(self, segment_id: int, segment: Segment, edit: Insert | None) -> None:
        """Insert a final, or what spoken commands made of it.

        A long pause before it starts a new block.
        """
        until = self._said_until_ms
        pause_ms = 0 if until is None else segment.offset_ms - until
        self._said_until_ms = segment.end_ms
        if edit is None:
            self.insert(runs_of(segment_id, segment), pause_ms=pause_ms)
        else:
            self.insert(edit.runs, space=edit.spaced, drop=edit.drop, pause_ms=pause_ms)

    def insert(
        self,
        runs: Sequence[Run],
        *,
        space: bool | None = None,
        drop: int = 0,
        pause_ms: int = 0,
    ) -> None:
        """Insert `runs`, in which a PARAGRAPH starts a new block.

        `drop`: so many characters before the mark are removed first. `space`: whether one stands
        before the runs; None puts one where it belongs. Behind them it is always so.
        """
        if not runs and not drop:
            return
        text = text_of(runs)
        with self._step() as cursor:
            self._phrase += 1
            self._drop(cursor, drop)
            before, after = _before(cursor), _after(cursor)
            belongs = needs_space(before, text)
            joins = drop > 0 or clings(text) or (belongs and space is False)
            if space is False or text.startswith((LINE, PARAGRAPH)):
                pause_ms = 0  # what breaks or joins the line itself does so after any pause
            first: tuple[Run, ...] = ()
            if not after and not joins and starts_block(before, text, pause_ms):
                first = (Run(PARAGRAPH),)
                runs = sliced(runs, 1 if text[0] in (LINE, PARAGRAPH) else 0, len(text))
            elif belongs if space is None else space:
                first = (Run(" "),)
            last = (Run(" "),) if needs_space(text, after) else ()
            self._document.insert(cursor, (*first, *runs, *last), self._phrase)

    def _drop(self, cursor: QTextCursor, count: int) -> None:
        """Remove up to `count` characters of the block before `cursor`."""
        before = _before(cursor)
        dropped = units(before[max(0, len(before) - count) :]) if count else 0
        cursor.setPosition(cursor.position() - dropped, QTextCursor.MoveMode.KeepAnchor)
        self._document.remove(cursor)

    def scratch(self) -> bool:
        """Delete the phrase that was dictated last, if the mark still stands right behind it."""
        position = self.cursor().selectionEnd()
        start = self._document.phrase_start(position)
        if start == position:
            return False
        self._remove(start, position)
        return True

    def delete_word(self) -> bool:
        """Delete the last word before the mark; returns whether there was one."""
        cursor = self.cursor()
        position = cursor.selectionEnd()
        cursor.setPosition(position)
        block = cursor.block()
        text = _before(cursor)
        while not text.strip() and block.previous().isValid():
            block = block.previous()
            text = block.text()
        kept = text.rstrip()
        if not kept:
            return False
        typed = kept[: len(kept) - len(kept.split()[-1])]
        start = block.position() + units(typed)
        end = block.position() + units(kept)
        # Where words are not spaced, they are known from how they were said.
        said = [begin for begin, _, _ in self._document.words(block) if start <= begin < end]
        if said and said[-1] > start:
            self._remove(said[-1], position)
        else:
            self._remove(block.position() + units(typed.rstrip()), position)
        return True

    def _remove(self, start: int, end: int) -> None:
        cursor = QTextCursor(self._document)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        with one_step(cursor):
            self._document.remove(cursor)
        self._document.setModified(False)

    @contextmanager
    def _step(self) -> Iterator[QTextCursor]:
        """One undo step at the mark, whose selection is removed first."""
        cursor = self.cursor()
        with one_step(cursor):
            self._document.remove(cursor)
            yield cursor
        # Keeps Qt from merging what is typed next into this step.
        self._document.setModified(False)


def _before(cursor: QTextCursor) -> str:
    block = cursor.document().findBlock(cursor.selectionStart())
    return _selected(block, block.position(), cursor.selectionStart())


def _after(cursor: QTextCursor) -> str:
    block = cursor.document().findBlock(cursor.selectionEnd())
    return _selected(block, cursor.selectionEnd(), block.position() + block.length() - 1)


def _selected(block: QTextBlock, start: int, end: int) -> str:
    cursor = QTextCursor(block)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText().replace("\u2028", "\n")
