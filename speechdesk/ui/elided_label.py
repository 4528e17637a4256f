"""A label that shortens its text to the room there is; the tooltip has it whole."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """One line of plain text that never asks for room."""

    def __init__(self, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._full_text = ""

    @property
    def full_text(self) -> str:
        return self._full_text

    def set_full_text(self, text: str) -> None:
        """Show `text`, shortened where it does not fit."""
        if text != self._full_text:
            self._full_text = text
            self.setAccessibleDescription(text)
            self._shorten()

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self._full_text)
        return QSize(wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        metrics = self.fontMetrics()
        short = metrics.elidedText(self._full_text, Qt.TextElideMode.ElideRight, self.width())
        self.setText(short)
        self.setToolTip(self._full_text if short != self._full_text else "")
