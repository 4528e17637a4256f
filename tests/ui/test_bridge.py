"""Session events in the GUI thread, in order, and none after the end."""

import threading

from PySide6.QtCore import QCoreApplication, QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from speechdesk.session.events import BehindChanged, SessionEvent
from speechdesk.ui.bridge import Bridge


class Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.events: list[SessionEvent] = []
        self.threads: set[QThread] = set()

    @Slot(object)
    def take(self, event: SessionEvent) -> None:
        self.events.append(event)
        self.threads.add(QThread.currentThread())


def post_from_a_thread(bridge: Bridge, events: list[SessionEvent]) -> None:
    thread = threading.Thread(target=lambda: [bridge.post(event) for event in events])
    thread.start()
    thread.join()


def test_events_keep_their_order(qtbot: QtBot) -> None:
    bridge, receiver = Bridge(), Receiver()
    bridge.happened.connect(receiver.take)
    events: list[SessionEvent] = [BehindChanged(1, seconds) for seconds in range(500)]
    post_from_a_thread(bridge, events)
    qtbot.waitUntil(lambda: len(receiver.events) == 500)
    assert receiver.events == events
    assert receiver.threads == {receiver.thread()}


def test_nothing_comes_after_the_end(qtbot: QtBot) -> None:
    bridge, receiver = Bridge(), Receiver()
    bridge.happened.connect(receiver.take)
    bridge.close()
    post_from_a_thread(bridge, [BehindChanged(1, 1)])
    QCoreApplication.sendPostedEvents(receiver)
    assert receiver.events == []
