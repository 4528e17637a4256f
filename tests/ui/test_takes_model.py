"""The list of takes: page by page, searched, and kept right as takes come and go."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from speechdesk.errors import StorageError
from speechdesk.storage.takes import Hit, Source, Take, TakeState
from speechdesk.ui.icons import Icons
from speechdesk.ui.takes_delegate import TakesDelegate
from speechdesk.ui.takes_list import TakesList
from speechdesk.ui.takes_model import PAGE, Index, TakesModel
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.theme import Theme

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)


def a_take(number: int, **changes: object) -> Take:
    return Take(
        id=number,
        title=str(changes.get("title", f"Take {number}")),
        started=NOON + timedelta(seconds=number),
        length_ms=372_000,
        language="en-US",
        state=TakeState.PARTLY if changes.get("partly") else TakeState.COMPLETE,
        source=Source.FILE if changes.get("file") else Source.MICROPHONE,
        recording="",
        sound_kept=False,
        cursor_ms=0,
        starred=bool(changes.get("starred")),
        content_hash="",
        damaged=bool(changes.get("damaged")),
    )


@dataclass
class Shelf:
    """A history in memory."""

    kept: dict[int, Take] = field(default_factory=dict)
    pages: list[int] = field(default_factory=list)

    def put(self, *takes: Take) -> None:
        self.kept.update({take.id: take for take in takes})

    def take(self, take_id: int) -> Take:
        if take_id not in self.kept:
            raise StorageError("not_found", str(take_id))
        return self.kept[take_id]

    def takes(
        self, *, limit: int | None = None, offset: int = 0, only_starred: bool = False
    ) -> list[Take]:
        self.pages.append(offset)
        newest = sorted(self.kept.values(), key=lambda take: take.started, reverse=True)
        return [take for take in newest if take.starred or not only_starred][offset:][:limit]

    def search(self, text: str, limit: int = 200, *, only_starred: bool = False) -> list[Hit]:
        found = [take for take in self.takes(only_starred=only_starred) if text in take.title]
        return [
            Hit(take.id, take.title, f"… {text} …", ((2, len(text)),), 1, take.starred)
            for take in found[:limit]
        ]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def model(shelf: Shelf, tasks: Tasks) -> Iterator[TakesModel]:
    model = TakesModel(shelf, tasks, lambda tag: f"<{tag}>", today=lambda: TODAY)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    yield model
    model.deleteLater()


def load(model: TakesModel, qtbot: QtBot, search: str = "") -> None:
    with qtbot.waitSignal(model.modelReset):
        model.load(search)


def titles(model: TakesModel) -> list[str]:
    return [model.row(position).title for position in range(model.rowCount())]


def test_ten_thousand_takes_are_read_as_one_scrolls(
    model: TakesModel, shelf: Shelf, theme: Theme, qtbot: QtBot
) -> None:
    shelf.put(*(a_take(number) for number in range(10_000)))
    view = QListView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.setItemDelegate(TakesDelegate(theme, Icons(theme), view))
    view.setUniformItemSizes(True)
    view.show()
    load(model, qtbot)
    assert model.rowCount() == PAGE

    def scrolled_to_the_end() -> bool:
        view.scrollToBottom()
        model.fetchMore(QModelIndex())
        return model.rowCount() == 10_000

    qtbot.waitUntil(scrolled_to_the_end, timeout=60_000)
    assert titles(model) == [f"Take {number}" for number in reversed(range(10_000))]


class CountingModel(TakesModel):
    """Knows how often a view asked after its rows."""

    asked = 0

    def rowCount(self, parent: Index | None = None) -> int:
        self.asked += 1
        return super().rowCount(parent)


def test_stars_for_all_takes_lay_out_none(
    shelf: Shelf, tasks: Tasks, theme: Theme, qtbot: QtBot
) -> None:
    shelf.put(*(a_take(number) for number in range(PAGE)))
    model = CountingModel(shelf, tasks, lambda tag: tag, today=lambda: TODAY)
    view = TakesList(model, theme, Icons(theme))
    qtbot.addWidget(view)
    view.show()
    load(model, qtbot)
    view.selectAll()
    painted = view.viewport().grab().toImage()
    model.asked = 0
    model.show_star(range(PAGE), starred=True)
    assert view.viewport().grab().toImage() != painted
    assert model.asked < PAGE
    assert all(row.starred for row in view.selected)


def test_a_new_take_comes_first(model: TakesModel, shelf: Shelf, qtbot: QtBot) -> None:
    shelf.put(a_take(1), a_take(2))
    load(model, qtbot)
    shelf.put(a_take(3))
    with qtbot.waitSignal(model.rowsInserted):
        model.look_again(3)
    assert titles(model) == ["Take 3", "Take 2", "Take 1"]


def test_a_page_that_a_new_take_has_shifted(model: TakesModel, shelf: Shelf, qtbot: QtBot) -> None:
    shelf.put(*(a_take(number) for number in range(PAGE + 10)))
    load(model, qtbot)
    shelf.put(a_take(PAGE + 10))
    with qtbot.waitSignal(model.rowsInserted):
        model.look_again(PAGE + 10)

    def all_is_read() -> bool:
        model.fetchMore(QModelIndex())
        return model.rowCount() == PAGE + 11

    qtbot.waitUntil(all_is_read)
    assert len(set(titles(model))) == PAGE + 11


def test_a_changed_take_stays_where_it_is(model: TakesModel, shelf: Shelf, qtbot: QtBot) -> None:
    shelf.put(a_take(1), a_take(2))
    load(model, qtbot)
    shelf.put(a_take(1, title="Renamed"))
    with qtbot.waitSignal(model.dataChanged):
        model.look_again(1)
    assert titles(model) == ["Take 2", "Renamed"]


def test_a_take_that_is_gone(model: TakesModel, shelf: Shelf, qtbot: QtBot) -> None:
    shelf.put(a_take(1), a_take(2))
    load(model, qtbot)
    del shelf.kept[1]
    with qtbot.waitSignal(model.rowsRemoved):
        model.look_again(1)
    assert titles(model) == ["Take 2"]


def test_only_the_latest_search_counts(model: TakesModel, shelf: Shelf, qtbot: QtBot) -> None:
    shelf.put(a_take(1, title="lift"), a_take(2, title="lifted"))
    load(model, qtbot)
    model.load("lift")
    load(model, qtbot, "lifted")
    qtbot.waitUntil(lambda: titles(model) == ["lifted"])
    assert model.row(0).marks == ((2, 6),)


def test_captions(model: TakesModel, shelf: Shelf, qtbot: QtBot) -> None:
    shelf.put(
        a_take(1, file=True),
        a_take(2, partly=True),
        a_take(3, damaged=True, title="[unreadable]"),
        a_take(4, title=""),
    )
    load(model, qtbot)
    said = [model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole) for row in range(4)]
    today = model.row(0).caption.partition(" · ")[0]
    assert today.startswith("Today ")
    assert said == [
        f"New dictation, {today} · 6:12 · <en-US>",
        f"[unreadable], {today} · 6:12 · <en-US>, damaged: parts cannot be read",
        f"Take 2, {today} · 6:12 · <en-US>, not all of it is recognized yet",
        f"Take 1, {today} · 6:12 · file",
    ]


def test_an_empty_title_is_no_title(model: TakesModel, shelf: Shelf, qtbot: QtBot) -> None:
    shelf.put(a_take(1))
    load(model, qtbot)
    with qtbot.assertNotEmitted(model.renamed):
        assert not model.setData(model.index(0), "  ")
    with qtbot.waitSignal(model.renamed) as renamed:
        assert model.setData(model.index(0), " Letter ")
    assert renamed.args == [1, "Letter"]


def test_a_history_that_cannot_be_read(model: TakesModel, shelf: Shelf, qtbot: QtBot) -> None:
    def broken(**_options: object) -> list[Take]:
        raise StorageError("locked")

    shelf.takes = broken  # type: ignore[method-assign]
    with qtbot.waitSignal(model.read_failed) as failed:
        model.load()
    assert failed.args is not None
    assert failed.args[0].code == "locked"
