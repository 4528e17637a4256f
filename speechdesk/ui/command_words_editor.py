"""How each spoken command is said, in each language that has commands."""

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from speechdesk.domain.spoken.tables import languages, load_vocabulary
from speechdesk.domain.spoken.vocabulary import Entry, OwnWords
from speechdesk.errors import SettingsError
from speechdesk.settings.option import Option
from speechdesk.settings.own_words import CommandWords
from speechdesk.settings.schema import Settings
from speechdesk.settings.tables import locales
from speechdesk.ui.command_words import action_of
from speechdesk.ui.languages import short_name
from speechdesk.ui.settings_editors import Editor
from speechdesk.ui.theme import GRID

_ROWS = 10
_WORDS = 1


class CommandWordsEditor(Editor):
    """A row is a command; its ways are separated by commas, those of the user are set strong."""

    def __init__(self, option: Option, kind: CommandWords) -> None:
        whole = QWidget()
        self._kind = kind
        self._own: tuple[OwnWords, ...] = ()
        self._entries: tuple[Entry, ...] = ()
        self._filling = False
        self._shown_language = ""
        self._chosen = False
        self.languages = QComboBox()
        self.languages.setAccessibleName(self.tr("Language of the commands"))
        self.languages.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for language in languages():
            self.languages.addItem(_name(language), language)
        self.table = self._table()
        self.reset_button = QPushButton(self.tr("Usual words"))
        self.reset_button.setToolTip(self.tr("Takes back your words for the selected commands"))
        below = QHBoxLayout()
        below.addWidget(self.reset_button)
        below.addStretch(1)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(self.languages)
        column.addWidget(self.table)
        column.addLayout(below)
        super().__init__(option, whole)
        self.setFocusProxy(self.table)
        self.table.setAccessibleName(option.label)
        self.languages.activated.connect(self._language_chosen)
        self.table.itemChanged.connect(self._changed)
        self.table.itemSelectionChanged.connect(self._show_button)
        self.reset_button.clicked.connect(self._reset)

    @property
    def language(self) -> str:
        """The language whose commands are shown."""
        return str(self.languages.currentData())

    def show_settings(self, settings: Settings) -> None:
        if not self._chosen:
            spoken = settings.language.partition("-")[0]
            self.languages.setCurrentIndex(max(0, self.languages.findData(spoken)))
        super().show_settings(settings)

    def show_value(self, value: Any) -> None:
        if value != self._own or self._shown_language != self.language:
            self._own = value
            self._fill()

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, 2)
        table.setProperty("surface", "field")
        table.setHorizontalHeaderLabels([self.tr("What happens"), self.tr("What you say")])
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setMinimumHeight((table.fontMetrics().lineSpacing() + 3 * GRID) * _ROWS)
        return table

    def _fill(self) -> None:
        usual = load_vocabulary(self.language)
        self._entries = () if usual is None else usual.entries
        self._filling = True
        self._shown_language = self.language
        self.table.setRowCount(len(self._entries))
        for row, entry in enumerate(self._entries):
            action = QTableWidgetItem(action_of(entry))
            action.setFlags(action.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self.table.setItem(row, 0, action)
            self.table.setItem(row, _WORDS, QTableWidgetItem())
            self._show_ways(row)
        self._filling = False
        self._show_button()

    def _show_ways(self, row: int) -> None:
        entry = self._entries[row]
        own = self._own_ways(entry.name)
        item = self.table.item(row, _WORDS)
        if item is not None:
            item.setText(", ".join(entry.ways if own is None else own))
            font = QFont(self.table.font())
            font.setWeight(QFont.Weight.Normal if own is None else QFont.Weight.DemiBold)
            item.setFont(font)

    def _own_ways(self, name: str) -> tuple[str, ...] | None:
        for own in self._own:
            if (own.language, own.name) == (self.language, name):
                return own.ways
        return None

    @Slot(QTableWidgetItem)
    def _changed(self, item: QTableWidgetItem) -> None:
        if not self._filling:
            ways = tuple(way for way in map(str.strip, item.text().split(",")) if way)
            self._say({self._entries[item.row()].name: ways})

    @Slot()
    def _reset(self) -> None:
        rows = {index.row() for index in self.table.selectedIndexes()}
        self._say({self._entries[row].name: self._entries[row].ways for row in rows})

    def _say(self, ways: dict[str, tuple[str, ...]]) -> None:
        """Let the commands of these names be said so; the usual ways are not kept as own ones."""
        usual = {entry.name: entry.ways for entry in self._entries}
        others = [own for own in self._own if own.language != self.language or own.name not in ways]
        new = [OwnWords(self.language, name, each) for name, each in ways.items()]
        changed = [own for own in new if own.ways != usual[own.name]]
        try:
            value = self._kind.read(self._kind.plain((*others, *changed)))
        except SettingsError as error:
            self.refused.emit(error.detail)
            return
        self.refused.emit("")
        before, self._own = self._own, value
        self._filling = True
        for row in range(len(self._entries)):
            self._show_ways(row)
        self._filling = False
        self._show_button()
        if value != before:
            self.edited.emit(value)

    @Slot()
    def _language_chosen(self) -> None:
        self._chosen = True
        self.refused.emit("")
        self._fill()

    @Slot()
    def _show_button(self) -> None:
        rows = {index.row() for index in self.table.selectedIndexes()}
        own = any(self._own_ways(self._entries[row].name) is not None for row in rows)
        self.reset_button.setEnabled(own)


def _name(language: str) -> str:
    return next(
        (short_name(each.tag) for each in locales() if each.tag.startswith(f"{language}-")),
        language,
    )
