"""Work in the pool, results in the GUI thread."""

import threading

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from speechdesk.ui.tasks import Tasks


class Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.results: list[object] = []
        self.threads: list[QThread] = []

    @Slot(object)
    def done(self, result: object) -> None:
        self.results.append(result)
        self.threads.append(QThread.currentThread())

    @Slot(object)
    def failed(self, error: Exception) -> None:
        self.done(f"failed: {error}")


def test_results_come_in_the_gui_thread(tasks: Tasks, qtbot: QtBot) -> None:
    receiver = Receiver()
    tasks.run(threading.get_ident, receiver.done, receiver.failed)
    qtbot.waitUntil(lambda: bool(receiver.results))
    assert receiver.results != [threading.get_ident()]
    assert receiver.threads == [receiver.thread()]


def test_errors_come_too(tasks: Tasks, qtbot: QtBot) -> None:
    receiver = Receiver()
    tasks.run(lambda: int("x"), receiver.done, receiver.failed)
    qtbot.waitUntil(lambda: bool(receiver.results))
    assert str(receiver.results[0]).startswith("failed: invalid literal")


def test_only_bound_methods_of_qobjects(tasks: Tasks) -> None:
    receiver = Receiver()
    with pytest.raises(TypeError):
        tasks.run(int, lambda _result: None, receiver.failed)


def test_a_receiver_that_is_gone_gets_nothing(tasks: Tasks, qtbot: QtBot) -> None:
    gone, stays = Receiver(), Receiver()
    go_on = threading.Event()
    tasks.run(go_on.wait, gone.done, gone.failed)
    results = gone.results
    del gone
    go_on.set()
    tasks.run(lambda: "later", stays.done, stays.failed)
    qtbot.waitUntil(lambda: stays.results == ["later"])
    assert results == []


def test_closing_drops_what_has_not_begun(qtbot: QtBot) -> None:
    tasks, receiver = Tasks(), Receiver()
    go_on, begun = threading.Event(), threading.Semaphore(0)

    def work() -> None:
        begun.release()
        go_on.wait()

    for _ in range(20):
        tasks.run(work, receiver.done, receiver.failed)
    assert begun.acquire(timeout=10)
    assert not tasks.close(deadline_ms=1)
    go_on.set()
    assert tasks.close(deadline_ms=10_000)
    assert receiver.results == []
