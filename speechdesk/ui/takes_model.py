"""The takes, or what a search found, as a Qt list that grows as one scrolls."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Protocol

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)

from speechdesk.errors import StorageError
from speechdesk.storage.takes import Hit, Take, TakeState
from speechdesk.ui import take_words
from speechdesk.ui.take_words import LanguageName
from speechdesk.ui.tasks import Tasks

Index = QModelIndex | QPersistentModelIndex

PAGE = 200
_NOTHING = Qt.ItemFlag.NoItemFlags

ROW_ROLE = Qt.ItemDataRole.UserRole
"""Gives the whole `Row`."""


class TakesSource(Protocol):
    """The part of the history that the list reads; called on pool threads."""

    def take(self, take_id: int) -> Take: ...

    def takes(
        self, *, limit: int | None = None, offset: int = 0, only_starred: bool = False
    ) -> list[Take]: ...

    def search(self, text: str, limit: int = 200, *, only_starred: bool = False) -> list[Hit]: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `marks` are (start, length) of what a search found in `caption`.

    `rest` is the language in which the rest of the take waits to be recognized; "" if none does.
    """

    take_id: int
    title: str
    caption: str
    trouble: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    started: datetime | None = None
    starred: bool = False
    rest: str = ""

    def with_star(self, starred: bool) -> "Row":
        """Return the row with a star or without; three times as fast as `replace`."""
        return Row(
            self.take_id,
            self.title,
            self.caption,
            self.trouble,
            self.marks,
            self.started,
            starred,
            self.rest,
        )


@dataclass(frozen=True, slots=True)
class _Request:
    """What is to be listed. `number` tells a later request from an earlier one."""

    number: int = 0
    search: str = ""
    only_starred: bool = False


@dataclass(frozen=True, slots=True)
class _Page:
    """Rows read in the pool, and for which request."""

    request: _Request
    rows: tuple[Row, ...]
    first: bool
    last: bool


class TakesModel(QAbstractListModel):
    """Newest first; 200 at a time, read in the pool."""

    renamed = Signal(int, str)
    read_failed = Signal(object)
    loaded = Signal()

    def __init__(
        self,
        source: TakesSource,
        tasks: Tasks,
        language_name: LanguageName,
        today: Callable[[], date] = date.today,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._tasks = tasks
        self._language_name = language_name
        self._today = today
        self._rows: list[Row] = []
        self._request = _Request()
        self._reading = False
        self._complete = True
        self._live: int | None = None

    # what the view asks

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            star = self.tr("starred") if row.starred else ""
            live = self.tr("recording now") if row.take_id == self._live else ""
            parts = (row.title, star, row.caption, row.trouble, live)
            return ", ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (row.title, row.caption, row.trouble) if part)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        title = str(value).strip()
        if not index.isValid() or role != Qt.ItemDataRole.EditRole or not title:
            return False
        row = self._rows[index.row()]
        if title != row.title:
            self.renamed.emit(row.take_id, title)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable if index.isValid() else _NOTHING

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._complete and not self._reading

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._read(partial(self._page, self._request, len(self._rows)))

    # what the window asks

    @property
    def only_starred(self) -> bool:
        """Whether only takes with a star are listed."""
        return self._request.only_starred

    @property
    def search(self) -> str:
        """What is looked for; "" where all takes are listed."""
        return self._request.search

    def load(self, search: str = "", *, only_starred: bool = False) -> None:
        """Show the takes, or the starred ones, in which `search` is found; "" is in all."""
        self._request = _Request(self._request.number + 1, search.strip(), only_starred)
        self._read(partial(self._page, self._request, 0))

    def reload(self) -> None:
        """Read what is shown anew."""
        self.load(self._request.search, only_starred=self._request.only_starred)

    def look_again(self, take_id: int) -> None:
        """Read one take that was created or changed; while searching, nothing moves."""
        if not self.search:
            self._tasks.run(partial(self._one, take_id), self._one_read, self._failed)

    def show_star(self, take_ids: Collection[int], *, starred: bool) -> None:
        """Show that takes were given a star, or that it was taken away."""
        positions = self._positions(take_ids)
        for position in positions:
            self._rows[position] = self._rows[position].with_star(starred)
        if positions:
            self.dataChanged.emit(self.index(positions[0]), self.index(positions[-1]))

    def remove(self, take_ids: Collection[int]) -> None:
        """Take takes that were deleted out of the list."""
        positions = self._positions(take_ids)
        while positions:
            last = first = positions.pop()
            while positions and positions[-1] == first - 1:
                first = positions.pop()
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
        self.loaded.emit()

    def set_live(self, take_id: int | None) -> None:
        """Mark the take that is being recorded."""
        if take_id == self._live:
            return
        before, self._live = self._live, take_id
        for changed in (before, take_id):
            position = None if changed is None else self.position(changed)
            if position is not None:
                self._changed(position)

    def is_live(self, take_id: int) -> bool:
        return take_id == self._live

    def row(self, position: int) -> Row:
        return self._rows[position]

    def position(self, take_id: int) -> int | None:
        """Return the row of a take, if it has been read."""
        for position, row in enumerate(self._rows):
            if row.take_id == take_id:
                return position
        return None

    def _positions(self, take_ids: Collection[int]) -> list[int]:
        wanted = set(take_ids)
        return [place for place, row in enumerate(self._rows) if row.take_id in wanted]

    # in the pool

    def _page(self, request: _Request, offset: int) -> _Page:
        only_starred = request.only_starred
        if request.search:
            hits = self._source.search(request.search, offset + PAGE, only_starred=only_starred)
            rows = tuple(_hit_row(hit) for hit in hits[offset:])
        else:
            takes = self._source.takes(limit=PAGE, offset=offset, only_starred=only_starred)
            rows = tuple(self._row(take) for take in takes)
        return _Page(request, rows, first=offset == 0, last=len(rows) < PAGE)

    def _one(self, take_id: int) -> tuple[int, Row | None]:
        try:
            return take_id, self._row(self._source.take(take_id))
        except StorageError as error:
            if error.code == "not_found":
                return take_id, None
            raise

    def _row(self, take: Take) -> Row:
        return Row(
            take.id,
            take_words.title(take),
            take_words.caption(take, self._today(), self._language_name),
            take_words.trouble(take),
            started=take.started,
            starred=take.starred,
            rest=take.language if take.state is TakeState.PARTLY else "",
        )

    # back in the GUI thread

    def _read(self, work: Callable[[], _Page]) -> None:
        self._reading = True
        self._tasks.run(work, self._page_read, self._failed)

    @Slot(object)
    def _page_read(self, page: _Page) -> None:
        if page.request != self._request:
            return
        self._reading = False
        self._complete = page.last
        if page.first:
            self.beginResetModel()
            self._rows = list(page.rows)
            self.endResetModel()
        else:
            self._append(page.rows)
        self.loaded.emit()

    def _append(self, rows: tuple[Row, ...]) -> None:
        known = {row.take_id for row in self._rows}  # a new take shifts the pages behind it
        fresh = [row for row in rows if row.take_id not in known]
        if fresh:
            end = len(self._rows)
            self.beginInsertRows(QModelIndex(), end, end + len(fresh) - 1)
            self._rows.extend(fresh)
            self.endInsertRows()

    @Slot(object)
    def _one_read(self, answer: tuple[int, Row | None]) -> None:
        take_id, row = answer
        position = self.position(take_id)
        if self.search:
            return
        if row is None or (self._request.only_starred and not row.starred):
            self.remove((take_id,))
        elif position is not None:
            self._rows[position] = row
            self._changed(position)
        else:
            self._insert(row)

    def _insert(self, row: Row) -> None:
        position = next(
            (place for place, other in enumerate(self._rows) if _is_newer(row, other)),
            len(self._rows),
        )
        if position == len(self._rows) and not self._complete:
            return  # it belongs to a page that has not been read
        self.beginInsertRows(QModelIndex(), position, position)
        self._rows.insert(position, row)
        self.endInsertRows()
        self.loaded.emit()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._reading = False
        self.read_failed.emit(error)

    def _changed(self, position: int) -> None:
        index = self.index(position)
        self.dataChanged.emit(index, index)


def _is_newer(row: Row, other: Row) -> bool:
    if row.started is None or other.started is None:
        return True
    return (row.started, row.take_id) > (other.started, other.take_id)


def _hit_row(hit: Hit) -> Row:
    return Row(
        hit.take_id,
        hit.title or take_words.untitled(),
        hit.snippet,
        marks=hit.marks,
        starred=hit.starred,
    )
