"""The list of takes itself, and what can be asked of one or several of them."""

from collections.abc import Sequence
from itertools import chain

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QMenu, QWidget

from speechdesk.ui.icons import Icons
from speechdesk.ui.takes_delegate import TakesDelegate
from speechdesk.ui.takes_model import Index, Row, TakesModel
from speechdesk.ui.theme import Theme

_SELECTING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class TakesList(QListView):
    """Shows a `TakesModel`. A click opens a take; with Ctrl or Shift it selects several."""

    open_asked = Signal(int)
    export_asked = Signal(object)
    """Carries the rows as a tuple, as the next ones do."""

    star_asked = Signal(object, bool)
    """And whether they are to have a star."""

    delete_asked = Signal(object)

    rest_asked = Signal(object)
    """Carries the row whose take is to be recognized to its end."""

    picked = Signal(int)
    """Other rows are selected than before: so many."""

    def __init__(
        self, model: TakesModel, theme: Theme, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._takes = model
        self._open: int | None = None
        self.setModel(model)
        self.setItemDelegate(TakesDelegate(theme, icons, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("Takes"))
        self.setAccessibleDescription(
            self.tr(
                "Enter opens a take, F2 renames it, Ctrl+D stars it, Ctrl+E exports it, "
                "Delete deletes it, Ctrl+Z brings it back; with Shift several are selected"
            )
        )
        self._add_actions(icons)
        self.clicked.connect(self._clicked)
        self.activated.connect(self._opened)
        self.customContextMenuRequested.connect(self._show_menu)
        model.modelReset.connect(self._show_open)
        model.loaded.connect(self._show_open)

    @property
    def selected(self) -> tuple[Row, ...]:
        """The selected takes from top to bottom."""
        ranges = sorted(self._selected_places(), key=lambda each: each.start)
        return tuple(self._takes.row(place) for place in chain.from_iterable(ranges))

    def _selected_places(self) -> list[range]:
        """Return the selected rows as ranges: an object for each of ten thousand takes a while."""
        selection = self.selectionModel().selection()
        parts = (selection.at(index) for index in range(selection.size()))
        return [range(each.top(), each.bottom() + 1) for each in parts]

    def _count(self) -> int:
        return sum(map(len, self._selected_places()))

    def show_open(self, take_id: int | None) -> None:
        """Select the take that is open in the editor; None selects nothing."""
        self._open = take_id
        self.select_open()

    def _add_actions(self, icons: Icons) -> None:
        self._menu = QMenu(self)
        self._open_action = self._action(icons, "open", self.tr("Open"), "", self._open_current)
        self._rename_action = self._action(
            icons, "rename", self.tr("Rename"), "F2", self._rename_current
        )
        self._star_action = self._action(icons, "star", self.tr("Star"), "Ctrl+D", self.ask_star)
        self._action(icons, "save", self.tr("Export…"), "Ctrl+E", self.ask_export)
        self._rest_action = self._action(
            icons, "text", self.tr("Recognize the rest"), "", self._recognize_rest
        )
        self._action(icons, "delete", self.tr("Delete"), "Delete", self.ask_delete)

    def _action(self, icons: Icons, icon: str, text: str, keys: str, slot: object) -> QAction:
        action = QAction(icons.icon(icon), text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(slot)
        self.addAction(action)
        self._menu.addAction(action)
        return action

    # what the user does

    @Slot()
    def ask_star(self) -> None:
        """Ask for a star on all that is selected, or for none where all have one."""
        rows = self.selected
        if rows:
            self.star_asked.emit(rows, not all(row.starred for row in rows))

    @Slot()
    def ask_export(self) -> None:
        """Ask to export what is selected."""
        if self.selected:
            self.export_asked.emit(self.selected)

    @Slot()
    def ask_delete(self) -> None:
        """Ask to delete what is selected."""
        if self.selected:
            self.delete_asked.emit(self.selected)

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        if not QApplication.keyboardModifiers() & _SELECTING:
            self._opened(index)

    @Slot(QModelIndex)
    def _opened(self, index: QModelIndex) -> None:
        self.open_asked.emit(self._takes.row(index.row()).take_id)

    @Slot()
    def _open_current(self) -> None:
        if self.currentIndex().isValid():
            self._opened(self.currentIndex())

    @Slot()
    def _rename_current(self) -> None:
        if self.currentIndex().isValid():
            self.edit(self.currentIndex())

    @Slot()
    def _recognize_rest(self) -> None:
        if self.currentIndex().isValid():
            self.rest_asked.emit(self._takes.row(self.currentIndex().row()))

    @Slot(QPoint)
    def _show_menu(self, where: QPoint) -> None:
        index = self.indexAt(where)
        if not index.isValid():
            return
        if not self.selectionModel().isSelected(index):
            alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, alone)
        rows = self.selected
        starred = all(row.starred for row in rows)
        self._star_action.setText(self.tr("Take the star away") if starred else self.tr("Star"))
        for action in (self._open_action, self._rename_action):
            action.setEnabled(len(rows) == 1)
        waits = bool(rows[0].rest) and not self._takes.is_live(rows[0].take_id)
        self._rest_action.setVisible(len(rows) == 1 and waits)
        self._menu.popup(self.viewport().mapToGlobal(where))

    # what the model says

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.picked.emit(self._count())

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Paint anew what may have changed; Qt's own way lays all rows out, whose height stays."""
        if first == last:
            super().dataChanged(first, last, roles)
        else:
            self.viewport().update()

    @Slot()
    def _show_open(self) -> None:
        """Go on showing which take is open, unless several are selected."""
        if self._count() < 2:
            self.select_open()

    @Slot()
    def select_open(self) -> None:
        """Select the take that is open, and no other."""
        position = None if self._open is None else self._takes.position(self._open)
        if position is None:
            self.clearSelection()
        elif [row.take_id for row in self.selected] != [self._open]:
            self.setCurrentIndex(self._takes.index(position))
