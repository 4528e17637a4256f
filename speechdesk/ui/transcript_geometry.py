"""Where the blocks of a text edit stand, in the coordinates of its viewport."""

from bisect import bisect_left

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QTextEdit


def block_rect(view: QTextEdit, block: QTextBlock) -> QRectF:
    """Return the area of `block`, with the room below it."""
    rect = view.document().documentLayout().blockBoundingRect(block)
    return rect.translated(-view.horizontalScrollBar().value(), -view.verticalScrollBar().value())


def block_at(view: QTextEdit, y: float) -> QTextBlock:
    """Return the block at height `y`: the first or the last for what is above or below the text."""
    document = view.document()

    def bottom(number: int) -> float:
        return block_rect(view, document.findBlockByNumber(number)).bottom()

    last = document.blockCount() - 1
    return document.findBlockByNumber(bisect_left(range(last), y, key=bottom))
