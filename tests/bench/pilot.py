"""A hand on the mouse of the program's own window, and a watch on what it paints."""

import json
import math
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from speechdesk import app, paths
from speechdesk.devices.listing import Listing
from speechdesk.domain.spacing import count_words
from speechdesk.remote import server_name
from speechdesk.session.events import (
    BehindChanged,
    PartialChanged,
    Recorded,
    SegmentCommitted,
    SessionEvent,
    StateChanged,
)
from speechdesk.ui.bridge import Bridge
from speechdesk.ui.main_window import MainWindow
from tests.bench.telling import say

_WATCH_MS = 2


class Pilot(QObject):
    """Carries out orders in the GUI thread and tells what is painted."""

    ordered = Signal(object)

    def __init__(self, program: app.Program) -> None:
        super().__init__(program)
        (self._window,) = (
            each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)
        )
        self._transcript = self._window.parts.paper.transcript
        self._partial = ""
        self._finals: list[str] = []
        self._telling_partials = False
        self._telling_length = math.inf
        self._longest_ms = 0.0
        self._last = 0.0
        self._watch = QTimer(self)
        self._watch.setTimerType(Qt.TimerType.PreciseTimer)
        self._watch.setInterval(_WATCH_MS)
        self._watch.timeout.connect(self._beat)
        self._painted = False
        self._usable = False
        self._is_open = False
        self.ordered.connect(self._obey)
        program.opened.connect(self._opened)
        self._transcript.viewport().installEventFilter(self)
        self._window.installEventFilter(self)
        self._transcript.shown.connect(self._loaded)
        (bridge,) = program.findChildren(Bridge)
        # In the window's stead: what both got on their own might be painted before this one has it.
        bridge.happened.disconnect(self._window.handle)
        bridge.happened.connect(self._happened)
        self._window.parts.pickers.microphone.listed.connect(self._look_whether_usable)
        self._window.model.loaded.connect(self._searched)
        threading.Thread(target=self._read_orders, daemon=True).start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and not self._painted:
            self._painted = True
            QTimer.singleShot(0, self._first_paint)
        if event.type() is QEvent.Type.UpdateRequest and watched is self._window:
            # Carried out here, so that what comes after it is painted and handed to the screen.
            self._window.event(event)
            self._tell_painted()
            return True
        return False

    @Slot()
    def _first_paint(self) -> None:
        say("painted")
        self._look_whether_usable()

    @Slot()
    def _look_whether_usable(self) -> None:
        listed = self._window.parts.pickers.microphone.listing is not None
        if self._painted and listed and not self._usable:
            self._usable = True
            say("usable")
            self._look_whether_ready()

    @Slot()
    def _opened(self) -> None:
        self._is_open = True
        self._look_whether_ready()

    def _look_whether_ready(self) -> None:
        if self._usable and self._is_open:
            say("ready")

    @Slot()
    def _loaded(self) -> None:
        say("loaded", words=count_words(self._transcript.plain_text()))

    @Slot()
    def _searched(self) -> None:
        say("searched", rows=self._window.model.rowCount())

    def _tell_painted(self) -> None:
        if self._partial and self._telling_partials:
            say("partial", text=self._partial)
        self._partial = ""
        for text in self._finals:
            say("final", text=text)
        self._finals.clear()

    @Slot(object)
    def _happened(self, event: SessionEvent) -> None:
        self._window.handle(event)
        match event:
            case StateChanged():
                say("state", state=event.state.name)
            case PartialChanged():
                self._partial = event.text
            case SegmentCommitted():
                self._finals.append(event.segment.text)
            case BehindChanged():
                say("behind", seconds=event.seconds)
            case Recorded() if event.length_ms >= self._telling_length:
                say("length", reached=self._telling_length)
                self._telling_length = math.inf

    # orders

    def _read_orders(self) -> None:
        for line in sys.stdin:
            self.ordered.emit(json.loads(line))
        self.ordered.emit({"do": "quit"})

    @Slot(object)
    def _obey(self, order: dict[str, Any]) -> None:
        from PySide6.QtTest import QTest  # not before the window is there: the program has no such

        window = self._window
        match order["do"]:
            case "record" | "stop":
                say("clicked")
                QTest.mouseClick(window.parts.bar.record, Qt.MouseButton.LeftButton)
            case "new":
                window.commands["new"].trigger()
            case "open":
                window.controllers.open_take.open(order["take"])
            case "middle":
                caret = self._transcript.textCursor()
                caret.setPosition(self._transcript.document().characterCount() // 2)
                self._transcript.setTextCursor(caret)
            case "search":
                window.parts.panel.search.setText(order["text"])
            case "save":
                window.controllers.saving.write(Path(order["path"]))
            case "copy":
                window.commands["copy"].trigger()
            case "type":
                QTest.keyClicks(self._transcript, order["text"])
            case "partials":
                self._telling_partials = order["tell"]
            case "length":
                self._telling_length = order["reached"]
            case "watch":
                self._longest_ms = 0.0
                self._last = time.perf_counter()
                self._watch.start()
            case "stall":
                self._watch.stop()
                say("stall", ms=self._longest_ms)
            case "quit":
                window.close()

    @Slot()
    def _beat(self) -> None:
        now = time.perf_counter()
        self._longest_ms = max(self._longest_ms, (now - self._last) * 1000 - _WATCH_MS)
        self._last = now


def fly(home: Path, list_devices: Callable[[], Listing]) -> int:
    """Run the window until it is told to quit."""
    place = paths.home(home)
    program = app.Program(app._application(), place, server_name(place), list_devices)
    Pilot(program)
    return program.run((), record=False)
