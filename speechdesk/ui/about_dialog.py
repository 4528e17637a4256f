"""What this program is, and the licence texts of all that it is made of."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from speechdesk import __version__
from speechdesk.ui.shapes import label
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.theme import GRID

_FIRST = ("notice", "terms")
_LINE = 100  # characters of a line of these texts, at most


class AboutDialog(QDialog):
    """Shows the version and the texts of `folder`: the notice, and in a bundle one for each part.

    The files are read in `tasks`, the notice first.
    """

    def __init__(self, tasks: Tasks, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.setWindowTitle(self.tr("About SpeechDesk"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._parts = QComboBox()
        self._parts.setAccessibleName(self.tr("Licence of"))
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(self.tr("Licence text"))
        self._text.setProperty("surface", "field")
        self._text.setMinimumSize(130 * GRID, 80 * GRID)
        caption = QLabel(self.tr("&Licences"))
        caption.setBuddy(self._parts)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 4 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(label("title", f"SpeechDesk {__version__}"))
        column.addWidget(label("", self.tr("Speak, and read what you said.")))
        column.addSpacing(2 * GRID)
        column.addWidget(caption)
        column.addWidget(self._parts)
        column.addWidget(self._text, 1)
        column.addWidget(buttons)
        self.resize(self._fitting())
        self._parts.currentIndexChanged.connect(self._choose)
        tasks.run(partial(_licence_files, folder), self._list, self._say_failure)

    def _fitting(self) -> QSize:
        """Return the size in which the lines of the texts are whole, where the screen allows it."""
        width = _LINE * self._text.fontMetrics().averageCharWidth() + 18 * GRID
        return QSize(width, 150 * GRID).boundedTo(self.screen().availableSize() * 0.9)

    @Slot(object)
    def _list(self, files: list[Path]) -> None:
        for file in files:
            self._parts.addItem(file.stem.replace("_", "-"), file)

    @Slot(int)
    def _choose(self, index: int) -> None:
        file: Path = self._parts.itemData(index)
        self._tasks.run(partial(_read, file), self._show, self._say_failure)

    @Slot(object)
    def _show(self, read: tuple[Path, str]) -> None:
        file, text = read
        if file == self._parts.currentData():  # and not the answer to an earlier choice
            self._text.setPlainText(text)

    @Slot(object)
    def _say_failure(self, error: Exception) -> None:
        self._text.setPlainText(self.tr("The text cannot be read: {0}").format(error))


def _licence_files(folder: Path) -> list[Path]:
    """Return the texts in the order they are offered."""
    files = sorted(folder.glob("*.txt"), key=lambda file: file.name.lower())
    return sorted(files, key=lambda file: file.stem not in _FIRST)


def _read(file: Path) -> tuple[Path, str]:
    return file, file.read_text(encoding="utf-8")
