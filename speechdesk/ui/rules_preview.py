"""Shows what the replacement rules make of a sentence."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from speechdesk.domain.replacements import Replacer
from speechdesk.domain.vocabulary import ReplacementRule
from speechdesk.ui.shapes import label
from speechdesk.ui.theme import GRID


class RulesPreview(QWidget):
    """Applies the rules to a sentence as it is typed, within the time they have in earnest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._replacer = Replacer(())
        self._rules: Sequence[ReplacementRule] = ()
        self._language = ""
        self.sample = QLineEdit()
        self.sample.setPlaceholderText(self.tr("Type a sentence to try the rules"))
        self.sample.setAccessibleName(self.tr("Sentence to try the rules on"))
        self.result = label("strong")
        self.result.setWordWrap(True)
        self.result.setAccessibleName(self.tr("What the rules make of it"))
        self.warning = label("warn")
        self.warning.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for part in (self.sample, self.result, self.warning):
            column.addWidget(part)
        self.sample.textChanged.connect(self._show)
        self._show()

    def show_rules(self, rules: Sequence[ReplacementRule], language: str) -> None:
        """Try `rules`, all of them sound, as they are for `language`."""
        if (rules, language) != (self._rules, self._language):
            self._rules, self._language = rules, language
            self._replacer = Replacer(rules)
            self._show()

    @Slot()
    def _show(self) -> None:
        sample = self.sample.text()
        replaced = self._replacer.replace(sample, self._language)
        self.result.setText(replaced.text)
        self.result.setVisible(bool(sample))
        numbers = ", ".join(str(self._rules.index(rule) + 1) for rule in replaced.stopped)
        self.warning.setText(self.tr("Takes too long and is left out: rule {0}").format(numbers))
        self.warning.setVisible(bool(numbers))
