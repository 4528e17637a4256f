"""A line edit in which Escape takes back what was typed, before it stops a recording."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit


class EscapingField(QLineEdit):
    """Tells by `escaped` that Escape was pressed while `takes_escape`; at other times it passes."""

    escaped = Signal()

    @property
    def takes_escape(self) -> bool:
        """Whether there is something to take back: by itself, any text."""
        return bool(self.text())

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and self._is_escape(event):
            event.accept()  # a key for this field, not the window's shortcut
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_escape(event):
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def _is_escape(self, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        return is_key and self.takes_escape
