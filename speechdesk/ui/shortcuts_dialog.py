"""All shortcuts on one page (F1)."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from speechdesk.ui.actions import all_shortcuts
from speechdesk.ui.shapes import label
from speechdesk.ui.theme import GRID


class ShortcutsDialog(QDialog):
    """Lists what can be done by keyboard: the window's actions, and keys of its parts."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lines = [(all_shortcuts(each), each.text().rstrip("…")) for each in actions]
        lines += [
            (self.tr("Enter, F2, Del"), self.tr("In the list: open, rename, delete a take")),
            (self.tr("Tab, Shift+Tab"), self.tr("Next or previous control")),
            (self.tr("Ctrl+Tab"), self.tr("Out of the text, where Tab writes a tab")),
            (self.tr("Ctrl+click"), self.tr("In the text: hear this word")),
        ]
        page = QWidget()
        grid = QGridLayout(page)
        grid.setHorizontalSpacing(6 * GRID)
        grid.setVerticalSpacing(2 * GRID)
        grid.setColumnStretch(1, 1)
        texts = []
        for row, (keys, text) in enumerate(line for line in lines if line[0]):
            texts.append(label("", text))
            grid.addWidget(label("strong", keys), row, 0)
            grid.addWidget(texts[-1], row, 1)
        size = self._fitting(page)
        for each in texts:  # only now: by themselves they would wrap in the middle of a wide screen
            each.setWordWrap(True)
        area = QScrollArea()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName(self.tr("Keyboard shortcuts"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 4 * GRID)
        column.addWidget(area, 1)
        column.addWidget(buttons)
        self.resize(size)

    def _fitting(self, page: QWidget) -> QSize:
        wanted = page.sizeHint() + QSize(16 * GRID, 24 * GRID)
        screen = self.screen().availableSize()
        return wanted.boundedTo(screen * 0.9)
