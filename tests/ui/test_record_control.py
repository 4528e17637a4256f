"""The large button and its key: until pressed again, one sentence, or while held."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from speechdesk.session.events import StateChanged
from speechdesk.session.state import State
from speechdesk.settings.choices import RecordMode
from speechdesk.ui.main_window import MainWindow
from tests.ui.fakes import Behind

LEFT = Qt.MouseButton.LeftButton


def listening(window: MainWindow) -> None:
    window.handle(StateChanged(State.STARTING, 1))
    window.handle(StateChanged(State.LISTENING, 1))


def once(behind: Behind) -> list[bool]:
    return [request.once for request in behind.session.requests]


def test_by_itself_a_press_records_and_the_next_one_stops(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    button = window.parts.bar.record
    qtbot.mousePress(button, LEFT)
    assert behind.session.orders == []
    qtbot.mouseRelease(button, LEFT)
    assert (behind.session.orders, once(behind)) == (["record None"], [False])
    listening(window)
    qtbot.mouseClick(button, LEFT)
    assert behind.session.orders == ["record None", "stop"]


def test_one_sentence_is_asked_for_by_button_and_key(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    behind.preferences.change(record_mode=RecordMode.SENTENCE)
    button = window.parts.bar.record
    assert "one sentence" in button.toolTip()
    qtbot.mouseClick(button, LEFT)
    listening(window)
    window.commands["record"].trigger()
    assert behind.session.orders == ["record None", "stop"]
    window.handle(StateChanged(State.IDLE, 1))
    window.commands["record"].trigger()
    assert once(behind) == [True, True]


def test_while_held_it_records(window: MainWindow, behind: Behind, qtbot: QtBot) -> None:
    behind.preferences.change(record_mode=RecordMode.HOLD)
    button = window.parts.bar.record
    assert button.text() == "Hold"
    qtbot.mousePress(button, LEFT)
    assert behind.session.orders == ["record None"]
    listening(window)
    assert button.text() == "Let go"
    qtbot.mouseRelease(button, LEFT)
    assert behind.session.orders == ["record None", "stop"]
    assert once(behind) == [False]


def test_let_go_before_the_session_has_answered_stops_all_the_same(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    behind.preferences.change(record_mode=RecordMode.HOLD)
    qtbot.mouseClick(window.parts.bar.record, LEFT)
    assert behind.session.orders == ["record None", "stop"]


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_the_key_records_while_it_is_held(
    window: MainWindow, behind: Behind, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    behind.preferences.change(record_mode=RecordMode.HOLD)
    text = window.parts.paper.transcript
    text.setFocus()
    QTest.keyPress(text, key, modifier)
    assert behind.session.orders == ["record None"]
    listening(window)
    QTest.keyRelease(text, Qt.Key.Key_X)
    assert behind.session.orders == ["record None"]
    QTest.keyRelease(text, key)  # by then Ctrl may be up already
    assert behind.session.orders == ["record None", "stop"]
    QTest.keyRelease(text, key)
    assert behind.session.orders == ["record None", "stop"]


def test_a_key_whose_release_goes_elsewhere_is_let_go_when_the_window_is_left(
    window: MainWindow, behind: Behind
) -> None:
    behind.preferences.change(record_mode=RecordMode.HOLD)
    window.commands["record"].trigger()
    listening(window)
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    assert behind.session.orders == ["record None", "stop"]


def test_what_records_already_is_ended_by_a_press(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    behind.preferences.change(record_mode=RecordMode.HOLD)
    listening(window)
    qtbot.mousePress(window.parts.bar.record, LEFT)
    assert behind.session.orders == ["stop"]


def test_the_mode_is_chosen_where_the_button_is(window: MainWindow, behind: Behind) -> None:
    menu = window.controllers.record_control.menu()
    entries = menu.actions()
    assert [each.isChecked() for each in entries] == [True, False, False]
    entries[2].trigger()
    assert behind.preferences.settings.record_mode is RecordMode.HOLD
    menu.close()
