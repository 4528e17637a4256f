"""What can be said in the present language (Ctrl+F1), searchable."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from speechdesk.domain.spoken.tables import load_vocabulary
from speechdesk.domain.spoken.vocabulary import Entry, Mark
from speechdesk.settings.schema import Settings
from speechdesk.ui.command_words import action_of, group_of, quoted
from speechdesk.ui.languages import named
from speechdesk.ui.shapes import label
from speechdesk.ui.theme import GRID

_SIZE = QSize(760, 660)


class CommandsDialog(QDialog):
    """Stays beside the window while one dictates."""

    def __init__(self, language: str, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What can I say?"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        vocabulary = load_vocabulary(language, settings.command_words)
        self._entries = () if vocabulary is None else vocabulary.entries
        self._settings = settings
        self.note = label("", self._notice(language))
        self.note.setWordWrap(True)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search the commands"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        self.list = self._list()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 4 * GRID)
        column.setSpacing(3 * GRID)
        for part in (self.note, self.search, self.list, buttons):
            column.addWidget(part)
        self.search.setVisible(bool(self._entries))
        self.list.setVisible(bool(self._entries))
        self._fill("")
        self.resize(_SIZE.boundedTo(self.screen().availableSize() * 0.9))

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What is listed now: what a command does, and how it is said."""
        model = self.list.model()
        groups = [model.index(row, 0) for row in range(model.rowCount())]
        return [
            (str(model.index(row, 0, group).data()), str(model.index(row, 1, group).data()))
            for group in groups
            for row in range(model.rowCount(group))
        ]

    def _notice(self, language: str) -> str:
        name = named(language).native
        if not self._entries:
            return self.tr("There are no spoken commands for this language yet: {0}").format(name)
        off = [
            text
            for text, on in (
                (self.tr("Spoken commands are switched off."), self._settings.spoken_commands),
                (self.tr("Spoken punctuation is off."), self._settings.spoken_punctuation),
            )
            if not on
        ]
        return " ".join([self.tr("Commands in this language: {0}.").format(name), *off])

    def _list(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setHeaderLabels([self.tr("What happens"), self.tr("What you say")])
        tree.setAccessibleName(self.tr("Spoken commands"))
        tree.setProperty("surface", "field")
        tree.setRootIsDecorated(False)
        tree.setIndentation(2 * GRID)
        tree.setWordWrap(True)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        tree.header().setStretchLastSection(True)
        return tree

    @Slot(str)
    def _fill(self, wanted: str) -> None:
        self.list.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        for entry in self._entries:
            if self._is_on(entry) and _matches(entry, wanted.casefold()):
                name = group_of(entry)
                if name not in groups:
                    groups[name] = self._group(name)
                QTreeWidgetItem(groups[name], [action_of(entry), quoted(entry.ways)])
        self.list.expandAll()

    def _is_on(self, entry: Entry) -> bool:
        is_mark = isinstance(entry.meaning, Mark)
        settings = self._settings
        on = settings.spoken_punctuation if is_mark else settings.spoken_commands
        return on and bool(entry.ways)

    def _group(self, name: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self.list, [name])
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        item.setFirstColumnSpanned(True)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        item.setFont(0, font)
        return item


def _matches(entry: Entry, wanted: str) -> bool:
    return any(wanted in text.casefold() for text in (action_of(entry), *entry.ways))
