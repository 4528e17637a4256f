"""The side panel: search, the list of takes, and what can be done with one."""

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from speechdesk.ui.elided_label import ElidedLabel
from speechdesk.ui.icons import Icons
from speechdesk.ui.shapes import frame, label
from speechdesk.ui.takes_delegate import TakesDelegate
from speechdesk.ui.takes_model import Row, TakesModel
from speechdesk.ui.theme import GRID, TARGET, Theme

_WIDTH = (272, 380)
"""Least and most, in pixels; in between it goes with the size of the letters."""

_CHARACTERS = 30
_TYPING_MS = 200


class TakesPanel(QWidget):
    """Shows `model`; opening, deleting and making a take are asked of the window by signals."""

    open_asked = Signal(int)
    delete_asked = Signal(int, str)
    new_asked = Signal()

    def __init__(
        self, model: TakesModel, theme: Theme, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._open: int | None = None
        self._build(theme, icons)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._search_now)
        self.search.textChanged.connect(self._typing.start)
        self.list.clicked.connect(self._opened)
        self.list.activated.connect(self._opened)
        self.list.customContextMenuRequested.connect(self._show_menu)
        model.modelReset.connect(self._show_selection)
        model.loaded.connect(self._loaded)
        self._add_row_actions(icons)
        theme.changed.connect(self._look_changed)
        self._look_changed()

    def _build(self, theme: Theme, icons: Icons) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search all you said"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search all takes"))
        self.search.setAccessibleDescription(self.tr("Shows the takes that contain these words"))
        self.new_button = QToolButton()
        self.new_button.setIcon(icons.icon("new", "text"))
        self.new_button.setIconSize(QSize(18, 18))
        self.new_button.setAccessibleName(self.tr("New dictation"))
        self.new_button.setToolTip(self.tr("Start a new take (Ctrl+N)"))
        self.new_button.clicked.connect(self.new_asked)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(TakesDelegate(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.viewport().setAutoFillBackground(False)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(self.tr("Takes"))
        self.list.setAccessibleDescription(
            self.tr("Enter opens a take, F2 renames it, Delete deletes it")
        )
        self._empty = label(
            "caption", self.tr("Your dictations will be listed here,\nwith their recordings.")
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._empty)
        self.footer = ElidedLabel("caption")
        self.footer.setAccessibleName(self.tr("Where your takes are"))
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        head.addWidget(self.search, 1)
        head.addWidget(self.new_button)
        self.new_button.setMinimumSize(TARGET, TARGET)
        side = frame("side")
        column = QVBoxLayout(side)
        column.setContentsMargins(3 * GRID, 4 * GRID, 3 * GRID, 3 * GRID)
        column.setSpacing(3 * GRID)
        column.addLayout(head)
        column.addLayout(self._pages, 1)
        column.addWidget(self.footer)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(side)

    def _add_row_actions(self, icons: Icons) -> None:
        self._menu = QMenu(self)
        for text, icon, keys, slot in (
            (self.tr("Open"), "open", QKeySequence(), self._open_current),
            (self.tr("Rename"), "rename", QKeySequence(Qt.Key.Key_F2), self._rename_current),
            (self.tr("Delete"), "delete", QKeySequence(Qt.Key.Key_Delete), self._delete_current),
        ):
            action = QAction(icons.icon(icon), text, self)
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(slot)
            self.list.addAction(action)
            self._menu.addAction(action)

    def _look_changed(self) -> None:
        least, most = _WIDTH
        wanted = self.fontMetrics().averageCharWidth() * _CHARACTERS
        self.setFixedWidth(min(max(wanted, least), most))

    # what the window says

    def show_open(self, take_id: int | None) -> None:
        """Select the take that is open in the editor; None selects nothing."""
        self._open = take_id
        self._show_selection()

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # what the user does

    def _search_now(self) -> None:
        self._model.load(self.search.text())

    def _opened(self, index: QModelIndex) -> None:
        self.open_asked.emit(self._row(index).take_id)

    def _open_current(self) -> None:
        if self.list.currentIndex().isValid():
            self._opened(self.list.currentIndex())

    def _rename_current(self) -> None:
        if self.list.currentIndex().isValid():
            self.list.edit(self.list.currentIndex())

    def _delete_current(self) -> None:
        if self.list.currentIndex().isValid():
            row = self._row(self.list.currentIndex())
            self.delete_asked.emit(row.take_id, row.title)

    def _show_menu(self, where: QPoint) -> None:
        index = self.list.indexAt(where)
        if index.isValid():
            self.list.setCurrentIndex(index)
            self._menu.popup(self.list.viewport().mapToGlobal(where))

    # what the model says

    def _loaded(self) -> None:
        empty = self._model.rowCount() == 0
        searching = bool(self.search.text().strip())
        if searching:
            self._empty.setText(self.tr("Nothing you said contains this."))
        else:
            self._empty.setText(
                self.tr("Your dictations will be listed here,\nwith their recordings.")
            )
        self._pages.setCurrentIndex(1 if empty else 0)
        self._show_selection()

    def _show_selection(self) -> None:
        position = None if self._open is None else self._model.position(self._open)
        if position is None:
            self.list.clearSelection()
        elif not self.list.selectionModel().isRowSelected(position):
            self.list.setCurrentIndex(self._model.index(position))

    def _row(self, index: QModelIndex) -> Row:
        return self._model.row(index.row())
