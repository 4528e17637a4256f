"""The table of replacement rules."""

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from speechdesk.domain.vocabulary import ReplacementRule
from speechdesk.errors import SettingsError
from speechdesk.settings.kinds import Rules
from speechdesk.settings.option import Option
from speechdesk.settings.schema import Settings
from speechdesk.ui.rules_preview import RulesPreview
from speechdesk.ui.settings_editors import Editor
from speechdesk.ui.theme import GRID

_FIND, _REPLACE, _REGEX, _CASE, _LANGUAGE = range(5)
_ROWS = 6


class RulesEditor(Editor):
    """A row is one rule; a row without anything to find is not kept."""

    def __init__(self, option: Option, kind: Rules) -> None:
        whole = QWidget()
        self._kind = kind
        self._rules: tuple[ReplacementRule, ...] = ()
        self._filling = False
        self.table = self._table()
        self.preview = RulesPreview()
        self.add_button = QPushButton(self.tr("Add rule"))
        self.remove_button = QPushButton(self.tr("Remove"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(self.table)
        column.addLayout(buttons)
        column.addWidget(self.preview)
        super().__init__(option, whole)
        self.setFocusProxy(self.table)
        self.table.setAccessibleName(option.label)
        self.table.itemChanged.connect(self._changed)
        self.add_button.clicked.connect(self._add)
        self.remove_button.clicked.connect(self._remove)
        self.table.itemSelectionChanged.connect(self._show_buttons)
        self._show_buttons()

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, 5)
        table.setProperty("surface", "field")
        names = [
            self.tr("Recognized"),
            self.tr("Written"),
            self.tr("Expression"),
            self.tr("Case"),
            self.tr("Language"),
        ]
        table.setHorizontalHeaderLabels(names)
        for column, tip in (
            (_REGEX, self.tr("“Recognized” is a regular expression")),
            (_CASE, self.tr("Capitals have to match")),
            (_LANGUAGE, self.tr("Only in this language, such as en-US; empty: in all")),
        ):
            item = QTableWidgetItem(names[column])
            item.setToolTip(tip)
            table.setHorizontalHeaderItem(column, item)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in (_FIND, _REPLACE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        table.setShowGrid(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setMinimumHeight((table.fontMetrics().lineSpacing() + 3 * GRID) * _ROWS)
        return table

    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        self.preview.show_rules(settings.replacements, settings.language)

    def show_value(self, value: Any) -> None:
        if value == self._rules and self.table.rowCount() >= len(value):
            return
        self._rules = value
        self._filling = True
        self.table.setRowCount(0)
        for rule in value:
            self._append(rule)
        self._filling = False
        self._show_buttons()

    def _append(self, rule: ReplacementRule) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, text in (
            (_FIND, rule.find),
            (_REPLACE, _shown(rule)),
            (_LANGUAGE, rule.language),
        ):
            self.table.setItem(row, column, QTableWidgetItem(text))
        for column, checked in ((_REGEX, rule.regex), (_CASE, rule.match_case)):
            item = QTableWidgetItem()
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
            self.table.setItem(row, column, item)

    def _rule(self, row: int) -> ReplacementRule:
        written, regex = self._text(row, _REPLACE), self._checked(row, _REGEX)
        return ReplacementRule(
            find=self._text(row, _FIND),
            replace=written if regex else _unescaped(written),
            regex=regex,
            match_case=self._checked(row, _CASE),
            language=self._text(row, _LANGUAGE),
        )

    def _text(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return item.text() if item else ""

    def _checked(self, row: int, column: int) -> bool:
        item = self.table.item(row, column)
        return item is not None and item.checkState() is Qt.CheckState.Checked

    @Slot()
    def _changed(self) -> None:
        if self._filling:
            return
        rules = [self._rule(row) for row in range(self.table.rowCount())]
        try:
            plain = self._kind.plain([rule for rule in rules if rule.find])
            value = self._kind.read(plain)
        except SettingsError as error:
            self.refused.emit(error.detail)
            return
        self.refused.emit("")
        if value != self._rules:
            self._rules = value
            self.edited.emit(value)

    @Slot()
    def _add(self) -> None:
        self._filling = True
        self._append(ReplacementRule(find=""))
        self._filling = False
        index = self.table.model().index(self.table.rowCount() - 1, _FIND)
        self.table.setCurrentIndex(index)
        self.table.edit(index)

    @Slot()
    def _remove(self) -> None:
        rows = sorted({index.row() for index in self.table.selectedIndexes()}, reverse=True)
        for row in rows:
            self.table.removeRow(row)
        self._changed()

    @Slot()
    def _show_buttons(self) -> None:
        self.remove_button.setEnabled(bool(self.table.selectedIndexes()))


def _shown(rule: ReplacementRule) -> str:
    """Return what is written in one line, with line ends and tabs as `\\n` and `\\t`.

    In that of an expression, backslashes have their own meaning: \\1 is what the group found.
    """
    text = rule.replace if rule.regex else rule.replace.replace("\\", "\\\\")
    return text.replace("\n", "\\n").replace("\t", "\\t")


def _unescaped(text: str) -> str:
    result = []
    letters = iter(text)
    for letter in letters:
        if letter == "\\":
            following = next(letters, "\\")
            result.append({"n": "\n", "t": "\t", "\\": "\\"}.get(following, "\\" + following))
        else:
            result.append(letter)
    return "".join(result)
