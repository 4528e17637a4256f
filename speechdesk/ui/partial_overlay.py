"""The phrase under way, shown where it will be inserted, without being text of the document."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QTextBlock, QTextCharFormat, QTextCursor, QTextLayout
from PySide6.QtWidgets import QFrame, QLabel, QTextEdit, QWidget

from speechdesk.domain.spacing import needs_space
from speechdesk.ui.transcript_document import units

_STRIP_LINES = 3


class PartialOverlay:
    """Shows a partial inside its paragraph, or in a strip below it.

    Inside, it is a preedit area of the block's layout: no undo step, no text. Qt knows preedit
    areas as an input method's, always at the caret. So nothing of Qt's own may happen while ours
    is there (`lifted` takes it away for a moment), and it goes into the strip while an input
    method composes in that block, or where a caret or selection behind it would be drawn wrongly.
    """

    def __init__(
        self,
        view: QTextEdit,
        where: Callable[[], QTextCursor],
        colour: Callable[[], QColor],
    ) -> None:
        self._view = view
        self._where = where
        self._colour = colour
        self._text = ""
        self._inline: QTextCursor | None = None  # in the block whose layout holds the partial
        self._shown = (0, "")
        self._lifts = 0
        self._strip = _Strip(view.viewport())

    @property
    def text(self) -> str:
        return self._text

    @property
    def is_inline(self) -> bool:
        return self._inline is not None

    @property
    def is_in_strip(self) -> bool:
        return self._strip.isVisibleTo(self._view.viewport())

    def show(self, text: str) -> None:
        """Show `text`; an empty one clears."""
        self._text = text
        self.place()

    def recolour(self) -> None:
        """Draw the partial again after a change of theme."""
        self._take_out()
        self.place()

    def place(self) -> None:
        """Show the partial where it belongs by now."""
        if self._lifts:
            return
        cursor = self._where()
        position = cursor.selectionEnd()
        block = self._view.document().findBlock(position)
        if self._inline is not None and self._inline.block() != block:
            self._take_out()
        if self._text and self._fits_inline(block, position):
            self._put_in(block, position - block.position())
            self._strip.hide()
            return
        self._take_out()
        self.place_strip()

    def place_strip(self) -> None:
        """Move the strip below its paragraph: after scrolling, or a change of size."""
        if self._lifts or self._inline is not None:
            return
        rect = self._block_rect(self._where().block())
        area = self._view.viewport().rect()
        if not self._text or rect.bottom() < 0 or rect.top() > area.height():
            self._strip.hide()
        else:
            self._strip.show_below(self._text, rect.toRect(), self._view.fontMetrics().height())

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """Take the partial out of its paragraph for as long as Qt or we edit there."""
        self._lifts += 1
        self._take_out()
        try:
            yield
        finally:
            self._lifts -= 1
            self.place()

    def tail(self) -> QRect:
        """Return where the partial, or the next text, ends in the viewport."""
        cursor = self._where()
        if self._inline is None:
            rect = self._view.cursorRect(cursor)
            return rect.united(self._strip.geometry()) if self.is_in_strip else rect
        block = self._inline.block()
        layout = block.layout()
        line = layout.lineForTextPosition(
            layout.preeditAreaPosition() + units(layout.preeditAreaText())
        )
        rect = line.rect().toRect()
        return rect.translated(self._block_rect(block).topLeft().toPoint())

    def _fits_inline(self, block: QTextBlock, position: int) -> bool:
        caret = self._view.textCursor()
        composed = block.layout().preeditAreaText() if self._inline is None else ""
        if composed and caret.block() == block:
            return False
        ranges = [caret, *(each.cursor for each in self._view.extraSelections())]
        end = block.position() + block.length()
        return not any(
            each.selectionEnd() > position and each.selectionStart() < end for each in ranges
        )

    def _put_in(self, block: QTextBlock, column: int) -> None:
        text = self._text
        if needs_space(block.text()[:column], text):
            text = " " + text
        layout = block.layout()
        if self._inline is not None and self._shown == (column, text):
            return
        self._shown = (column, text)
        layout.setPreeditArea(column, text)
        style = QTextLayout.FormatRange()
        style.start, style.length = column, units(text)
        style.format = QTextCharFormat()
        style.format.setForeground(self._colour())
        layout.setFormats([style])
        self._view.document().markContentsDirty(block.position(), block.length())
        self._inline = QTextCursor(block)

    def _take_out(self) -> None:
        if self._inline is None:
            return
        block = self._inline.block()
        self._inline = None
        block.layout().setPreeditArea(-1, "")
        block.layout().clearFormats()
        self._view.document().markContentsDirty(block.position(), block.length())

    def _block_rect(self, block: QTextBlock) -> QRectF:
        rect = self._view.document().documentLayout().blockBoundingRect(block)
        return rect.translated(
            -self._view.horizontalScrollBar().value(), -self._view.verticalScrollBar().value()
        )


class _Strip(QLabel):
    """A partial below its paragraph, over what follows; the mouse goes through it."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAutoFillBackground(True)
        self.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.setBackgroundRole(self.palette().ColorRole.Base)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setContentsMargins(0, 2, 0, 6)
        self.setAccessibleName("Being said")
        self.hide()

    def show_below(self, text: str, paragraph: QRect, line_height: int) -> None:
        width = self._viewport.width()
        longest = _STRIP_LINES * width // max(1, self.fontMetrics().averageCharWidth())
        self.setText(text if len(text) <= longest else "…" + text[-longest:])
        height = min(self.heightForWidth(width), (_STRIP_LINES + 1) * line_height)
        bottom = min(paragraph.bottom() + height, self._viewport.height())
        self.setGeometry(0, bottom - height, width, height)
        self.show()
        self.raise_()
