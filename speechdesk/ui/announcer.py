"""Says changes to people who do not see them, through the system's screen reader."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QWidget

Send = Callable[[QAccessibleEvent], None]


class Announcer:
    """Announces in the name of `widget`."""

    def __init__(self, widget: QWidget, send: Send = QAccessible.updateAccessibility) -> None:
        self._widget: QObject = widget
        self._send = send

    def say(self, text: str, *, urgent: bool = False) -> None:
        """Announce `text` when the reader is free; an urgent one interrupts it."""
        if not text:
            return
        event = QAccessibleAnnouncementEvent(self._widget, text)
        politeness = QAccessible.AnnouncementPoliteness
        event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
        self._send(event)
