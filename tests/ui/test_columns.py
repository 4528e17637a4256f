"""Columns: how fields stand beside and below each other."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from speechdesk.ui.columns import Columns

WIDE, NARROW, GAP = 416, 300, 16


class Field(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(180, 30)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


@pytest.fixture
def one(qtbot: QtBot) -> QWidget:
    return Field()


@pytest.fixture
def other(qtbot: QtBot) -> QWidget:
    return Field()


@pytest.fixture
def page(qtbot: QtBot, one: QWidget, other: QWidget) -> Iterator[QWidget]:
    """Two columns, and what stands below them."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP)
    column.addWidget(Columns(one, other, at_least=2))
    column.addWidget(Field())
    column.addStretch(1)
    qtbot.addWidget(page)
    page.resize(WIDE, 400)
    page.show()
    yield page


def place(widget: QWidget, page: QWidget) -> tuple[int, int, int]:
    """Return left, top and width of `widget` on `page`."""
    corner = widget.mapTo(page, widget.rect().topLeft())
    return corner.x(), corner.y(), widget.width()


def below(page: QWidget) -> int:
    """Return how far the last field is from the top."""
    return page.layout().itemAt(1).widget().y()


def test_side_by_side_where_there_is_room(
    page: QWidget, one: QWidget, other: QWidget, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: place(one, page) == (0, 0, 200))
    assert place(other, page) == (216, 0, 200)


def test_a_hidden_one_leaves_its_column_empty(
    page: QWidget, one: QWidget, other: QWidget, qtbot: QtBot
) -> None:
    other.hide()
    qtbot.waitUntil(lambda: place(one, page) == (0, 0, 200))
    one.hide()
    other.show()
    qtbot.waitUntil(lambda: place(other, page) == (0, 0, 200))


def test_one_below_the_other_where_there_is_no_room(
    page: QWidget, one: QWidget, other: QWidget, qtbot: QtBot
) -> None:
    page.resize(NARROW, 400)
    qtbot.waitUntil(lambda: place(other, page) == (0, 30 + GAP, NARROW))
    assert below(page) == 60 + 2 * GAP


def test_an_empty_column_takes_no_height(page: QWidget, other: QWidget, qtbot: QtBot) -> None:
    other.hide()
    page.resize(NARROW, 400)
    qtbot.waitUntil(lambda: below(page) == 30 + GAP)
