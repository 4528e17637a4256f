"""A labelled line of text that is checked when it is complete."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from speechdesk.errors import SettingsError
from speechdesk.settings.kinds import Check
from speechdesk.ui.shapes import label
from speechdesk.ui.theme import GRID


class TextField(QWidget):
    """A labelled line whose text is checked when it is complete.

    Quotes around what was pasted are dropped, unless `quotes` belong to it.
    """

    entered = Signal(str)

    def __init__(
        self,
        name: str,
        placeholder: str,
        check: Check,
        parent: QWidget | None = None,
        *,
        quotes: bool = False,
    ) -> None:
        super().__init__(parent)
        self._check = check
        self._quotes = quotes
        self._value = ""
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(name)
        self.edit.editingFinished.connect(self.complete)
        self.note: QLabel = label("warn")
        self.note.setWordWrap(True)
        self.note.hide()
        caption = label("strong", name)
        caption.setBuddy(self.edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(caption)
        column.addWidget(self.edit)
        column.addWidget(self.note)
        column.addStretch(1)

    def show_value(self, text: str) -> None:
        """Show `text`, but never over what is being typed."""
        self._value = text
        if not self.edit.hasFocus() or self.edit.text() == "":
            self.edit.setText(text)

    @Slot()
    def complete(self) -> None:
        """Take what stands in the field, or say why it cannot be taken."""
        text = self.edit.text().strip()
        if not self._quotes:
            text = text.strip("\"'“”")
        problem = ""
        try:
            text = self._check(text) if text else ""
        except SettingsError as error:
            problem = error.detail
        self.note.setText(problem)
        self.note.setVisible(bool(problem))
        self.edit.setAccessibleDescription(problem)
        if not problem and text != self._value:
            self._value = text
            self.entered.emit(text)
