"""The banner's words are whole where there is room, and can be reached where there is not."""

from itertools import pairwise, product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from speechdesk.errors import Failure, FailureCode
from speechdesk.messages import Message, message_for
from speechdesk.settings.choices import Theme as Appearance
from speechdesk.ui.banner import Banner
from speechdesk.ui.icons import Icons
from speechdesk.ui.scrolled import Scrolled
from speechdesk.ui.theme import Theme

LONG = message_for(Failure(FailureCode.FORBIDDEN, "HTTP 403"), recording=True)


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> QWidget:
    """A banner with a sheet below it."""
    page = QWidget()
    column = QVBoxLayout(page)
    banner = Banner(Icons(theme))
    for before, after in pairwise(banner.controls):
        QWidget.setTabOrder(before, after)
    column.addWidget(banner)
    sheet = QWidget()
    sheet.setMinimumHeight(40)
    column.addWidget(sheet, 1)
    qtbot.addWidget(page)
    page.resize(760, 400)
    page.show()
    return page


def parts(page: QWidget) -> tuple[Banner, Scrolled]:
    banner = page.findChild(Banner)
    words = page.findChild(Scrolled)
    assert isinstance(banner, Banner) and isinstance(words, Scrolled)
    return banner, words


def test_with_room_nothing_is_scrolled(page: QWidget, qtbot: QtBot) -> None:
    banner, words = parts(page)
    banner.show_message(LONG)
    qtbot.waitUntil(lambda: words.height() > 2 * words.fontMetrics().lineSpacing())
    for width in (760, 560, 900):
        page.resize(width, 400)
        qtbot.waitUntil(lambda: words.verticalScrollBar().maximum() == 0)
        for line in words.findChildren(QLabel):
            assert line.isHidden() or line.height() >= line.heightForWidth(line.width())


@pytest.mark.parametrize("safe", ["", "Your recording is kept."])
def test_the_icon_stands_beside_the_first_line(page: QWidget, qtbot: QtBot, safe: str) -> None:
    banner, _ = parts(page)
    banner.show_message(Message("letter.wav: There is no such file.", safe, details="more"))
    icon, what = (
        next(each for each in banner.findChildren(QLabel) if wanted(each))
        for wanted in (lambda each: each.pixmap(), lambda each: each.text().startswith("letter"))
    )

    def off_by() -> int:
        return abs(
            icon.mapTo(banner, icon.rect().center()).y()
            - what.mapTo(banner, what.rect().center()).y()
        )

    qtbot.waitUntil(lambda: off_by() <= 2)


def test_without_room_all_of_it_can_be_scrolled_to(page: QWidget, qtbot: QtBot) -> None:
    banner, words = parts(page)
    banner.show_message(LONG)
    page.resize(420, 150)
    qtbot.waitUntil(lambda: words.verticalScrollBar().maximum() > 0)
    content = words.widget()
    assert content.height() >= content.heightForWidth(content.width())


def test_what_has_to_be_scrolled_is_reached_by_tab_and_read(page: QWidget, qtbot: QtBot) -> None:
    banner, words = parts(page)
    banner.show_message(LONG)
    qtbot.waitUntil(lambda: words.focusPolicy() is Qt.FocusPolicy.NoFocus)
    banner.mend_button.setFocus()
    QTest.keyClick(banner.mend_button, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is not words, "all of it is seen"
    page.resize(420, 150)
    qtbot.waitUntil(lambda: words.verticalScrollBar().maximum() > 0)
    banner.mend_button.setFocus()
    QTest.keyClick(banner.mend_button, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is words
    QTest.keyClick(words, Qt.Key.Key_Down)
    assert words.verticalScrollBar().value() > 0
    read = QAccessible.queryAccessibleInterface(words)
    assert read.text(QAccessible.Text.Name) == "What needs attention"
    assert read.text(QAccessible.Text.Description) == f"{LONG.what} {LONG.safe}"


def test_the_icon_has_the_colour_of_the_theme(page: QWidget, theme: Theme) -> None:
    banner, _ = parts(page)
    banner.show_message(LONG)
    theme.set_appearance(Appearance.DARK)
    assert theme.tokens.warn in colours(page.grab())
    theme.set_appearance(Appearance.LIGHT)
    assert theme.tokens.warn in colours(page.grab())


def colours(picture: QPixmap) -> set[str]:
    image = picture.toImage()
    spots = product(range(60), range(image.height()))
    return {image.pixelColor(x, y).name() for x, y in spots}
