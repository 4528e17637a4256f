"""Editors for options that are picked from a list of ours: languages and microphones."""

from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from speechdesk.domain.connection import LOCAL_LANGUAGE
from speechdesk.settings.kinds import Texts
from speechdesk.settings.option import Option
from speechdesk.settings.schema import Settings
from speechdesk.settings.tables import locales
from speechdesk.ui.icons import Icons
from speechdesk.ui.language_picker import LanguageList, local_reason
from speechdesk.ui.languages import named
from speechdesk.ui.microphone_picker import ListDevices, MicrophonePicker
from speechdesk.ui.settings_editors import Editor
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.theme import GRID, Theme

_ROWS = 4


class LanguageBox(QComboBox):
    """Looks like any list to choose from, and opens the one that can be searched."""

    chosen = Signal(str)
    connect_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._settings = Settings()

    def show_settings(self, settings: Settings) -> None:
        """Show the language of `settings`; this computer knows one only."""
        self._settings = settings
        locale = named(self._tag())
        self.clear()
        self.addItem(locale.native)
        self.setToolTip(local_reason() if settings.is_local else locale.english)

    def showPopup(self) -> None:
        local = self._settings.is_local
        offered = (named(LOCAL_LANGUAGE),) if local else locales()
        recent = self._settings.recent_languages
        popup = LanguageList(offered, recent, self._tag(), local=local, parent=self)
        popup.chosen.connect(self.chosen)
        popup.connect_asked.connect(self.connect_asked)
        open_below(popup, self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _tag(self) -> str:
        return LOCAL_LANGUAGE if self._settings.is_local else self._settings.language


def open_below(popup: LanguageList, widget: QWidget) -> None:
    """Open `popup` below `widget`, or above where the screen ends; it is freed when it closes."""
    popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    popup.adjustSize()
    below = widget.mapToGlobal(QPoint(0, widget.height() + GRID))
    if below.y() + popup.height() > widget.screen().availableGeometry().bottom():
        below = widget.mapToGlobal(QPoint(0, -popup.height() - GRID))
    popup.move(below)
    popup.show()
    popup.search.setFocus(Qt.FocusReason.PopupFocusReason)


class LanguageEditor(Editor):
    """One language, of all that the service in use knows."""

    def __init__(self, option: Option) -> None:
        self.box = LanguageBox()
        super().__init__(option, self.box)
        self.box.chosen.connect(self._chosen)

    @Slot(str)
    def _chosen(self, tag: str) -> None:
        self.edited.emit(tag)

    def show_settings(self, settings: Settings) -> None:
        self.box.show_settings(settings)


class MicrophoneEditor(Editor):
    """One microphone; the list is made when it is opened."""

    names_itself = True

    def __init__(
        self, option: Option, theme: Theme, icons: Icons, list_devices: ListDevices, tasks: Tasks
    ) -> None:
        self._picker = MicrophonePicker(theme, icons, list_devices, tasks)
        super().__init__(option, self._picker)
        self._picker.chosen.connect(self._chosen)

    @Slot(str)
    def _chosen(self, key: str) -> None:
        self.edited.emit(key)

    def show_value(self, value: Any) -> None:
        self._picker.show_choice(value)


class LanguagesEditor(Editor):
    """Several languages, in the order in which they were added."""

    def __init__(self, option: Option, kind: Texts) -> None:
        whole = QWidget()
        self._most = kind.most
        self._tags: tuple[str, ...] = ()
        self.list = QListWidget()
        self.list.setProperty("surface", "field")
        self.add_button = QPushButton(self.tr("Add…"))
        self.remove_button = QPushButton(self.tr("Remove"))
        buttons = QVBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(self.list, 1)
        row.addLayout(buttons)
        super().__init__(option, whole)
        self.setFocusProxy(self.list)
        self.list.setFixedHeight((self.list.fontMetrics().lineSpacing() + 2 * GRID) * _ROWS)
        self.list.setAccessibleName(option.label)
        self.add_button.clicked.connect(self._open)
        self.remove_button.clicked.connect(self._remove)
        self.list.currentRowChanged.connect(self._show_buttons)
        self._show_buttons()

    def show_value(self, value: Any) -> None:
        if value == self._tags and self.list.count() == len(value):
            return
        self._tags = value
        self.list.clear()
        for tag in value:
            item = QListWidgetItem(f"{named(tag).native}   {tag}")
            item.setToolTip(named(tag).english)
            self.list.addItem(item)
        self._show_buttons()

    @Slot()
    def _show_buttons(self) -> None:
        self.add_button.setEnabled(len(self._tags) < self._most)
        self.remove_button.setEnabled(self.list.currentRow() >= 0)

    @Slot()
    def _open(self) -> None:
        offered = tuple(locale for locale in locales() if locale.tag not in self._tags)
        popup = LanguageList(offered, (), "", local=False, parent=self)
        popup.chosen.connect(self._add)
        open_below(popup, self.add_button)

    @Slot(str)
    def _add(self, tag: str) -> None:
        self.edited.emit((*self._tags, tag))

    @Slot()
    def _remove(self) -> None:
        row = self.list.currentRow()
        self.edited.emit(self._tags[:row] + self._tags[row + 1 :])
