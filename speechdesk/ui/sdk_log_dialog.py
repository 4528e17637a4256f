"""The Speech SDK's log, to be read before it is saved."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from speechdesk.atomic import write_atomically
from speechdesk.ui.saving import documents_folder
from speechdesk.ui.shapes import label
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.theme import GRID

_SIZE = QSize(860, 600)


class SdkLogDialog(QDialog):
    """Shows `log` whole; what is saved is what is seen."""

    def __init__(self, log: str, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Log of the Speech SDK"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._log = log
        self._tasks = tasks
        self.note = label(
            "dim",
            self.tr(
                "What was said, the words to expect, keys and queries are left out. Read it before "
                "you hand it on."
            ),
        )
        self.note.setWordWrap(True)
        self.text = QPlainTextEdit()
        self.text.setProperty("surface", "field")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setPlainText(log)
        self.text.setAccessibleName(self.tr("Log of the Speech SDK"))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Close
        )
        buttons.accepted.connect(self.ask)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 4 * GRID)
        column.setSpacing(3 * GRID)
        column.addWidget(self.note)
        column.addWidget(self.text, 1)
        column.addWidget(buttons)
        self.resize(_SIZE.boundedTo(self.screen().availableSize() * 0.9))

    @Slot()
    def ask(self) -> QFileDialog:
        """Ask where to save the log."""
        dialog = QFileDialog(self, self.tr("Save the log"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.setDirectory(str(documents_folder()))
        dialog.selectFile("speech-sdk-log.txt")
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    @Slot(str)
    def _chosen(self, name: str) -> None:
        self.save(Path(name))

    def save(self, path: Path) -> None:
        """Write the log; only the user may read the file."""
        work = partial(write_atomically, path, self._log.encode() + b"\n")
        self._tasks.run(work, self._saved, self._failed)

    @Slot(object)
    def _saved(self, _nothing: None) -> None:
        self.note.setText(self.tr("The log is saved."))

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.note.setText(self.tr("The log cannot be saved: {0}").format(error))
