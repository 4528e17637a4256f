"""The phrase under way, shown where it will be inserted, without being text of the document."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
)
from PySide6.QtWidgets import QLabel, QTextEdit, QWidget

from speechdesk.domain.spacing import needs_space
from speechdesk.ui.text_units import characters, units
from speechdesk.ui.transcript_geometry import block_at, block_rect

_STRIP_LINES = 3
_BAR = 4  # pixels
_BREAK = "\u2028"  # a new line within the paragraph


class Place(StrEnum):
    """Where a partial is shown."""

    NOWHERE = "nowhere"
    MARK = "mark"  # in its paragraph, where it will be inserted
    BELOW = "below"  # as further lines of its paragraph
    STRIP = "strip"  # in a strip over what follows the paragraph


class PartialOverlay:
    """Shows a partial in its paragraph, as a preedit area of the layout: no undo step, no text.

    Qt takes every preedit area for an input method's, at the caret. So nothing of Qt's own may
    happen while ours is there: `lifted` takes it away for a moment. It stands at the end of the
    paragraph where a caret or a selection behind it would be drawn in the wrong place, and in a
    strip below while an input method composes in that paragraph.
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
        self._held: QTextCursor | None = None  # in the block whose layout holds the partial
        self._shown = (0, "")  # column and text of the preedit area
        self._lifts = 0
        self._strip = _Strip(view.viewport())

    @property
    def text(self) -> str:
        return self._text

    @property
    def place(self) -> Place:
        if self._held is not None:
            return Place.BELOW if self._shown[1].startswith(_BREAK) else Place.MARK
        hidden = self._strip.isHidden()
        return Place.NOWHERE if hidden else Place.STRIP

    def show(self, text: str) -> None:
        """Show `text`; an empty one clears."""
        self._text = text
        self.settle()

    def recolour(self) -> None:
        """Draw the partial again after a change of theme."""
        self._take_out()
        self.settle()

    def settle(self) -> None:
        """Show the partial where it belongs by now."""
        if self._lifts:
            return
        position = self._where().selectionEnd()
        block = self._view.document().findBlock(position)
        if self._held is not None and self._held.block() != block:
            self._take_out()
        if not self._text or self._is_composed_in(block):
            self._take_out()
        elif self._is_clear_behind(block, position):
            self._put_in(block, position - block.position(), self._text)
        else:
            self._put_in(block, block.length() - 1, _BREAK + self._text)
        self.move_strip()

    def move_strip(self) -> None:
        """Move the strip below its paragraph: after scrolling, or a change of size."""
        if self._lifts:
            return
        rect = block_rect(self._view, self._where().block())
        in_sight = rect.bottom() >= 0 and rect.top() <= self._view.viewport().height()
        if self._text and self._held is None and in_sight:
            self._strip.show_below(self._text, rect.toRect(), self._view.font())
        else:
            self._strip.hide()

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """Take the partial out of its paragraph for as long as Qt or we edit there."""
        self._lifts += 1
        self._take_out()
        try:
            yield
        finally:
            self._lifts -= 1
            self.settle()

    def tail(self) -> QRect:
        """Return where the partial, or the next text, ends in the viewport."""
        if self._held is None:
            rect = self._view.cursorRect(self._where())
            return rect if self._strip.isHidden() else rect.united(self._strip.geometry())
        block = self._held.block()
        area = block_rect(self._view, block)  # first: it has the block laid out
        layout = block.layout()
        end = layout.preeditAreaPosition() + units(layout.preeditAreaText())
        line = layout.lineForTextPosition(end)
        if not line.isValid():
            return area.toRect()
        return line.rect().translated(area.topLeft()).toRect()

    def position_at(self, point: QPointF) -> int:
        """Return the document's position that is nearest to `point` of the viewport.

        Qt's own answer counts the partial as text.
        """
        document = self._view.document()
        block = block_at(self._view, point.y())
        if self._held is None or block != self._held.block():
            scrolled = QPointF(
                self._view.horizontalScrollBar().value(), self._view.verticalScrollBar().value()
            )
            hit = Qt.HitTestAccuracy.FuzzyHit
            return document.documentLayout().hitTest(point + scrolled, hit)
        within = point - block_rect(self._view, block).topLeft()
        layout = block.layout()
        lines = range(layout.lineCount() - 1)
        below = bisect_left(lines, within.y(), key=lambda each: layout.lineAt(each).rect().bottom())
        offset = layout.lineAt(below).xToCursor(within.x())
        column = layout.preeditAreaPosition()
        behind = offset - units(layout.preeditAreaText())
        return block.position() + (offset if offset <= column else max(column, behind))

    def _is_composed_in(self, block: QTextBlock) -> bool:
        """Whether an input method composes in `block`."""
        return self._held is None and bool(block.layout().preeditAreaText())

    def _is_clear_behind(self, block: QTextBlock, position: int) -> bool:
        """Whether Qt draws nothing at a character of `block` that the partial would displace."""
        marked = self._view.extraSelections()  # to be kept: they own their cursors
        drawn = [self._view.textCursor(), *(each.cursor for each in marked)]
        end = block.position() + block.length()
        return not any(
            each.selectionEnd() > position and each.selectionStart() < end for each in drawn
        )

    def _put_in(self, block: QTextBlock, column: int, text: str) -> None:
        if needs_space(block.text()[: characters(block.text(), column)], text):
            text = " " + text
        if self._held is not None and self._shown == (column, text):
            return
        self._shown = (column, text)
        layout = block.layout()
        layout.setPreeditArea(column, text)
        style = QTextLayout.FormatRange()
        style.start, style.length = column, units(text)
        style.format = QTextCharFormat()
        style.format.setForeground(self._colour())
        layout.setFormats([style])
        self._view.document().markContentsDirty(block.position(), block.length())
        self._held = QTextCursor(block)

    def _take_out(self) -> None:
        if self._held is None:
            return
        block = self._held.block()
        self._held = None
        block.layout().setPreeditArea(-1, "")
        block.layout().clearFormats()
        self._view.document().markContentsDirty(block.position(), block.length())


class _Strip(QLabel):
    """A partial below its paragraph, over what follows; the mouse goes through it."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAutoFillBackground(True)
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAccessibleDescription(self.tr("Being said, and not part of the text yet"))
        self.hide()

    def show_below(self, text: str, paragraph: QRect, font: QFont) -> None:
        """Show the end of `text`, as wide as `paragraph` and in sight; a reader reads all of it."""
        self.setAccessibleName(text)
        self.setFont(font)
        margin = 2 * _BAR
        self.setContentsMargins(margin, _BAR, 0, margin)
        width = paragraph.width()
        per_line = (width - margin) // max(1, self.fontMetrics().averageCharWidth())
        longest = max(1, (_STRIP_LINES - 1) * per_line)
        self.setText(text if len(text) <= longest else "…" + text[-longest:])
        height = self.heightForWidth(width)
        top = min(paragraph.bottom(), self._viewport.height() - height)
        self.setGeometry(paragraph.left(), top, width, height)
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        colour = self.palette().color(QPalette.ColorRole.Highlight)
        painter.fillRect(0, _BAR, _BAR // 2, self.height() - 2 * _BAR, colour)
        painter.end()
