"""A radio button as large as a card: a title, and a line or two on what it means."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from speechdesk.ui.shapes import box
from speechdesk.ui.theme import GRID, TARGET, Theme

_PAD = 3 * GRID
_RADIO = 16
_CHARACTERS = 18
"""A card wants to be about this many characters wide."""


class ChoiceCard(QRadioButton):
    """Wraps its text to the width it is given, and is then as high as the text."""

    def __init__(self, theme: Theme, title: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._theme = theme
        self._about = about
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.updateGeometry)

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def sizeHint(self) -> QSize:
        width = self.minimumSizeHint().width()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        title, about = self._metrics()
        wanted = about.averageCharWidth() * _CHARACTERS
        widest = max(title.horizontalAdvance(self.text()) + _RADIO + 2 * GRID, wanted)
        return QSize(widest + 2 * _PAD, max(TARGET, title.height() + 2 * _PAD))

    def heightForWidth(self, width: int) -> int:
        title, _ = self._metrics()
        return 2 * _PAD + max(_RADIO, title.height()) + GRID + self._about_rect(width).height()

    def _metrics(self) -> tuple[QFontMetrics, QFontMetrics]:
        return QFontMetrics(self._theme.font(strong=True)), QFontMetrics(self._theme.font())

    def _about_rect(self, width: int) -> QRect:
        title, about = self._metrics()
        top = _PAD + max(_RADIO, title.height()) + GRID
        room = QRect(_PAD, top, width - 2 * _PAD, 10_000)
        return about.boundingRect(room, Qt.TextFlag.TextWordWrap, self._about)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = self.isChecked() or self.hasFocus()
        edge = self._theme.color("accent" if marked else "faint" if self.underMouse() else "line")
        ground = self._theme.color("panel")
        box(painter, QRectF(self.rect()), ground, edge, 2.0 if marked else 1.0)
        if self.hasFocus():
            box(painter, QRectF(self.rect()).adjusted(4, 4, -4, -4), ground, edge, 1.0)
        title, _ = self._metrics()
        line = max(_RADIO, title.height())
        self._paint_radio(painter, QPointF(_PAD + _RADIO / 2, _PAD + line / 2))
        painter.setFont(self._theme.font(strong=True))
        painter.setPen(self._theme.color("text"))
        left = _PAD + _RADIO + 2 * GRID
        where = QRect(left, _PAD, self.width() - left - GRID, line)
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(self._theme.font())
        painter.setPen(self._theme.color("dim"))
        area = QRect(_PAD, _PAD + line + GRID, self.width() - 2 * _PAD, self.height())
        painter.drawText(area, Qt.TextFlag.TextWordWrap, self._about)
        painter.end()

    def _paint_radio(self, painter: QPainter, middle: QPointF) -> None:
        accent = self._theme.color("accent")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent if self.isChecked() else self._theme.color("faint"), 1.7))
        painter.drawEllipse(middle, _RADIO / 2 - 1, _RADIO / 2 - 1)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent)
            painter.drawEllipse(middle, _RADIO / 4, _RADIO / 4)
