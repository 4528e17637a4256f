"""How long the open take is, as a figure that runs."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QWidget

from speechdesk.ui.state_words import duration


class TakeTimer(QLabel):
    """Has one size for as long as it has as many digits.

    Otherwise each second would have the whole window laid out, which costs more than to paint it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "figure")
        self.show_length(0)

    def show_length(self, length_ms: int) -> None:
        """Show how long the take is."""
        before, text = self.text(), duration(length_ms)
        if text != before:
            self.setText(text)
            self.setAccessibleDescription(text)
            if len(text) != len(before):
                self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        self.setMinimumSize(0, 0)  # which would count as room for the text
        text, room = self.text(), self.sizeHint()
        widest = "".join("0" if each.isdigit() else each for each in text)
        advance = self.fontMetrics().horizontalAdvance
        self.setFixedSize(room.width() + advance(widest) - advance(text), room.height())
