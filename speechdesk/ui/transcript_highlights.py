"""What is marked in the transcript without being part of it: hits, the word being played."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from speechdesk.ui.theme import Theme


class Layer(StrEnum):
    """What a mark is for; a later one is drawn over an earlier one."""

    DOUBTFUL = "doubtful"  # a word of which the recognizer was not sure
    REPLACED = "replaced"  # what the next final takes the place of
    FOUND = "found"
    SPOKEN = "spoken"  # the word being played


class Highlights(QObject):
    """Keeps the extra selections of a text edit, layer by layer, in the theme's colours."""

    def __init__(self, view: QTextEdit, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._theme = theme
        self._layers: dict[Layer, list[QTextCursor]] = {layer: [] for layer in Layer}
        theme.changed.connect(self._apply)

    def set(self, layer: Layer, ranges: Sequence[tuple[int, int]]) -> None:
        """Mark these ranges of positions and no others of the layer. They move with edits."""
        present = [(each.selectionStart(), each.selectionEnd()) for each in self._layers[layer]]
        if present == list(ranges):
            return
        self._layers[layer] = [self._cursor(start, end) for start, end in ranges]
        self._apply()

    def ranges(self, layer: Layer) -> list[tuple[int, int]]:
        """Return where the marks of a layer are by now."""
        return [(each.selectionStart(), each.selectionEnd()) for each in self._layers[layer]]

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    @Slot()
    def _apply(self) -> None:
        selections = []
        for layer in Layer:
            style = self._style(layer)
            for cursor in self._layers[layer]:
                selection = QTextEdit.ExtraSelection()
                selection.cursor = cursor
                selection.format = style
                selections.append(selection)
        self._view.setExtraSelections(selections)

    def _style(self, layer: Layer) -> QTextCharFormat:
        """Return a look that is told by more than its colour."""
        style = QTextCharFormat()
        if layer is Layer.DOUBTFUL:
            style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            style.setUnderlineColor(self._theme.color("warn"))
        elif layer is Layer.SPOKEN:
            style.setBackground(self._theme.color("accent"))
            style.setForeground(self._theme.color("on_accent"))
        elif layer is Layer.FOUND:
            style.setBackground(self._theme.color("warnsoft"))
            style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            style.setUnderlineColor(self._theme.color("warn"))
        else:
            style.setBackground(self._theme.color("soft"))
            style.setFontStrikeOut(True)
        return style
