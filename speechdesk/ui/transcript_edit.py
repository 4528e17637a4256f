"""The transcript under the user's hands: words keep their sound in what Qt's own editing does."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QDropEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QWidget

from speechdesk.domain.transcript import PARAGRAPH, Run
from speechdesk.ui.partial_overlay import PartialOverlay, Place
from speechdesk.ui.theme import Theme
from speechdesk.ui.transcript_clipboard import Copied
from speechdesk.ui.transcript_document import one_step
from speechdesk.ui.transcript_excerpt import Excerpt
from speechdesk.ui.transcript_insertion import Insertion
from speechdesk.ui.transcript_keys import cuts_of, cuts_of_input, is_modifier, is_typed, is_way_out
from speechdesk.ui.transcript_page import TranscriptPage
from speechdesk.ui.transcript_stillness import reveal
from speechdesk.ui.transcript_stretches import is_spoken


class TranscriptEdit(TranscriptPage):
    """Wraps each event that may edit: the partial is out of the way, stretches are cut first."""

    word_activated = Signal(int, int)
    """Carries segment id and index of a word that the user wants to hear."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._copied = Copied()
        self._dragged: tuple[Run, ...] | None = None  # what a drop within the text brings
        self._held: list[Callable[[], object]] = []  # edits of a take that is still filled in
        self._insertion = Insertion(self._document, self.textCursor)
        self._partial = PartialOverlay(self, self._insertion.cursor, self._partial_colour)
        self._document.contentsChanged.connect(self._settle_partial)
        self.cursorPositionChanged.connect(self._settle_partial)
        self.selectionChanged.connect(self._settle_partial)
        self.verticalScrollBar().valueChanged.connect(self._move_strip)
        theme.changed.connect(self._recolour)

    @property
    def partial(self) -> PartialOverlay:
        """What is shown of the phrase under way, and where."""
        return self._partial

    def insertion_cursor(self) -> QTextCursor:
        """Return where dictated text goes; what it selects is to be replaced."""
        return self._insertion.cursor()

    # A long take is filled in over some turns; what edits it comes after

    def _once_filled(self, act: Callable[[], object]) -> None:
        """Do `act` as soon as all of the take is in the editor."""
        if self._document.loading:
            self._held.append(act)
        else:
            act()

    def _fill_now(self) -> None:
        """Have all of the take in the editor, and what was done to it, though it takes a while."""
        self._document.complete_load()
        self._do_held()

    def _do_held(self) -> None:
        held, self._held = self._held, []
        for act in held:
            act()

    # Keys and input methods

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_modifier(event):
            super().keyPressEvent(event)
            return
        if is_way_out(event):
            # Tab writes a tab, so that something else has to lead on, or one is caught here.
            QWidget.focusNextPrevChild(self, event.key() == Qt.Key.Key_Tab)
            return
        if self._document.loading:
            self._held.append(partial(self._press, event.clone()))
        else:
            self._press(event)

    def _press(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.InsertParagraphSeparator):
            # Qt's own would first take the format of an empty paragraph away.
            self._insert((Run(PARAGRAPH),))
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        if event.matches(QKeySequence.StandardKey.Cut):
            self.cut()
            return
        with self._partial.lifted():
            typed = event.text() if is_typed(event) else ""
            with self._writing(cuts_of(event, self.textCursor()), typed):
                super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if self._document.loading:
            self._held.append(partial(self._compose, event.clone()))
        else:
            self._compose(event)

    def _compose(self, event: QInputMethodEvent) -> None:
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
        with ExitStack() as step:
            replacing = bool(typed) and caret.hasSelection()
            if replacing or self._is_a_step(cuts, typed):
                step.callback(self.ensureCursorVisible)
                step.enter_context(one_step(caret))
                self._document.cut(*cuts)
            if replacing:
                caret.removeSelectedText()
            within = self._document.is_within_word(caret.position()) and not typed.isspace()
            if typed and not within and is_spoken(self.currentCharFormat()):
                self.setCurrentCharFormat(QTextCharFormat())
            yield

    def _is_a_step(self, cuts: Sequence[int], typed: str) -> bool:
        """Whether Qt's edit has to be one undo step with something that we do."""
        if not cuts:
            return False
        divides = self._document.becomes_long(min(cuts), max(cuts), typed)
        return divides or self._document.needs_cut(*cuts)

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if _asks_for_sound(event):
            position = self._partial.position_at(event.position())
            word = self._document.word_at(position)
            if word is not None and self._is_near(event.position(), position):
                self.word_activated.emit(word.segment_id, word.index)
            return
        with self._steered(event) as steered:
            super().mousePressEvent(steered)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        with self._steered(event) as steered:
            super().mouseMoveEvent(steered)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not _asks_for_sound(event):
            with self._steered(event) as steered:
                super().mouseReleaseEvent(steered)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        with self._steered(event) as steered:
            super().mouseDoubleClickEvent(steered)

    def _is_near(self, point: QPointF, position: int) -> bool:
        """Whether `point` is at the text at `position`, not somewhere beside the text."""
        cursor = self.textCursor()
        cursor.setPosition(position)
        rect = self.cursorRect(cursor)
        reach = rect.height()
        return rect.adjusted(-reach, -reach // 2, reach, reach // 2).contains(point.toPoint())

    @contextmanager
    def _steered(self, event: QMouseEvent) -> Iterator[QMouseEvent]:
        """The event for a text without partial, pointing to the same character."""
        hovering = event.type() == QEvent.Type.MouseMove and not event.buttons()
        if hovering or self._partial.place not in (Place.MARK, Place.BELOW):
            yield event
            return
        place = self.textCursor()
        place.setPosition(self._partial.position_at(event.position()))
        inside = self.viewport().rect().contains(event.position().toPoint())
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

    # Undo, clipboard, drag and drop

    @Slot()
    def undo(self) -> None:
        with self._partial.lifted():
            super().undo()

    @Slot()
    def redo(self) -> None:
        with self._partial.lifted():
            super().redo()

    @Slot()
    def copy(self) -> None:
        self._copy(self._selected(), rich=True)

    @Slot()
    def cut(self) -> None:
        self.copy()
        if self.textCursor().hasSelection():
            self._once_filled(partial(self._insert, ()))

    def _selected(self) -> Excerpt:
        caret = self.textCursor()
        return self._document.excerpt(caret.selectionStart(), caret.selectionEnd())

    def _copy(self, excerpt: Excerpt, *, rich: bool) -> str:
        """Copy `excerpt`, if there is any text in it, and return that."""
        text = excerpt.text
        if text:
            QGuiApplication.clipboard().setMimeData(self._copied.to_mime(excerpt, rich=rich))
        return text

    @property
    def is_on_clipboard(self) -> bool:
        """Whether the clipboard took what was copied last; it refuses in silence."""
        return self._copied.is_in(QGuiApplication.clipboard().mimeData())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        runs = self._copied.from_mime(source) if self._dragged is None else self._dragged
        self._once_filled(partial(self._insert, runs))

    def dropEvent(self, event: QDropEvent) -> None:
        self._fill_now()
        caret = self.textCursor()
        ends = (caret.selectionStart(), caret.selectionEnd())
        if event.source() in (self, self.viewport()):
            self._dragged = self._document.runs_between(*ends)
        with self._partial.lifted(), self._writing(ends, ""):
            super().dropEvent(event)
        self._dragged = None

    def _insert(self, runs: Sequence[Run]) -> None:
        """Put `runs` in the place of what is selected, as the user's own edit."""
        caret = self.textCursor()
        with self._partial.lifted(), one_step(caret):
            self._document.remove(caret)
            self._document.insert(caret, runs)
        self.setTextCursor(caret)
        self.ensureCursorVisible()

    # The partial

    def _partial_colour(self) -> QColor:
        return self._theme.color("faint")

    @Slot()
    def _settle_partial(self) -> None:
        self._partial.settle()

    @Slot()
    def _move_strip(self) -> None:
        self._partial.move_strip()

    @Slot()
    def _recolour(self) -> None:
        self._partial.recolour()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep in sight where dictated text ends, if it is, when a banner takes some room."""
        followed = 0 <= self._partial.tail().bottom() <= event.oldSize().height()
        super().resizeEvent(event)
        self._partial.move_strip()
        if followed:
            reveal(self, self._partial.tail())


def _asks_for_sound(event: QMouseEvent) -> bool:
    return (
        event.button() == Qt.MouseButton.LeftButton
        and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    )
