"""The transcript: a text editor into which one can speak while one types."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF, QTextCursor
from PySide6.QtWidgets import QWidget

from speechdesk.domain.events import Segment
from speechdesk.domain.spacing import count_words
from speechdesk.domain.spoken.edits import Command, Insert
from speechdesk.domain.transcript import (
    Document,
    DocumentChange,
    Run,
    reworded,
    runs_of,
)
from speechdesk.ui.language_chips import LanguageChips
from speechdesk.ui.spoken_words import SpokenWords
from speechdesk.ui.theme import Theme
from speechdesk.ui.transcript_document import one_step
from speechdesk.ui.transcript_edit import TranscriptEdit
from speechdesk.ui.transcript_highlights import Highlights, Layer
from speechdesk.ui.transcript_insertion import Placement
from speechdesk.ui.transcript_stillness import (
    reveal,
    selection_kept,
    take_composition,
    view_kept,
)


class TranscriptView(TranscriptEdit):
    """Shows one take's document and keeps every word's link to its sound.

    Dictation never moves the caret, the selection or what is seen, except that a caret standing
    at the insertion mark goes on with it, and that the mark stays in sight once it is.
    """

    edited = Signal()
    """Something is to be saved, see `take_changes`."""

    shown = Signal()
    """Another take is in the editor, all of it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._spoken = SpokenWords(self._document)
        self._highlights = Highlights(self, theme)
        self._chips = LanguageChips(self, self._spoken, theme)
        self._dictating = False
        self._commands: dict[Command, Callable[[], bool]] = {
            Command.SCRATCH: self._insertion.scratch,
            Command.DELETE_WORD: self._insertion.delete_word,
            Command.UNDO: self._undo,
            Command.REDO: self._redo,
        }
        self._loader = QTimer(self)
        self._loader.setInterval(0)
        self._loader.timeout.connect(self._load_more)
        self._document.edited.connect(self.edited)
        self.selectionChanged.connect(self._show_replaced)

    # Document

    def load(self, document: Document, segments: Mapping[int, Segment]) -> None:
        """Show a take; `segments` holds its segments by id. The caret goes to the end.

        What changed in the take before is to be taken first: nothing of it is left then.
        """
        self._held.clear()
        self._partial.show("")
        self._insertion.forget()
        self._spoken.reset(segments)
        for layer in Layer:
            self._highlights.set(layer, ())
        self._copied.forget()
        self._document.load(document)
        self._loader.start()
        self._look_whether_loaded(to_end=True)

    @property
    def last_segment_id(self) -> int:
        """Up to which segment the document holds what was said."""
        return self._document.last_segment_id

    @property
    def is_loading(self) -> bool:
        """Whether a long take is still being filled in; `shown` follows."""
        return self._document.loading

    def take_changes(self) -> DocumentChange | None:
        """Return what is to be written since the last call, None if nothing."""
        if self._held:
            self._fill_now()
        return self._document.take_changes()

    def plain_text(self) -> str:
        """Return the text, a paragraph a line."""
        self._fill_now()
        return self._document.toPlainText()

    @property
    def has_text(self) -> bool:
        """Whether anything but space is written. A take that is still being filled in counts so."""
        return self.is_loading or bool(self._document.toPlainText().strip())

    @Slot()
    def _load_more(self) -> None:
        caret = self.textCursor()
        # Whoever had to have all of it, or has clicked somewhere, has the caret now.
        is_untouched = self._document.loading and caret.atEnd() and not caret.hasSelection()
        with self._partial.lifted():
            self._document.load_more()
        self._look_whether_loaded(to_end=is_untouched)

    def _look_whether_loaded(self, *, to_end: bool) -> None:
        if self._document.loading:
            return
        self._loader.stop()
        if to_end:
            self.moveCursor(QTextCursor.MoveOperation.End)
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        self._do_held()
        self.shown.emit()

    # Dictation

    def set_placement(self, placement: Placement) -> None:
        """Say where finals go from now on."""
        self._insertion.placement = placement
        self._mark_moved()

    def begin_dictation(self) -> None:
        """Put the insertion mark where the caret is; a selection will be replaced.

        Into a take that is still being filled in, too: what is filled in takes both along.
        """
        self._dictating = True
        self._insertion.begin()
        self._mark_moved()
        reveal(self, self._partial.tail())

    def end_dictation(self) -> None:
        """Hide the insertion mark. Finals that are still to come go there all the same."""
        self._dictating = False
        self.viewport().update()

    @Slot()
    def dictate_here(self) -> None:
        """Move the insertion mark to the caret."""
        self._insertion.move_to(self.textCursor())
        self._mark_moved()

    def show_partial(self, text: str) -> None:
        """Show what is understood so far of the phrase under way."""
        if text != self._partial.text:
            with view_kept(self, self._partial):
                self._partial.show(text)

    def clear_partial(self) -> None:
        self.show_partial("")

    def insert_final(self, segment_id: int, segment: Segment, edit: Insert | None = None) -> bool:
        """Insert a final as one undo step; False for one that is in the document already.

        `edit` is what spoken commands made of it, an empty one where it was a command as a whole.
        """
        if segment_id <= self._document.last_segment_id:
            return False
        with self._dictation():
            self._spoken.add(segment_id, segment)
            self._document.last_segment_id = segment_id
            self._insertion.insert_segment(segment_id, segment, edit)
        self.edited.emit()
        return True

    def insert_runs(self, runs: Sequence[Run]) -> None:
        """Insert `runs` at the mark as one undo step; see `Insertion.insert`."""
        with self._dictation():
            self._insertion.insert(runs)

    def perform(self, command: Command) -> bool:
        """Carry out a spoken command on the text; False if there was nothing to do.

        As the user's hands are elsewhere, caret and view stay where they are. Commands that are
        not about the text are the window's.
        """
        act = self._commands.get(command)
        if act is None:
            return False
        with self._dictation():
            return act()

    def _undo(self) -> bool:
        is_something = self._document.isUndoAvailable()
        self._document.undo()
        return is_something

    def _redo(self) -> bool:
        is_something = self._document.isRedoAvailable()
        self._document.redo()
        return is_something

    def text_before_mark(self) -> str:
        """Return the text after which spoken commands are understood."""
        return self._insertion.text_before()

    def text_after_mark(self) -> str:
        """Return the text of the same block that follows what is said."""
        return self._insertion.text_after()

    @contextmanager
    def _dictation(self) -> Iterator[None]:
        """An edit that is not made by the user's hands, which it must not disturb."""
        self._fill_now()
        with view_kept(self, self._partial), self._partial.lifted():
            composition = take_composition(self)
            with selection_kept(self, self._insertion.cursor()):
                yield
            if composition is not None:
                self.inputMethodEvent(composition)
            self._show_replaced()
        self.viewport().update()

    @Slot()
    def _show_replaced(self) -> None:
        """Mark what the next final replaces, where the selection does not show it any more."""
        mark, caret = self._insertion.cursor(), self.textCursor()
        shown = (mark.anchor(), mark.position()) == (caret.anchor(), caret.position())
        pending = self._dictating and mark.hasSelection() and not shown
        ranges = [(mark.selectionStart(), mark.selectionEnd())] if pending else []
        self._highlights.set(Layer.REPLACED, ranges)

    # Words and their sound

    @property
    def spoken(self) -> SpokenWords:
        """When each word was said, and where it stands."""
        return self._spoken

    @property
    def chips(self) -> LanguageChips:
        """In which language each phrase in sight was recognized."""
        return self._chips

    @property
    def highlights(self) -> Highlights:
        """What is marked in the text for a while."""
        return self._highlights

    def selected_time(self) -> tuple[int, int] | None:
        """Return from when to when the selected words were said; None if nothing such is."""
        caret = self.textCursor()
        if not caret.hasSelection():
            return None
        return self._spoken.time_between(caret.selectionStart(), caret.selectionEnd())

    def time_at_caret(self) -> int | None:
        """Return when the word at the caret was said, or the next one that was."""
        return self._spoken.time_from(self.textCursor().selectionStart())

    def show_spoken(self, time_ms: int | None) -> None:
        """Mark the word that is heard at this time, None for none, and keep it in sight.

        Once the user has scrolled away from it, it is followed again when it comes into sight.
        """
        before = self._highlights.ranges(Layer.SPOKEN)
        found = None if time_ms is None else self._spoken.at(time_ms)
        followed = not before or self._is_seen(before[0])
        self._highlights.set(Layer.SPOKEN, [found] if found else [])
        if found and followed:
            reveal(self, self._rect_at(found[0]))

    def select_next_doubtful(self, limit: float) -> bool:
        """Select the next word of which the recognizer was less sure than `limit` (0 to 1)."""
        caret = self.textCursor()
        found = self._spoken.next_doubtful(caret.selectionEnd(), limit)
        if found is not None:
            caret.setPosition(found[0])
            caret.setPosition(found[1], QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(caret)
            self.ensureCursorVisible()
        return found is not None

    def choose_alternative(self, segment_id: int, text: str) -> bool:
        """Put another reading in the place of a segment's text, as one undo step.

        Words that are in both keep their sound. False if nothing of the segment is left.
        """
        place = self._spoken.range_of(segment_id)
        if place is None:
            return False
        self._replace(place, reworded(self._document.runs_between(*place), text))
        return True

    def replace_segment(self, segment_id: int, new_id: int, segment: Segment) -> bool:
        """Put a later reading in the place of a segment's text, as one undo step.

        False if nothing of the earlier one is left.
        """
        self._spoken.add(new_id, segment)
        place = self._spoken.range_of(segment_id)
        if place is None:
            return False
        self._replace(place, runs_of(new_id, segment))
        return True

    def _replace(self, place: tuple[int, int], runs: Sequence[Run]) -> None:
        with self._dictation():
            cursor = QTextCursor(self._document)
            cursor.setPosition(place[0])
            cursor.setPosition(place[1], QTextCursor.MoveMode.KeepAnchor)
            with one_step(cursor):
                self._document.remove(cursor)
                self._document.insert(cursor, runs)
            self._document.setModified(False)

    def copy_all(self, *, rich: bool = False) -> int:
        """Copy the whole text; returns the number of words."""
        if self._held:
            self._fill_now()
        return count_words(self._copy(self._document.whole(), rich=rich))

    def copy_selection(self, *, rich: bool = False) -> int:
        """Copy what is selected; returns the number of words, 0 if nothing is selected."""
        return count_words(self._copy(self._selected(), rich=rich))

    def show_place(self, position: int) -> None:
        """Scroll to a position of the text, and leave the caret alone."""
        reveal(self, self._rect_at(position))

    def _rect_at(self, position: int) -> QRect:
        cursor = QTextCursor(self._document)
        cursor.setPosition(position)
        return self.cursorRect(cursor)

    def _is_seen(self, place: tuple[int, int]) -> bool:
        return self.viewport().rect().intersects(self._rect_at(place[0]))

    # Drawing

    def _mark_moved(self) -> None:
        self._show_replaced()
        self._partial.settle()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._chips.paint()
        mark = self._insertion.cursor()
        if self._dictating and mark.position() != self.textCursor().position():
            self._paint_mark(QRectF(self.cursorRect(mark)))

    def _paint_mark(self, place: QRectF) -> None:
        """Draw a flag at the insertion mark, so that it is not taken for the caret."""
        middle, top = place.left() + 1, place.top()
        flag = [QPointF(middle - 4, top), QPointF(middle + 4, top), QPointF(middle, top + 5)]
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawRect(QRectF(place.left(), top, 2, place.height()))
        painter.drawPolygon(QPolygonF(flag))
        painter.end()
