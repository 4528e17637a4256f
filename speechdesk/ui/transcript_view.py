"""The transcript: a text editor into which one can speak while one types."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import uuid4

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QDropEvent,
    QFont,
    QFontInfo,
    QFontMetrics,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPolygonF,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from speechdesk.domain.events import Segment
from speechdesk.domain.spacing import count_words
from speechdesk.domain.transcript import Document, DocumentChange, Run
from speechdesk.ui.partial_overlay import PartialOverlay, Place
from speechdesk.ui.theme import Theme
from speechdesk.ui.transcript_clipboard import from_mime, to_mime
from speechdesk.ui.transcript_document import TranscriptDocument
from speechdesk.ui.transcript_insertion import Insertion, Placement
from speechdesk.ui.transcript_keys import cuts_of, cuts_of_input, is_modifier, is_typed

FONT_PT = 13.0
LINE_HEIGHT = 1.55
COLUMN_CHARACTERS = 72
ZOOM_PERCENT = (50, 300)
_ZOOM_STEP = 10
_USUAL_LINE = 1.2  # what a line of a text font takes, in ems; the height is relative to it
_MARGIN = 24  # pixels around the text


class TranscriptView(QTextEdit):
    """Shows one take's document and keeps every word's link to its sound.

    Dictation never moves the caret, the selection or what is seen, except that a caret standing
    at the insertion mark goes on with it, and that the mark stays in sight once it is.
    """

    edited = Signal()  # something is to be saved, see `take_changes`
    word_activated = Signal(int, int)  # segment id, index of the word: let it be heard
    zoom_changed = Signal(int)  # percent

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words: dict[int, Segment] = {}
        self._dictating = False
        self._zoom = 100
        self._take_key = uuid4().hex
        self._document = TranscriptDocument(_line_height(self.font()), self)
        self._document.setDocumentMargin(_MARGIN)
        self.setDocument(self._document)
        self._insertion = Insertion(self._document, self.textCursor)
        self._partial = PartialOverlay(self, self._insertion.cursor, self._partial_colour)
        self._loader = QTimer(self)
        self._loader.setInterval(0)
        self._loader.timeout.connect(self._load_more)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setBackgroundRole(QPalette.ColorRole.Base)  # beside the column, too
        self.setAutoFillBackground(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setPlaceholderText("What you say appears here. You can type in it at any time.")
        self.setAccessibleName("Transcript")
        self.setAccessibleDescription(
            "The text of this take. What is said is inserted here; it can be edited at any time."
        )
        self.setTabChangesFocus(False)
        self._apply_zoom()
        self._document.edited.connect(self.edited)
        self._document.contentsChanged.connect(self._partial.settle)
        self.cursorPositionChanged.connect(self._caret_moved)
        self.selectionChanged.connect(self._caret_moved)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.changed.connect(self._recolour)

    # Document

    def load(self, document: Document, words: Mapping[int, Segment]) -> None:
        """Show a take; `words` holds its segments by id. The caret goes to the end."""
        self._partial.show("")
        self._insertion.forget()
        self._words = dict(words)
        self._take_key = uuid4().hex
        self._document.load(document)
        if self._document.loading:
            self._loader.start()
        else:
            self._to_end()

    def take_changes(self) -> DocumentChange | None:
        """Return what is to be written since the last call, None if nothing."""
        return self._document.take_changes()

    def segment(self, segment_id: int) -> Segment | None:
        """Return the segment of this id, if it belongs to the take."""
        return self._words.get(segment_id)

    def plain_text(self) -> str:
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
        self._partial.settle()
        self.viewport().update()

    def begin_dictation(self) -> None:
        """Put the insertion mark where the caret is; a selection will be replaced."""
        self._document.complete_load()
        self._dictating = True
        self._insertion.begin()
        self._reveal_mark()
        self.viewport().update()

    def end_dictation(self) -> None:
        """Hide the insertion mark. Finals that are still to come go there all the same."""
        self._dictating = False
        self.viewport().update()

    @Slot()
    def dictate_here(self) -> None:
        """Move the insertion mark to the caret."""
        self._insertion.move_to(self.textCursor())
        self._partial.settle()
        self.viewport().update()

    def show_partial(self, text: str) -> None:
        """Show what is understood so far of the phrase under way."""
        if text != self._partial.text:
            with self._unmoved():
                self._partial.show(text)

    def clear_partial(self) -> None:
        self.show_partial("")

    def insert_final(self, segment_id: int, segment: Segment) -> None:
        """Insert a final as one undo step; one that is in the document already is ignored."""
        if segment_id <= self._document.last_segment_id:
            return
        with self._dictation():
            self._words[segment_id] = segment
            self._document.last_segment_id = segment_id
            if segment.text:
                self._insertion.insert_segment(segment_id, segment)
        self.edited.emit()

    def insert_runs(self, runs: Sequence[Run], *, spaced: bool = True) -> None:
        """Insert `runs` at the mark as one undo step; see `Insertion.insert`."""
        with self._dictation():
            self._insertion.insert(runs, spaced=spaced)

    def scratch(self) -> bool:
        """Delete the phrase dictated last, if nothing stands between it and the mark."""
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
        """An edit that is not the user's: their caret, selection and view stay."""
        self._document.complete_load()
        with self._unmoved(), self._partial.lifted():
            caret = self.textCursor()
            place = self._insertion.cursor()
            held = _Held(caret) if caret.hasSelection() and caret != place else None
            composition = self._take_composition()
            yield
            if held is not None:
                held.restore(self)
            self._put_composition(composition)

    @contextmanager
    def _unmoved(self) -> Iterator[None]:
        """Keep what is read in its place; keep the mark in sight if it is."""
        bar = self.verticalScrollBar()
        top = self.cursorForPosition(QPoint(0, 0))
        top.setKeepPositionOnInsert(True)
        before = self.cursorRect(top).top()
        height = self.viewport().height()
        followed = 0 <= self._partial.tail().bottom() <= height
        value = bar.value()
        yield
        bar.setValue(value)
        bar.setValue(value + self.cursorRect(top).top() - before)
        if followed:
            self._reveal_mark()

    def _reveal_mark(self) -> None:
        rect = self._partial.tail()
        bar = self.verticalScrollBar()
        below = rect.bottom() - self.viewport().height() + _MARGIN
        if below > 0:
            bar.setValue(bar.value() + below)
        elif rect.top() < 0:
            bar.setValue(bar.value() + rect.top())

    def _take_composition(self) -> QInputMethodEvent | None:
        """Take what an input method composes at the caret out of its block."""
        block = self.textCursor().block()
        layout = block.layout()
        text = layout.preeditAreaText()
        if not text:
            return None
        attributes = [
            QInputMethodEvent.Attribute(
                QInputMethodEvent.AttributeType.TextFormat,
                each.start - layout.preeditAreaPosition(),
                each.length,
                each.format,
            )
            for each in layout.formats()
        ]
        layout.setPreeditArea(-1, "")
        layout.clearFormats()
        self._document.markContentsDirty(block.position(), block.length())
        return QInputMethodEvent(text, attributes)

    def _put_composition(self, composition: QInputMethodEvent | None) -> None:
        if composition is not None:
            super().inputMethodEvent(composition)

    # Qt's events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_modifier(event):
            super().keyPressEvent(event)
            return
        self._document.complete_load()
        with self._partial.lifted():
            typed = event.text() if is_typed(event) else ""
            with self._writing(cuts_of(event, self.textCursor()), typed):
                super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._document.complete_load()
        with self._partial.lifted():
            cuts = cuts_of_input(event, self.textCursor())
            with self._writing(cuts, event.commitString()):
                super().inputMethodEvent(event)

    @contextmanager
    def _writing(self, cuts: Sequence[int], typed: str) -> Iterator[None]:
        """The user's own edit by Qt: what they type is not what was said before it.

        Only letters put into the middle of a word belong to that word.
        """
        caret = self.textCursor()
        start = caret.selectionStart()
        revision = self._document.revision()
        replacing = bool(typed) and caret.hasSelection()
        in_one_step = replacing or self._document.needs_cut(*cuts)
        if in_one_step:
            caret.beginEditBlock()
            self._document.cut(*cuts)
        within = self._document.is_within_word(start) and not typed.isspace()
        if typed and not replacing and not within:
            self.setCurrentCharFormat(QTextCharFormat())
        yield
        if replacing and self._document.revision() != revision:
            written = self.textCursor()
            written.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
            written.setCharFormat(QTextCharFormat())
        if in_one_step:
            caret.endEditBlock()
            self.ensureCursorVisible()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._document.complete_load()
        if _asks_for_sound(event):
            self._activate_word(event.position().toPoint())
            return
        with self._steered(event) as steered:
            super().mousePressEvent(steered)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        with self._steered(event) as steered:
            super().mouseMoveEvent(steered)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if _asks_for_sound(event):
            return
        with self._steered(event) as steered:
            super().mouseReleaseEvent(steered)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        with self._steered(event) as steered:
            super().mouseDoubleClickEvent(steered)

    @contextmanager
    def _steered(self, event: QMouseEvent) -> Iterator[QMouseEvent]:
        """The event for a text without partial, pointing to the same character."""
        inside = self.viewport().rect().contains(event.position().toPoint())
        hovering = event.type() == QEvent.Type.MouseMove and not event.buttons()
        if hovering or self._partial.place not in (Place.MARK, Place.BELOW):
            yield event
            return
        place = self.cursorForPosition(event.position().toPoint())
        with self._partial.lifted():
            target = QPointF(self.cursorRect(place).center()) if inside else event.position()
            yield QMouseEvent(
                event.type(),
                target,
                event.globalPosition(),
                event.button(),
                event.buttons(),
                event.modifiers(),
                event.pointingDevice(),
            )

    def dropEvent(self, event: QDropEvent) -> None:
        self._document.complete_load()
        caret = self.textCursor()
        with (
            self._partial.lifted(),
            self._writing((caret.selectionStart(), caret.selectionEnd()), ""),
        ):
            super().dropEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        caret = self.textCursor()
        runs = self._document.runs_between(caret.selectionStart(), caret.selectionEnd())
        return to_mime(runs, self._take_key)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        self._document.complete_load()
        runs = from_mime(source, self._take_key)
        caret = self.textCursor()
        with self._partial.lifted():
            caret.beginEditBlock()
            self._document.remove(caret)
            self._document.insert(caret, runs)
            caret.endEditBlock()
        self.setTextCursor(caret)
        self.ensureCursorVisible()

    def _activate_word(self, point: QPoint) -> None:
        word = self._document.word_at(self.cursorForPosition(point).position())
        if word is not None:
            self.word_activated.emit(word.segment_id, word.index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom + (_ZOOM_STEP if event.angleDelta().y() > 0 else -_ZOOM_STEP))
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_column()  # first: it resizes the viewport, for which Qt then lays out the text
        super().resizeEvent(event)
        self._partial.move_strip()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._dictating and self._insertion.cursor().position() != self.textCursor().position():
            self._paint_mark()

    def _paint_mark(self) -> None:
        rect = QRectF(self.cursorRect(self._insertion.cursor()))
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.color("accent")
        painter.fillRect(QRectF(rect.left(), rect.top(), 2, rect.height()), colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        middle = rect.left() + 1
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(middle - 4, rect.top()),
                    QPointF(middle + 4, rect.top()),
                    QPointF(middle, rect.top() + 5),
                ]
            )
        )
        painter.end()

    @Slot()
    def _caret_moved(self) -> None:
        self._partial.settle()

    @Slot()
    def _scrolled(self) -> None:
        self._partial.move_strip()

    # Look

    @property
    def zoom(self) -> int:
        """In percent of the usual size."""
        return self._zoom

    def set_zoom(self, percent: int) -> None:
        """Show the text larger or smaller, within `ZOOM_PERCENT`."""
        least, most = ZOOM_PERCENT
        percent = min(max(percent, least), most)
        if percent != self._zoom:
            self._zoom = percent
            self._apply_zoom()
            self.zoom_changed.emit(percent)

    def _apply_zoom(self) -> None:
        font = QFont(self.font())
        font.setPointSizeF(FONT_PT * self._zoom / 100)
        self.setFont(font)
        self._document.setDefaultFont(font)
        self._fit_column()

    def _fit_column(self) -> None:
        """Keep lines short: a column in the middle of a wide window."""
        widest = COLUMN_CHARACTERS * self.fontMetrics().averageCharWidth() + 2 * _MARGIN
        bar = self.verticalScrollBar().sizeHint().width()
        side = max(0, (self.contentsRect().width() - widest) // 2)
        self.setViewportMargins(side, 0, max(0, side - bar), 0)

    def _partial_colour(self) -> QColor:
        return self._theme.color("faint")

    @Slot()
    def _recolour(self) -> None:
        self._partial.recolour()
        self.viewport().update()


def _line_height(font: QFont) -> int:
    """Return the distance of lines, in percent of the font's own, which differs between fonts."""
    usual = _USUAL_LINE * QFontInfo(font).pixelSize() / QFontMetrics(font).lineSpacing()
    return round(LINE_HEIGHT * 100 * usual)


def _asks_for_sound(event: QMouseEvent) -> bool:
    return (
        event.button() == Qt.MouseButton.LeftButton
        and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    )


class _Held:
    """A selection that dictation at its end must not widen."""

    def __init__(self, caret: QTextCursor) -> None:
        self._start = QTextCursor(caret)
        self._start.setPosition(caret.selectionStart())
        self._end = QTextCursor(caret)
        self._end.setPosition(caret.selectionEnd())
        self._end.setKeepPositionOnInsert(True)
        self._forward = caret.position() == caret.selectionEnd()

    def restore(self, view: QTextEdit) -> None:
        anchor, position = self._start.position(), self._end.position()
        if not self._forward:
            anchor, position = position, anchor
        caret = view.textCursor()
        if (caret.anchor(), caret.position()) != (anchor, position):
            caret.setPosition(anchor)
            caret.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
            view.setTextCursor(caret)
