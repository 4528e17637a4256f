"""The words to expect: typed one a line, or read from a text file."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from speechdesk.domain.vocabulary import phrases_in
from speechdesk.errors import SettingsError
from speechdesk.settings.kinds import Texts
from speechdesk.settings.option import Option
from speechdesk.ui.settings_editors import Editor, LinesEditor
from speechdesk.ui.shapes import label
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.theme import GRID

_LARGEST_BYTES = 1_000_000


class PhrasesEditor(Editor):
    """What a file holds beyond the limits is left out, and that is said."""

    def __init__(self, option: Option, kind: Texts, tasks: Tasks) -> None:
        whole = QWidget()
        self._kind = kind
        self._tasks = tasks
        self._phrases: tuple[str, ...] = ()
        self.lines = LinesEditor(option, kind)
        self.import_button = QPushButton(self.tr("Import…"))
        self.import_button.setToolTip(self.tr("Reads a text file with one phrase a line"))
        self.count: QLabel = label("caption")
        self.count.setWordWrap(True)
        below = QHBoxLayout()
        below.setSpacing(2 * GRID)
        below.addWidget(self.import_button)
        below.addWidget(self.count, 1)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(self.lines)
        column.addLayout(below)
        super().__init__(option, whole)
        self.setFocusProxy(self.lines)
        self.lines.field.setAccessibleName(option.label)
        self.lines.edited.connect(self.edited)
        self.lines.refused.connect(self.refused)
        self.import_button.clicked.connect(self._ask)

    def show_value(self, value: Any) -> None:
        self.lines.show_value(value)
        if value != self._phrases or not self.count.text():
            self._phrases = value
            self.count.setText(self.tr("{0} of {1}").format(len(value), self._kind.most))

    def complete(self) -> None:
        self.lines.complete()

    def import_file(self, path: Path) -> None:
        """Add the phrases of a text file to those that are there."""
        self.complete()
        self._tasks.run(partial(_read, path), self._read, self._not_read)

    @Slot()
    def _ask(self) -> None:
        dialog = QFileDialog(self, self.tr("Import words to expect"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Text files (*.txt *.csv)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _chosen(self, name: str) -> None:
        self.import_file(Path(name))

    @Slot(object)
    def _read(self, found: list[str]) -> None:
        sound = [phrase for phrase in found if self._is_sound(phrase)]
        merged = tuple(dict.fromkeys((*self._phrases, *sound)))[: self._kind.most]
        added = len(merged) - len(self._phrases)
        known = sum(phrase in self._phrases for phrase in sound)
        left_out = len(found) - added - known
        if added:
            self.edited.emit(merged)
        text = self.tr("{0} added, {1} already there.").format(added, known)
        if left_out:
            limits = self.tr("{0} left out: at most {1} phrases of {2} characters.")
            text += " " + limits.format(left_out, self._kind.most, self._kind.longest)
        self.count.setText(text)

    def _is_sound(self, phrase: str) -> bool:
        try:
            return self._kind.read([phrase]) == (phrase,)
        except SettingsError:
            return False

    @Slot(object)
    def _not_read(self, error: Exception) -> None:
        reason = error.strerror if isinstance(error, OSError) else self.tr("it is no text file")
        self.count.setText(self.tr("The file cannot be read: {0}.").format(reason))


def _read(path: Path) -> list[str]:
    with path.open("rb") as file:
        data = file.read(_LARGEST_BYTES + 1)
    if len(data) > _LARGEST_BYTES:
        raise ValueError("too large for a list of phrases")
    return phrases_in(data)
