"""A field for an Azure region or endpoint: a list to choose from, and free text."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from speechdesk.errors import SettingsError
from speechdesk.settings import checks
from speechdesk.settings.paste import understand
from speechdesk.settings.tables import find_region, regions
from speechdesk.ui.connection_words import region_note
from speechdesk.ui.shapes import label, restyle
from speechdesk.ui.theme import GRID


class RegionField(QWidget):
    """`chosen` carries (region, url), one of which is ""; `pasted` more than a place."""

    chosen = Signal(str, str)
    pasted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ("", "")
        self.caption = label("strong", self.tr("Region or endpoint"))
        self.combo = QComboBox()
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.combo.setAccessibleName(self.tr("Region or endpoint"))
        for region in regions():
            self.combo.addItem(_shown(region.name), region.name)
        completer = QCompleter(self.combo.model(), self.combo)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._edit = QLineEdit()
        self._edit.setPlaceholderText(self.tr("such as West Europe"))
        self._edit.editingFinished.connect(self._typed)
        self.combo.setLineEdit(self._edit)
        self.combo.setCompleter(completer)
        self.combo.activated.connect(self._activated)
        self.caption.setBuddy(self.combo)
        self.note = label("caption")
        self.note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.caption)
        column.addWidget(self.combo)
        column.addWidget(self.note)
        column.addStretch(1)
        self.show_place("", "")

    def show_place(self, region: str, url: str) -> None:
        """Show a region, or the address that stands instead of one."""
        self._shown = (region, url)
        self.combo.setEditText(url or _shown(region))
        self._edit.setCursorPosition(0)
        doubt = "" if url else region_note(region)
        self._say(doubt or self.tr("Paste either: the other is filled in."), warn=bool(doubt))

    def complete(self) -> None:
        """Take what stands in the field, as Enter does."""
        self._typed()

    @Slot(int)
    def _activated(self, row: int) -> None:
        self._choose(self.combo.itemData(row), "")

    @Slot()
    def _typed(self) -> None:
        text = self.combo.currentText().strip()
        if text == (self._shown[1] or _shown(self._shown[0])):
            return
        found = understand(text)
        if found.key or found.endpoint_id:
            self.show_place(*self._shown)
            self.pasted.emit(found)
        elif found.region or found.url:
            self._choose(found.region, "" if found.region else found.url)
        elif not text:
            self._choose("", "")
        else:
            self._free_text(text)

    def _free_text(self, text: str) -> None:
        """Take a region that is not in the list, or an address that is not Azure's."""
        is_address = "." in text or "/" in text or ":" in text
        try:
            if is_address:
                self._choose("", checks.service_url(text))
            else:
                self._choose(checks.region(text), "")
        except SettingsError as error:
            detail = error.detail
            self._say(self.tr("This {what}.").format(what=detail), warn=True)

    def _choose(self, region: str, url: str) -> None:
        changed = (region, url) != self._shown
        self.show_place(region, url)
        if changed:
            self.chosen.emit(region, url)

    def _say(self, text: str, *, warn: bool) -> None:
        self.note.setText(text)
        self.note.setProperty("role", "warn" if warn else "caption")
        restyle(self.note)
        self.combo.setAccessibleDescription(text)


def _shown(name: str) -> str:
    region = find_region(name) if name else None
    return f"{region.label} ({region.name})" if region else name
