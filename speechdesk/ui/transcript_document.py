"""The text document behind the editor: which character was spoken as which word, and what changed.

A stretch of words (see `transcript_stretches`) is always whole in the document: `cut` divides it
before an edit goes into it, in the same undo step.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, pairwise

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from speechdesk.domain.division import cuts, divided
from speechdesk.domain.spacing import count_words
from speechdesk.domain.transcript import (
    BLOCK_WORDS,
    LINE,
    PARAGRAPH,
    Block,
    Document,
    DocumentChange,
    Run,
    WordRef,
    joined,
    sliced,
    text_of,
)
from speechdesk.ui.text_units import characters, units
from speechdesk.ui.transcript_blocks import BlockLedger
from speechdesk.ui.transcript_excerpt import Excerpt, Piece, between_blocks, known
from speechdesk.ui.transcript_stretches import Stretches, is_stretch, phrase_format, phrase_of

PARAGRAPH_GAP = 12
"""Between two blocks, in pixels."""

_LINE_SEPARATOR = "\u2028"  # a new line within a block, as Qt writes it
_LOAD_CHARACTERS = 15_000  # filled in at once; with their layout, 4 to 12 ms


@contextmanager
def one_step(cursor: QTextCursor) -> Iterator[None]:
    """Make one undo step of all edits that are made within."""
    cursor.beginEditBlock()
    try:
        yield
    finally:
        cursor.endEditBlock()


class TranscriptDocument(QTextDocument):
    """A QTextDocument that knows the words of its text and what was changed since it was saved."""

    edited = Signal()

    def __init__(self, line_height: int, margin: int, parent: QObject | None = None) -> None:
        """Make an empty one; lines are `line_height` percent of the font's own."""
        super().__init__(parent)
        self.setDocumentMargin(margin)
        self._block_format = _block_format(line_height)
        self._stretches = Stretches()
        self._ledger = BlockLedger()
        self._to_load: list[Block] = []
        self._loading = False
        self._changed = range(0)  # the numbers of the blocks that the last edit was in
        self.last_segment_id = 0
        self.documentLayout()  # without a layout Qt tells no changes
        self.contentsChange.connect(self._note_change)
        self.contentsChanged.connect(self._divide_blocks)
        self.load(Document())

    # Loading

    def load(self, document: Document) -> None:
        """Show another document; it cannot be undone. Large ones are filled in over some turns."""
        self._loading = True
        self.setUndoRedoEnabled(False)
        self.clear()
        self._stretches.clear()
        QTextCursor(self).setBlockFormat(self._block_format)
        self.last_segment_id = document.last_segment_id
        self._ledger.reset(document)
        self._to_load = list(reversed(document.blocks))
        self._fill(first=True)

    @property
    def loading(self) -> bool:
        return self._loading

    def load_more(self) -> None:
        """Fill in the next part of a large document."""
        self._fill(first=False)

    def complete_load(self) -> None:
        """Fill in what is still missing, now."""
        while self._loading:
            self._fill(first=False)

    def _fill(self, *, first: bool) -> None:
        if not self._loading:
            return
        cursor = QTextCursor(self)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        end = cursor.position() + _LOAD_CHARACTERS
        with one_step(cursor):
            while self._to_load and cursor.position() < end:
                if not first:
                    cursor.insertBlock(self._block_format, QTextCharFormat())
                first = False
                self._insert_line(cursor, self._to_load.pop().runs, 0)
        if not self._to_load:
            self._loading = False
            self.setUndoRedoEnabled(True)

    # What changed

    def take_changes(self) -> DocumentChange | None:
        """Return what changed since the last call, None if nothing did."""
        if self._loading:
            return None  # whoever edits has all of it filled in before
        return self._ledger.take(self._read, self.last_segment_id, empty=self.isEmpty())

    def _read(self, number: int, block_id: int) -> Block:
        return Block(block_id, joined(self.runs(self.findBlockByNumber(number))))

    @Slot(int, int, int)
    def _note_change(self, position: int, _removed: int, added: int) -> None:
        if self._loading:
            return
        first, last = self.findBlock(position), self.findBlock(position + added)
        if not last.isValid():  # Qt counts the end of the document as a character, at times
            last = self.lastBlock()
        self._changed = range(first.blockNumber(), last.blockNumber() + 1)
        self._ledger.touch(first.blockNumber(), last.blockNumber(), self.blockCount())
        self.edited.emit()

    @Slot()
    def _divide_blocks(self) -> None:
        """Divide the blocks that an edit made too long, in the undo step of that edit.

        A cursor stays at its character. Where something is composed, that is left alone, and so is
        what undo brings back.
        """
        changed, self._changed = self._changed, range(0)
        if self.isRedoAvailable():
            return
        for number in reversed(changed):
            block = self.findBlockByNumber(number)
            if block.length() > BLOCK_WORDS and not block.layout().preeditAreaText():
                text = block.text().replace(_LINE_SEPARATOR, LINE)
                for end, start in reversed(list(cuts(text))):
                    begin = block.position()
                    self._divide_block(begin + units(text[:end]), begin + units(text[:start]))

    def _divide_block(self, end: int, start: int) -> None:
        cursor = QTextCursor(self)
        cursor.joinPreviousEditBlock()
        self.cut(end, start)
        cursor.setPosition(start)
        phrase = phrase_of(cursor.charFormat())
        # First the new block, then the space before it goes: a cursor before it stays above.
        cursor.insertBlock(self._block_format, phrase_format(phrase))
        cursor.setPosition(end)
        cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        cursor.endEditBlock()

    # Words

    def runs(self, block: QTextBlock) -> tuple[Run, ...]:
        """Return the runs of `block`; empty for an empty block."""
        return tuple(run for fragment in self._fragments(block) for run in fragment.runs)

    def words(self, block: QTextBlock) -> Iterator[tuple[int, int, WordRef]]:
        """Yield where each spoken word of `block` begins and ends in the document, and which."""
        position = block.position()
        for run in self.runs(block):
            end = position + units(run.text)
            if run.word is not None:
                yield position, end, run.word
            position = end

    def has_segment(self, block: QTextBlock, segment_id: int) -> bool:
        """Whether a word of this segment is in `block`, which may be no block at all."""
        return any(
            self._stretches.has_segment(style, segment_id) for _, _, style in _formats(block)
        )

    def word_at(self, position: int) -> WordRef | None:
        """Return the spoken word of the characters around `position`."""
        for start, end, word in self.words(self.findBlock(position)):
            if start <= position <= end:
                return word
        return None

    def is_within_word(self, position: int) -> bool:
        """Whether `position` is between two characters of a word that is no longer in a stretch."""
        return any(
            fragment.start < position < fragment.end and fragment.runs[0].word is not None
            for fragment in self._fragments(self.findBlock(position))
            if not fragment.is_stretch
        )

    def runs_between(self, start: int, end: int) -> tuple[Run, ...]:
        """Return the runs from one position to another, a PARAGRAPH between blocks."""
        return self.excerpt(start, end).runs

    def excerpt(self, start: int, end: int) -> Excerpt:
        """Return what is between two positions."""
        pieces: list[Piece] = []
        block = self.findBlock(start)
        while block.isValid() and block.position() <= end:
            if pieces or block.position() > start:
                pieces.append(between_blocks())
            first, last = start - block.position(), end - block.position()
            if first > 0 or last < block.length() - 1:
                text = block.text()
                part = characters(text, first), characters(text, last)
                pieces.append(known(sliced(self.runs(block), *part)))
            else:
                pieces.extend(self._pieces(block))
            block = block.next()
        return Excerpt(tuple(pieces))

    def whole(self) -> Excerpt:
        """Return all of the take, with what is still to be filled in."""
        pieces = list(self.excerpt(0, self.characterCount() - 1).pieces)
        for block in reversed(self._to_load):
            pieces += between_blocks(), known(block.runs)
        return Excerpt(tuple(pieces))

    def _pieces(self, block: QTextBlock) -> Iterator[Piece]:
        for _, shown, style in _formats(block):
            text = shown.replace(_LINE_SEPARATOR, LINE)
            yield Piece(text, partial(self._stretches.runs_of, text, style))

    def insert(self, cursor: QTextCursor, runs: Sequence[Run], phrase: int = 0) -> None:
        """Put `runs` where `cursor` is, as one undo step; a PARAGRAPH in them starts a block."""
        with one_step(cursor):
            self.cut(cursor.position())
            for number, line in enumerate(_lines(runs)):
                if number:
                    cursor.insertBlock(self._block_format, phrase_format(phrase))
                self._insert_line(cursor, line, phrase)

    def remove(self, cursor: QTextCursor) -> None:
        """Delete what `cursor` selects, in the caller's undo step."""
        if cursor.hasSelection():
            self.cut(cursor.selectionStart(), cursor.selectionEnd())
            cursor.removeSelectedText()

    def phrase_start(self, position: int) -> int:
        """Return where the dictated phrase begins that ends at `position`; it, if none does."""
        phrase = 0
        block = self.findBlock(position)
        while True:
            for fragment in reversed(list(self._fragments(block))):
                if fragment.start >= position:
                    continue
                phrase = phrase or fragment.phrase
                if not phrase or fragment.phrase != phrase or fragment.end > position:
                    return position
                position = fragment.start
            separator = phrase_of(block.charFormat())
            phrase = phrase or separator
            if position > block.position() or not phrase or separator != phrase:
                return position
            block = block.previous()
            if not block.isValid():
                return position
            position = block.position() + block.length() - 1

    def _insert_line(self, cursor: QTextCursor, runs: Sequence[Run], phrase: int) -> None:
        text = text_of(runs).replace("\n", _LINE_SEPARATOR)
        if text:
            cursor.insertText(text, self._stretches.format_of(runs, phrase))

    def needs_cut(self, *positions: int) -> bool:
        """Whether `cut` would do anything."""
        return any(self._across(position) is not None for position in positions)

    def becomes_long(self, start: int, end: int, text: str) -> bool:
        """Whether `text` in the place of what is between two positions makes a block too long."""
        first, last = self.findBlock(start), self.findBlock(end)
        if first.length() + last.length() + len(text) <= BLOCK_WORDS:
            return False
        before, after = first.text(), last.text()
        before = before[: characters(before, start - first.position())]
        after = after[characters(after, end - last.position()) :]
        return count_words(before + text + after) > BLOCK_WORDS

    def cut(self, *positions: int) -> None:
        """Let no stretch go across `positions`; to be called in the undo step of the edit."""
        for position in positions:
            fragment = self._across(position)
            if fragment is not None:
                self._divide(fragment, position)

    def _across(self, position: int) -> "_Fragment | None":
        for fragment in self._fragments(self.findBlock(position)):
            if fragment.is_stretch and fragment.start < position < fragment.end:
                return fragment
        return None

    def _divide(self, fragment: "_Fragment", position: int) -> None:
        runs = fragment.runs
        begins = list(accumulate((units(run.text) for run in runs), initial=fragment.start))
        index = bisect_right(begins, position) - 1  # of the run around or behind `position`
        is_within = begins[index] < position
        borders = sorted({0, index, index + is_within, len(runs)})
        cursor = QTextCursor(self)
        with one_step(cursor):
            for first, last in pairwise(borders):
                cursor.setPosition(begins[first])
                cursor.setPosition(begins[last], QTextCursor.MoveMode.KeepAnchor)
                style = self._stretches.format_of(runs[first:last], fragment.phrase)
                cursor.setCharFormat(style)

    def _fragments(self, block: QTextBlock) -> Iterator["_Fragment"]:
        for start, text, style in _formats(block):
            runs = self._stretches.runs_of(text.replace(_LINE_SEPARATOR, "\n"), style)
            yield _Fragment(start, start + units(text), runs, is_stretch(style), phrase_of(style))


def _formats(block: QTextBlock) -> Iterator[tuple[int, str, QTextCharFormat]]:
    """Yield where text of one format begins in the document, the text, and the format."""
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        if fragment.isValid():
            yield fragment.position(), fragment.text(), fragment.charFormat()
        iterator += 1


@dataclass(frozen=True, slots=True)
class _Fragment:
    """Text of one format, within a block."""

    start: int
    end: int
    runs: tuple[Run, ...]
    is_stretch: bool
    phrase: int


def _lines(runs: Sequence[Run]) -> list[list[Run]]:
    """Return `runs` divided at each PARAGRAPH, and where they are too long for a block."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *rest = run.text.split(PARAGRAPH)
        lines[-1].append(Run(first, run.word))
        lines.extend([Run(text, run.word)] for text in rest)
    return [[run for run in piece if run.text] for line in lines for piece in divided(line)]


def _block_format(line_height: int) -> QTextBlockFormat:
    """Return how a paragraph of the transcript is set."""
    style = QTextBlockFormat()
    style.setLineHeight(line_height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    style.setBottomMargin(PARAGRAPH_GAP)
    return style
