"""Whoever cannot see the window, or has no mouse, can use all of it."""

import itertools

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QProgressBar,
    QScrollBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from speechdesk.errors import DeviceError
from speechdesk.messages import message_for
from speechdesk.ui.attention import Cause
from speechdesk.ui.language_picker import LanguageList
from speechdesk.ui.main_window import SMALLEST, MainWindow
from speechdesk.ui.shortcuts_dialog import ShortcutsDialog
from speechdesk.ui.theme import TARGET, Theme
from tests.ui.conftest import OpenWindow
from tests.ui.german import German

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QLineEdit,
    QProgressBar,
    QTextEdit,
)


def controls(root: QWidget) -> list[QWidget]:
    """Return everything below `root` that one works or reads; not Qt's own inner parts."""
    found = [each for each in root.findChildren(QWidget) if isinstance(each, CONTROLS)]
    return [each for each in found if not _is_inner(each)]


def _is_inner(widget: QWidget) -> bool:
    inner = widget.objectName().startswith("qt_") or isinstance(widget, QScrollBar)
    return inner or isinstance(widget.parent(), QLineEdit | QAbstractScrollArea)


def everything(window: MainWindow, qtbot: QtBot) -> list[QWidget]:
    window.attention.set(Cause.LIVE, message_for(DeviceError("device_gone", "Headset")))
    window.parts.status.offer("Deleted", "Undo", window.controllers.bin.undo)
    window.parts.jobs.begin(1, "lecture.m4a")
    window.parts.paper.find_bar.open_bar()
    window.controllers.dialogs.show_shortcuts()
    window.parts.pickers.language.open()
    return [window, *window.findChildren(QDialog), *window.findChildren(LanguageList)]


def test_every_control_has_a_name_and_says_what_it_does(window: MainWindow, qtbot: QtBot) -> None:
    places = everything(window, qtbot)
    assert [type(each) for each in places[1:]] == [ShortcutsDialog, LanguageList]
    all_controls = [each for place in places for each in controls(place)]
    assert len(all_controls) > 30
    for each in all_controls:
        about = f"{type(each).__name__} in {type(each.parentWidget()).__name__}"
        name = each.accessibleName() or (each.text() if isinstance(each, QAbstractButton) else "")
        assert name, f"{about} has no name"
    for place in places[1:]:
        place.close()


def test_every_order_has_a_shortcut_that_no_other_has(window: MainWindow) -> None:
    keys = [each.toString() for action in window.commands.all for each in action.shortcuts()]
    without = [each for each in window.commands.all if not each.shortcuts()]
    assert without == [window.commands["about"]], "rarely used, and in a menu"
    assert len(keys) == len(set(keys))


def test_shortcuts_are_written_on_the_buttons(window: MainWindow) -> None:
    header = window.parts.header
    assert window.parts.bar.record.toolTip().endswith("(F9)")
    assert header.copy_button.toolTip() == "Copy the whole text (Ctrl+Shift+C)"
    assert header.settings_button.toolTip() == "Change the settings (Ctrl+,)"


def test_tab_reaches_everything_and_comes_back(window: MainWindow, qtbot: QtBot) -> None:
    transcript = window.parts.paper.transcript
    transcript.setFocus()
    window.parts.bar.record.setFocus()
    reached = []
    for _ in range(60):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus in reached:
            break
        reached.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is transcript:
            QTest.keyClick(transcript, Qt.Key.Key_Backtab)
            break
    wanted = [
        each
        for each in controls(window)
        if each.isVisible() and each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    missing = {each.accessibleName() for each in wanted} - {
        each.accessibleName() for each in reached
    }
    assert missing <= {"Transcript"}


def test_targets_are_large_enough(window: MainWindow) -> None:
    for each in controls(window):
        if isinstance(each, QAbstractButton) and each.isVisible():
            size = (each.width(), each.height())
            assert min(size) >= TARGET, f"{each.accessibleName()} is {size}"


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("german", [False, True], ids=["english", "german"])
def test_the_smallest_window_cuts_nothing_off(
    qapp: QApplication,
    theme: Theme,
    open_window: OpenWindow,
    qtbot: QtBot,
    scale: float,
    german: bool,
) -> None:
    translator = German()
    if german:
        QCoreApplication.installTranslator(translator)
    font = qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(10 * scale)
    qapp.setFont(larger)
    theme.refresh()
    try:
        window = open_window()
        window.resize(*SMALLEST)
        qtbot.waitUntil(lambda: assert_nothing_is_cut_off(window))
        assert (window.width(), window.height()) == SMALLEST
    finally:
        QCoreApplication.removeTranslator(translator)
        qapp.setFont(font)
        theme.refresh()


def assert_nothing_is_cut_off(window: MainWindow) -> None:
    parts = window.parts
    row = [parts.bar.record, parts.bar.pause, *parts.pickers.all]
    head = [parts.header.side_button, parts.header.title, parts.header.more_button]
    for each in (*row, *head, parts.bar.timer):
        where = each.mapTo(window, each.rect().topLeft())
        area = each.rect().translated(where)
        assert window.rect().contains(area), f"{each.accessibleName()} is at {area}"
        wanted = each.minimumSizeHint()
        assert each.width() >= wanted.width(), f"{each.accessibleName()} is too narrow"
        # A line edit asks for more than its letters need.
        least = each.fontMetrics().height() if each is parts.header.title else wanted.height()
        assert each.height() >= least, f"{each.accessibleName()} is too low"
    for one, other in itertools.combinations(row, 2):
        assert not _area(one, window).intersects(_area(other, window))
    assert parts.paper.transcript.height() >= 2 * parts.paper.transcript.fontMetrics().height()


def _area(widget: QWidget, window: QWidget) -> object:
    return widget.rect().translated(widget.mapTo(window, widget.rect().topLeft()))


def test_the_list_folds_away_and_comes_back(window: MainWindow) -> None:
    panel = window.parts.panel
    assert panel.isVisible()
    window.resize(*SMALLEST)
    assert not panel.isVisible()
    window.commands["side"].trigger()
    assert panel.isVisible()
    window.commands["side"].trigger()
    assert not panel.isVisible()
    window.resize(1280, 800)
    assert panel.isVisible()


def test_what_may_be_an_icon_alone_tells_its_word_and_shortcut(window: MainWindow) -> None:
    tips = [each.toolTip() for each in (window.parts.bar.pause, *window.parts.pickers.all)]
    assert [tip.partition("\n")[0] for tip in tips] == [
        "Pause (F8)",
        "Microphone: Built-in Audio (Alt+M)",
        "Language: English (US) (Alt+L)",
        "Recognized by: This computer (Alt+B)",
    ]


def test_menus_say_what_they_do(window: MainWindow) -> None:
    header = window.parts.header
    for button in (header.save_button, header.more_button):
        actions: list[QAction] = button.menu().actions()
        assert all(each.text() or each.isSeparator() for each in actions)
