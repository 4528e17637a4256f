"""Paints one take of the list: its title, a caption, and what is wrong with it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from speechdesk.ui.icons import Icons
from speechdesk.ui.shapes import box, focus_ring
from speechdesk.ui.takes_model import ROW_ROLE, Row, TakesModel
from speechdesk.ui.theme import GRID, Theme

Index = QModelIndex | QPersistentModelIndex

_CAPTION_FACTOR = 0.88
_PAD = 3 * GRID
_DOT = 8
_STAR = 14


class TakesDelegate(QStyledItemDelegate):
    """Two lines a row, all rows equally tall; a star, a red dot at what is being recorded."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        title, caption = self._metrics()
        return QSize(10 * GRID, title.height() + caption.height() + 2 * _PAD - GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        model = index.model()
        if not isinstance(row, Row) or not isinstance(model, TakesModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect.adjusted(2, 1, -2, -1)
        self._paint_ground(painter, option, area)
        inner = area.adjusted(_PAD - 2, 0, -_PAD, 0)
        if model.is_live(row.take_id):
            self._paint_dot(painter, inner)
            inner.setRight(inner.right() - _DOT - GRID)
        if row.starred:
            star = QRect(inner.right() - _STAR, inner.top(), _STAR, inner.height())
            self._icons.paint(painter, star, "starred", "accent")
            inner.setRight(inner.right() - _STAR - GRID)
        self._paint_words(painter, row, inner)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        colour = self._theme.color
        if selected:
            edge = colour("accent") if self._theme.high_contrast else colour("soft")
            box(
                painter, QRectF(area), colour("soft"), edge, 2.0 if self._theme.high_contrast else 0
            )
        elif hovered:
            box(painter, QRectF(area), colour("hover"), colour("hover"), 0)
        keyboard = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if keyboard and isinstance(option.widget, QWidget) and option.widget.hasFocus():
            focus_ring(painter, QRectF(area), self._theme)

    def _paint_dot(self, painter: QPainter, inner: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("rec"))
        dot = QRect(inner.right() - _DOT, inner.center().y() - _DOT // 2, _DOT, _DOT)
        painter.drawEllipse(dot)

    def _paint_words(self, painter: QPainter, row: Row, inner: QRect) -> None:
        title, caption = self._metrics()
        top = inner.top() + (inner.height() - title.height() - caption.height() - GRID // 2) // 2
        painter.setFont(self._theme.font(strong=True))
        painter.setPen(self._theme.color("text"))
        line = QRect(inner.left(), top, inner.width(), title.height())
        text = title.elidedText(row.title, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        line = QRect(inner.left(), line.bottom() + 1 + GRID // 2, inner.width(), caption.height())
        below = row.trouble or row.caption
        painter.setFont(self._theme.font(_CAPTION_FACTOR))
        painter.setPen(self._theme.color("warn" if row.trouble else "faint"))
        below = caption.elidedText(below, Qt.TextElideMode.ElideRight, line.width())
        self._paint_marked(painter, line, below, row)

    def _paint_marked(self, painter: QPainter, line: QRect, text: str, row: Row) -> None:
        """Paint `text` with what the search found in bold on the ground of hits."""
        layout = QTextLayout(text, painter.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        ranges = []
        for start, length in row.marks if not row.trouble else ():
            found = QTextLayout.FormatRange()
            found.start = start
            found.length = min(length, len(text) - start)
            form = QTextCharFormat()
            form.setFontWeight(700)
            form.setForeground(self._theme.color("text"))
            form.setBackground(self._theme.color("warnsoft"))
            found.format = form
            if found.length > 0:
                ranges.append(found)
        layout.setFormats(ranges)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        painter.setClipRect(line)
        layout.draw(painter, QRectF(line).topLeft())

    def _metrics(self) -> tuple[QFontMetrics, QFontMetrics]:
        title = QFontMetrics(self._theme.font(strong=True))
        return title, QFontMetrics(self._theme.font(_CAPTION_FACTOR))
