"""The transcript: a text editor into which one can speak while one types."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import uuid4

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF, QTextCursor
from PySide6.QtWidgets import QWidget

from speechdesk.domain.events import Segment
from speechdesk.domain.spacing import count_words
from speechdesk.domain.transcript import Document, DocumentChange, Run
from speechdesk.ui.theme import Theme
from speechdesk.ui.transcript_edit import TranscriptEdit
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

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._segments: dict[int, Segment] = {}
        self._dictating = False
        self._loader = QTimer(self)
        self._loader.setInterval(0)
        self._loader.timeout.connect(self._load_more)
        self._document.edited.connect(self.edited)

    # Document

    def load(self, document: Document, segments: Mapping[int, Segment]) -> None:
        """Show a take; `segments` holds its segments by id. The caret goes to the end."""
        self._partial.show("")
        self._insertion.forget()
        self._segments = dict(segments)
        self._take_key = uuid4().hex
        self._document.load(document)
        if self._document.loading:
            self._loader.start()
        else:
            self._loader.stop()
            self._to_end()

    def take_changes(self) -> DocumentChange | None:
        """Return what is to be written since the last call, None if nothing."""
        return self._document.take_changes()

    def plain_text(self) -> str:
        """Return the text, a paragraph a line."""
        self._document.complete_load()
        return self._document.toPlainText()

    def word_count(self) -> int:
        return count_words(self.plain_text())

    @Slot()
    def _load_more(self) -> None:
        self._document.load_more()
        if not self._document.loading:
            self._loader.stop()
            self._to_end()

    def _to_end(self) -> None:
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    # Dictation

    def set_placement(self, placement: Placement) -> None:
        """Say where finals go from now on."""
        self._insertion.placement = placement
        self._mark_moved()

    def begin_dictation(self) -> None:
        """Put the insertion mark where the caret is; a selection will be replaced."""
        self._document.complete_load()
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

    def insert_final(self, segment_id: int, segment: Segment) -> None:
        """Insert a final as one undo step; one that is in the document already is ignored."""
        if segment_id <= self._document.last_segment_id:
            return
        with self._dictation():
            self._segments[segment_id] = segment
            self._document.last_segment_id = segment_id
            if segment.text:
                self._insertion.insert_segment(segment_id, segment)
        self.edited.emit()

    def insert_runs(self, runs: Sequence[Run], *, spaced: bool = True) -> None:
        """Insert `runs` at the mark as one undo step; see `Insertion.insert`."""
        with self._dictation():
            self._insertion.insert(runs, spaced=spaced)

    def scratch(self) -> bool:
        """Delete the phrase dictated last; False if something else stands before the mark."""
        with self._dictation():
            return self._insertion.scratch()

    def delete_word(self) -> bool:
        """Delete the word before the mark; returns whether there was one."""
        with self._dictation():
            return self._insertion.delete_word()

    def undo_step(self) -> None:
        """Undo, leaving caret and view where they are: for one who speaks."""
        with self._dictation():
            self._document.undo()

    def redo_step(self) -> None:
        """Redo, leaving caret and view where they are."""
        with self._dictation():
            self._document.redo()

    def text_around_mark(self) -> tuple[str, str]:
        """Return what stands before and behind the mark in its block."""
        return self._insertion.text_before(), self._insertion.text_after()

    @contextmanager
    def _dictation(self) -> Iterator[None]:
        """An edit that is not made by the user's hands, which it must not disturb."""
        self._document.complete_load()
        with view_kept(self, self._partial), self._partial.lifted():
            composition = take_composition(self)
            with selection_kept(self, self._insertion.cursor()):
                yield
            if composition is not None:
                self.inputMethodEvent(composition)
        self.viewport().update()

    def _mark_moved(self) -> None:
        self._partial.settle()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
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
