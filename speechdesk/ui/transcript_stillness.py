"""What keeps the user's place while text comes in elsewhere: selection, view, composed text."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRect
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QTextEdit

from speechdesk.ui.partial_overlay import PartialOverlay
from speechdesk.ui.transcript_geometry import block_at, block_rect
from speechdesk.ui.transcript_page import MARGIN


@contextmanager
def selection_kept(view: QTextEdit, mark: QTextCursor) -> Iterator[None]:
    """Keep the selection's ends at their characters while text is inserted at `mark`.

    A caret that selects nothing needs no help: it goes on with what is inserted where it stands.
    """
    caret = view.textCursor()
    same = (caret.anchor(), caret.position()) == (mark.anchor(), mark.position())
    if same or not caret.hasSelection():
        yield
        return
    start, end = QTextCursor(caret), QTextCursor(caret)
    start.setPosition(caret.selectionStart())
    end.setPosition(caret.selectionEnd())
    end.setKeepPositionOnInsert(True)
    forward = caret.position() == caret.selectionEnd()
    yield
    ends = (start.position(), end.position()) if forward else (end.position(), start.position())
    caret = view.textCursor()
    if (caret.anchor(), caret.position()) != ends:
        caret.setPosition(ends[0])
        caret.setPosition(ends[1], QTextCursor.MoveMode.KeepAnchor)
        view.setTextCursor(caret)


@contextmanager
def view_kept(view: QTextEdit, partial: PartialOverlay) -> Iterator[None]:
    """Keep what is read in its place; where dictated text ends stays in sight if it is."""
    bar = view.verticalScrollBar()
    tail = partial.tail().bottom()
    followed = 0 <= tail <= view.viewport().height()
    block = block_at(view, 0)
    if tail < 0 and block.next().isValid():
        block = block.next()  # the text may come into the block at the top, above what is seen
    seen = QTextCursor(block)
    seen.setKeepPositionOnInsert(True)
    before = block_rect(view, block).top()
    value = bar.value()
    yield
    bar.setValue(value)
    bar.setValue(value + round(block_rect(view, seen.block()).top() - before))
    if followed:
        reveal(view, partial.tail())


def reveal(view: QTextEdit, rect: QRect) -> None:
    """Scroll no further than it takes to see `rect`, which is in viewport coordinates."""
    bar = view.verticalScrollBar()
    below = rect.bottom() + 2 * MARGIN - view.viewport().height()
    if below > 0:
        bar.setValue(bar.value() + below)
    elif rect.top() < 0:
        bar.setValue(bar.value() + rect.top())


def take_composition(view: QTextEdit) -> QInputMethodEvent | None:
    """Take what an input method composes at the caret out of its block; None if nothing.

    The event puts it back where the caret is then.
    """
    block = view.textCursor().block()
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
    view.document().markContentsDirty(block.position(), block.length())
    return QInputMethodEvent(text, attributes)
