"""Shows above the text in which language each phrase was recognized, where a take has several."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextCursor
from PySide6.QtWidgets import QTextEdit

from speechdesk.ui.spoken_words import SpokenWords
from speechdesk.ui.theme import Theme
from speechdesk.ui.transcript_geometry import block_at

_SIZE_FACTOR = 0.62  # of the text's size: it fits into the room between two lines
_SIDE = 3.0
_RADIUS = 3.0


@dataclass(frozen=True, slots=True)
class Chip:
    """`text` stands above the character at `position` of the document."""

    position: int
    text: str


class LanguageChips:
    """Paints the chips of the phrases in sight over the viewport of `view`."""

    def __init__(self, view: QTextEdit, spoken: SpokenWords, theme: Theme) -> None:
        self._view = view
        self._spoken = spoken
        self._theme = theme

    def in_sight(self) -> list[Chip]:
        """Return the chips of the phrases that can be seen; none in a take of one language."""
        if len(self._spoken.languages) < 2:
            return []
        first = block_at(self._view, 0)
        last = block_at(self._view, self._view.viewport().height())
        return list(self._chips(first.position(), last.position() + last.length() - 1))

    def _chips(self, start: int, end: int) -> Iterator[Chip]:
        for position, segment_id in self._spoken.beginnings_between(start, end):
            segment = self._spoken.segment(segment_id)
            if segment is not None and segment.language:
                yield Chip(position, chip_text(segment.language, self._spoken.languages))

    def paint(self) -> None:
        """Paint; to be called at the end of the viewport's paint event."""
        chips = self.in_sight()
        if not chips:
            return
        font = QFont(self._view.font())
        font.setPointSizeF(font.pointSizeF() * _SIZE_FACTOR)
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetricsF(font)
        painter = QPainter(self._view.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        for chip in chips:
            self._paint_chip(painter, metrics, chip)
        painter.end()

    def _paint_chip(self, painter: QPainter, metrics: QFontMetricsF, chip: Chip) -> None:
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(chip.position)
        word = QRectF(self._view.cursorRect(cursor))
        width = metrics.horizontalAdvance(chip.text) + 2 * _SIDE
        left = min(word.left(), self._view.viewport().width() - width)
        area = QRectF(left, word.top() - metrics.height(), width, metrics.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("soft"))
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        painter.setPen(self._theme.color("accent"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, chip.text)


def chip_text(tag: str, others: frozenset[str]) -> str:
    """Return the shortest that tells a language from the others of the take: "de", or "en-GB"."""
    short = tag.partition("-")[0]
    same = [other for other in others if other.partition("-")[0] == short]
    return short if len(same) < 2 else tag
