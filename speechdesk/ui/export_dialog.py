"""Asks how and where takes are to be exported: format, folder and the names of the files."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from speechdesk.errors import SettingsError
from speechdesk.exporters.file_names import file_name
from speechdesk.settings.schema import option
from speechdesk.ui.export_words import FORMATS, format_name, format_note
from speechdesk.ui.exporting import ExportChoice
from speechdesk.ui.shapes import label, restyle
from speechdesk.ui.takes_model import Row
from speechdesk.ui.theme import GRID

_WIDTH = 480
_CHARACTERS = 58  # in a line of the notes, where letters are large


class ExportDialog(QDialog):
    """`chosen` carries an `ExportChoice`; the dialog is gone afterwards."""

    chosen = Signal(object)

    def __init__(
        self, takes: Sequence[Row], choice: ExportChoice, language: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._example = takes[0]
        self._language = language
        if len(takes) == 1:
            heading = self.tr("Export “{title}”").format(title=takes[0].title)
        else:
            heading = self.tr("Export {count} takes").format(count=len(takes))
        self.setWindowTitle(heading)
        self.format = QComboBox()
        for form in FORMATS:
            self.format.addItem(f"{format_name(form)} ({form})", form)
        self.format.setCurrentIndex(FORMATS.index(choice.form))
        self.format_note = self._note()
        self.folder = QLineEdit(str(choice.folder))
        self._choose = QPushButton(self.tr("Choose…"))
        self._choose.setAutoDefault(False)
        self._choose.clicked.connect(self._choose_folder)
        self.template = QLineEdit(choice.template)
        self.name_note = self._note()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.export_button = QPushButton(self.tr("Export"))
        self.export_button.setProperty("kind", "strong")
        self.export_button.setDefault(True)
        self.buttons.addButton(self.export_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self.format.currentIndexChanged.connect(self._show_notes)
        self.folder.textChanged.connect(self._show_notes)
        self.template.textChanged.connect(self._show_notes)
        self._show_notes()

    @property
    def choice(self) -> ExportChoice:
        """What is chosen now."""
        folder = Path(self.folder.text().strip()).expanduser()
        return ExportChoice(self.format.currentData(), folder, self.template.text().strip())

    def accept(self) -> None:
        choice = self.choice
        super().accept()
        self.chosen.emit(choice)

    def _lay_out(self) -> None:
        where = QHBoxLayout()
        where.setSpacing(2 * GRID)
        where.addWidget(self.folder, 1)
        where.addWidget(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(6 * GRID, 6 * GRID, 6 * GRID, 5 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._caption(self.tr("Format"), self.format))
        column.addWidget(self.format)
        column.addWidget(self.format_note)
        column.addSpacing(3 * GRID)
        column.addWidget(self._caption(self.tr("Folder"), self.folder))
        column.addLayout(where)
        column.addSpacing(3 * GRID)
        column.addWidget(self._caption(self.tr("Names of the files"), self.template))
        column.addWidget(self.template)
        column.addWidget(self.name_note)
        column.addStretch(1)
        column.addSpacing(4 * GRID)
        column.addWidget(self.buttons)
        wanted = self.fontMetrics().averageCharWidth() * _CHARACTERS
        self.setMinimumWidth(min(max(_WIDTH, wanted), self.screen().availableSize().width()))
        for field in (self.format, self.folder, self._choose, self.template):
            # The style sheet's least height is that of small letters.
            field.setMinimumHeight(field.sizeHint().height())

    def _caption(self, text: str, field: QWidget) -> QLabel:
        caption = label("strong", text)
        caption.setBuddy(field)
        field.setAccessibleName(text)
        return caption

    def _note(self) -> QLabel:
        note = label("caption")
        note.setWordWrap(True)
        return note

    @Slot()
    def _show_notes(self) -> None:
        choice = self.choice
        self.format_note.setText(format_note(choice.form))
        self.format_note.setVisible(bool(self.format_note.text()))
        try:
            option("file_names").kind.read(choice.template)
        except SettingsError as error:
            problem, note = error.detail, self.tr("It {what}.").format(what=error.detail)
        else:
            problem, note = "", self._example_note(choice)
        self.name_note.setText(note)
        self.name_note.setProperty("role", "warn" if problem else "caption")
        restyle(self.name_note)
        self.template.setAccessibleDescription(note)
        self.export_button.setEnabled(not problem and bool(self.folder.text().strip()))
        self._fit()

    def _fit(self) -> None:
        """Make room for the notes, whose lines depend on the width."""
        layout = self.layout()
        if layout is not None:
            wanted = layout.totalHeightForWidth(max(self.width(), self.minimumWidth()))
            self.resize(max(self.width(), self.minimumWidth()), max(self.height(), wanted))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _example_note(self, choice: ExportChoice) -> str:
        name = file_name(
            choice.template,
            title=self._example.title,
            started=(self._example.started or datetime.now()).astimezone(),
            language=self._language,
            ending=choice.form,
        )
        return self.tr("Such as “{name}”. You can use {fields}; existing files are kept.").format(
            name=name, fields="{title}, {date}, {time}, {language}"
        )

    @Slot()
    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Export to"), self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
