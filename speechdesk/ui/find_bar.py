"""Finds words in the open take."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextBlock, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTextEdit, QToolButton, QWidget

from speechdesk.ui.icons import Icons
from speechdesk.ui.shapes import label
from speechdesk.ui.theme import GRID


class FindBar(QWidget):
    """Stands above the transcript while it is used; Enter goes on, Shift+Enter back, Esc closes."""

    closed = Signal()

    def __init__(self, editor: QTextEdit, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find in this take"))
        self.field.setAccessibleName(self.tr("Find in this take"))
        self.field.setAccessibleDescription(self.tr("Enter finds the next place, Escape closes"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._typed)
        self._result = label("caption")
        self._result.setAccessibleName(self.tr("Result of the search"))
        self._previous = self._button(icons, "chevron-up", self.tr("Previous place (Shift+Enter)"))
        self._previous.clicked.connect(self.find_previous)
        self._next = self._button(icons, "chevron-down", self.tr("Next place (Enter)"))
        self._next.clicked.connect(self.find_next)
        self._close = self._button(icons, "close", self.tr("Close (Esc)"))
        self._close.clicked.connect(self.close_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.field, 1)
        row.addWidget(self._result)
        for button in (self._previous, self._next, self._close):
            row.addWidget(button)
        self.hide()

    def _button(self, icons: Icons, icon: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon(icon))
        button.setIconSize(QSize(16, 16))
        button.setProperty("kind", "quiet")
        button.setAccessibleName(text)
        button.setToolTip(text)
        return button

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What can be reached with Tab, in order."""
        return (self.field, self._previous, self._next, self._close)

    def open_bar(self) -> None:
        """Show the bar, with what is selected in its field."""
        selected = self._editor.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self.field.setText(selected)
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def close_bar(self) -> None:
        """Hide the bar and go back to the text."""
        self.hide()
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def find_next(self) -> None:
        self._find(QTextDocument.FindFlag(0))

    def find_previous(self) -> None:
        self._find(QTextDocument.FindFlag.FindBackward)

    def _typed(self) -> None:
        cursor = self._editor.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._editor.setTextCursor(cursor)
        self.find_next()

    def _find(self, direction: QTextDocument.FindFlag) -> None:
        text = self.field.text()
        if not text:
            self._result.setText("")
            return
        if self._editor.find(text, direction):
            self._result.setText("")
            return
        document = self._editor.document()
        start = document.begin() if direction == QTextDocument.FindFlag(0) else document.lastBlock()
        found = document.find(text, self._end_of(start, direction), direction)
        if found.isNull():
            self._result.setText(self.tr("Not found"))
        else:
            self._result.setText(self.tr("From the other end"))
            self._editor.setTextCursor(found)

    @staticmethod
    def _end_of(block: QTextBlock, direction: QTextDocument.FindFlag) -> int:
        """Return the position where a search from the other end begins."""
        if direction == QTextDocument.FindFlag(0):
            return block.position()
        return block.position() + block.length() - 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.find_previous()
            else:
                self.find_next()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
