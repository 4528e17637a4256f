"""The field of the title: one that is too long ends in an ellipsis while it is not edited."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyleOptionFrame, QWidget

from speechdesk.ui.escaping_field import EscapingField

_QT_MARGIN = 2  # what QLineEdit leaves free at each side of its contents


class TitleField(EscapingField):
    """Shows its text from the beginning, shortened where it does not fit; the tooltip has it whole.

    While it has the keyboard it is a plain line edit.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textChanged.connect(self._tell_whole)

    @property
    def takes_escape(self) -> bool:
        return self.isModified()

    @property
    def shown_text(self) -> str:
        """What can be read without scrolling: `text()`, or its beginning and an ellipsis."""
        width = self._text_area().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, width)

    def _text_area(self) -> QRect:
        area = self.style().subElementRect(
            QStyle.SubElement.SE_LineEditContents, self._option(), self
        )
        return area.adjusted(_QT_MARGIN, 0, -_QT_MARGIN, 0)

    def _option(self) -> QStyleOptionFrame:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        return option

    def _tell_whole(self) -> None:
        self.setToolTip(self.text() if self.shown_text != self.text() else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.shown_text
        if self.hasFocus() or shown == self.text():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        self.style().drawPrimitive(
            QStyle.PrimitiveElement.PE_PanelLineEdit, self._option(), painter, self
        )
        painter.setPen(self.palette().text().color())
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self._text_area(), align, shown)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()
