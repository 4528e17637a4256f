"""The side panel: search, the list of takes, what can be done with them, and where they are."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from speechdesk.ui.elided_label import ElidedLabel
from speechdesk.ui.escaping_field import EscapingField
from speechdesk.ui.icons import Icons
from speechdesk.ui.selection_strip import SelectionStrip
from speechdesk.ui.shapes import frame, label
from speechdesk.ui.takes_list import TakesList
from speechdesk.ui.takes_model import TakesModel
from speechdesk.ui.theme import GRID, TARGET, Theme

_WIDTH = (272, 380)
"""Least and most, in pixels; in between it goes with the size of the letters."""

_CHARACTERS = 30
_TYPING_MS = 200
_ICON = 18


class TakesPanel(QWidget):
    """Shows `model`; what is to be done with takes is asked of the window by signals.

    Those about several takes carry a tuple of rows.
    """

    open_asked = Signal(int)
    export_asked = Signal(object)
    star_asked = Signal(object, bool)
    delete_asked = Signal(object)
    undo_asked = Signal()
    """What was deleted last is to be brought back."""

    rest_asked = Signal(object)
    new_asked = Signal()
    folder_asked = Signal()

    def __init__(
        self, model: TakesModel, theme: Theme, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._build(theme, icons)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._search_now)
        self.search.textChanged.connect(self._typing.start)
        self.search.returnPressed.connect(self._search_now)
        self.starred_button.toggled.connect(self._search_now)
        self._connect_list()
        model.loaded.connect(self._loaded)
        theme.changed.connect(self._look_changed)
        self._look_changed()

    def _build(self, theme: Theme, icons: Icons) -> None:
        self.search = EscapingField()
        self.search.escaped.connect(self.search.clear)
        self.search.setPlaceholderText(self.tr("Search all you said"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search all takes"))
        self.search.setAccessibleDescription(self.tr("Shows the takes that contain these words"))
        self.starred_button = _button(icons, "star", self.tr("Only takes with a star"))
        self.starred_button.setCheckable(True)
        self.new_button = _button(icons, "new", self.tr("New dictation"))
        self.new_button.setToolTip(self.tr("Start a new take (Ctrl+N)"))
        self.new_button.clicked.connect(self.new_asked)
        self.list = TakesList(self._model, theme, icons)
        self._empty = label("caption", self._nothing())
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._empty)
        self.strip = SelectionStrip(icons)
        self.footer = ElidedLabel("caption")
        self.footer.setAccessibleName(self.tr("Where your takes are"))
        self.folder_button = _button(icons, "folder", self.tr("Open the folder of your takes"))
        self.folder_button.setProperty("kind", "quiet")
        self.folder_button.clicked.connect(self.folder_asked)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        head.addWidget(self.search, 1)
        head.addWidget(self.starred_button)
        head.addWidget(self.new_button)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.footer, 1)
        foot.addWidget(self.folder_button)
        side = frame("side")
        column = QVBoxLayout(side)
        column.setContentsMargins(3 * GRID, 4 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(3 * GRID)
        column.addLayout(head)
        column.addLayout(self._pages, 1)
        column.addWidget(self.strip)
        column.addLayout(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(side)

    def _connect_list(self) -> None:
        takes, strip = self.list, self.strip
        takes.open_asked.connect(self.open_asked)
        takes.export_asked.connect(self.export_asked)
        takes.star_asked.connect(self.star_asked)
        takes.delete_asked.connect(self.delete_asked)
        takes.rest_asked.connect(self.rest_asked)
        # Not of the list: it is gone with its last take. A text field has its own Ctrl+Z.
        undo = QShortcut(QKeySequence.StandardKey.Undo, self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.undo_asked)
        takes.picked.connect(strip.show_count)
        strip.star_asked.connect(takes.ask_star)
        strip.export_asked.connect(takes.ask_export)
        strip.delete_asked.connect(takes.ask_delete)
        strip.end_asked.connect(takes.select_open)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What can be reached with Tab, in order."""
        head = (self.search, self.starred_button, self.new_button)
        return (*head, self.list, *self.strip.controls, self.folder_button)

    # what the window says

    def show_open(self, take_id: int | None) -> None:
        """Select the take that is open in the editor; None selects nothing."""
        self.list.show_open(take_id)

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # what the user and the model do

    @Slot()
    def _search_now(self) -> None:
        self._typing.stop()
        self._model.load(self.search.text(), only_starred=self.starred_button.isChecked())

    @Slot()
    def _loaded(self) -> None:
        empty = self._model.rowCount() == 0
        self._empty.setText(self._nothing())
        self._pages.setCurrentIndex(1 if empty else 0)

    def _nothing(self) -> str:
        """Return what stands in the place of an empty list."""
        if self._model.search and self._model.only_starred:
            return self.tr("No take with a star contains this.")
        if self._model.search:
            return self.tr("Nothing you said contains this.")
        if self._model.only_starred:
            return self.tr("No take has a star yet.\nCtrl+D in the list gives it one.")
        return self.tr("Your dictations will be listed here,\nwith their recordings.")

    @Slot()
    def _look_changed(self) -> None:
        least, most = _WIDTH
        wanted = self.fontMetrics().averageCharWidth() * _CHARACTERS
        self.setFixedWidth(min(max(wanted, least), most))


def _button(icons: Icons, icon: str, text: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icons.icon(icon, "text"))
    icons.fit(button, _ICON)
    button.setMinimumSize(TARGET, TARGET)
    # As tall as what stands beside it, so that it does not keep a field of large letters low.
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
    button.setAccessibleName(text)
    button.setToolTip(text)
    return button
