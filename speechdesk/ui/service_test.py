"""The panel that tries the service out, and says how it went."""

import threading
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from speechdesk.session.service_check import ServiceCheck
from speechdesk.settings.schema import Settings
from speechdesk.ui.connection_words import Verdict, refusal, verdict
from speechdesk.ui.shapes import frame, label, restyle
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.theme import GRID

CheckService = Callable[[threading.Event], ServiceCheck]
"""Tries the service of the settings that hold; ends early once the event is set."""


class ServiceTest(QWidget):
    """One Test at a time, off the GUI thread. `ended` carries its verdict."""

    asked = Signal()
    ended = Signal(object)

    def __init__(self, check: CheckService, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._check = check
        self._tasks = tasks
        self._settings = Settings()
        self._cancelled = threading.Event()
        self._running = False
        self.panel = frame("notice")
        self.headline = label("strong")
        self.text = label("")
        self.details = label("caption")
        for line in (self.headline, self.text, self.details):
            line.setWordWrap(True)
        self.button = QPushButton()
        self.button.clicked.connect(self._pressed)
        words = QVBoxLayout()
        words.setSpacing(GRID)
        words.addWidget(self.headline)
        words.addWidget(self.text)
        words.addWidget(self.details)
        row = QHBoxLayout(self.panel)
        row.setContentsMargins(4 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        row.setSpacing(4 * GRID)
        row.addLayout(words, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel)
        self.reset()

    @property
    def running(self) -> bool:
        return self._running

    @Slot()
    def reset(self) -> None:
        """Forget the last verdict: what was tested is not what is set any more."""
        if self._running:
            self.cancel()
            return
        invitation = self.tr("A short clip of ours is recognized there, and its text comes back.")
        self._show(Verdict(None, self.tr("Does it work?"), invitation), self.tr("Test"))

    def start(self, settings: Settings) -> None:
        """Try the service out; `settings` are those it runs with."""
        if self._running:
            return
        self._running = True
        self._settings = settings
        self._cancelled = threading.Event()
        self._show(Verdict(None, self.tr("Testing…")), self.tr("Cancel"))
        self._tasks.run(partial(self._check, self._cancelled), self._checked, self._failed)

    @Slot()
    def cancel(self) -> None:
        """End the running test, if there is one; its outcome is not shown."""
        self._cancelled.set()

    @Slot()
    def _pressed(self) -> None:
        if self._running:
            self.cancel()
        else:
            self.asked.emit()

    @Slot(object)
    def _checked(self, check: ServiceCheck) -> None:
        if self._cancelled.is_set():
            check = ServiceCheck(cancelled=True)
        self._end(verdict(check, self._settings))

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._end(refusal(error))

    def _end(self, found: Verdict) -> None:
        self._running = False
        self._show(found, self.tr("Test again"))
        self.ended.emit(found)

    def _show(self, found: Verdict, button: str) -> None:
        self.panel.setProperty("surface", "banner" if found.good is False else "notice")
        restyle(self.panel)
        self.headline.setText(found.headline)
        self.text.setText(found.text)
        self.details.setText(found.details)
        self.text.setVisible(bool(found.text))
        self.details.setVisible(bool(found.details))
        self.button.setText(button)
        self.button.setAccessibleDescription(f"{found.headline} {found.text}".strip())
