"""Small helpers that several painted widgets share."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from speechdesk.ui.style_sheet import RADIUS
from speechdesk.ui.theme import Theme

_FOCUS_PX = 2


def frame(surface: str, parent: QWidget | None = None) -> QFrame:
    """Return a frame that the style sheet paints as `surface` (paper, bar, side, card, …)."""
    result = QFrame(parent)
    result.setProperty("surface", surface)
    return result


def label(role: str, text: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a label of plain text that the style sheet dresses as `role`."""
    result = QLabel(text, parent)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setProperty("role", role)
    return result


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at the dynamic properties of `widget` again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def box(painter: QPainter, area: QRectF, ground: QColor, edge: QColor, width: float = 1.0) -> None:
    """Paint a rounded box whose edge of `width` pixels lies inside `area`."""
    inset = width / 2
    painter.setPen(QPen(edge, width) if width else Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)


def focus_ring(painter: QPainter, area: QRectF, theme: Theme, radius: float = RADIUS) -> None:
    """Paint the ring that shows where the keyboard is."""
    inset = _FOCUS_PX / 2
    painter.setPen(QPen(theme.color("accent"), _FOCUS_PX))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), radius, radius)
