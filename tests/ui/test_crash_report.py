"""Faults of the program are logged and told, whichever thread they come from."""

import logging
import sys
import threading

import pytest
from pytestqt.qtbot import QtBot

from speechdesk.ui.crash_report import CrashReport


def fail() -> None:
    raise ZeroDivisionError("in a test")


@pytest.fixture
def hooks() -> tuple[object, object]:
    return sys.excepthook, threading.excepthook


def test_a_fault_in_a_thread(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture, hooks: tuple[object, object]
) -> None:
    report = CrashReport()
    with qtbot.waitSignal(report.happened) as happened:
        threading.Thread(target=fail, name="worker").start()
    report.close()
    assert happened.args == ["ZeroDivisionError"]
    assert "a fault in the thread worker" in caplog.text
    assert (sys.excepthook, threading.excepthook) == hooks


def test_a_fault_in_the_main_thread(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    report = CrashReport()
    with qtbot.waitSignal(report.happened) as happened:
        sys.excepthook(ZeroDivisionError, ZeroDivisionError("x"), None)
    report.close()
    assert happened.args == ["ZeroDivisionError"]
    assert "a fault in the program" in caplog.text


def test_an_ended_thread_is_no_fault(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    report = CrashReport()
    with caplog.at_level(logging.DEBUG):
        thread = threading.Thread(target=sys.exit)
        thread.start()
        thread.join()
    report.close()
    assert caplog.text == ""
