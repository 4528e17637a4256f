"""How long the service took for the last sentences, by its own figure."""

from collections import deque

from PySide6.QtCore import QCoreApplication, QObject, Signal

_LAST = 20


class Latencies(QObject):
    """The recognition latencies of the last 20 finals of this run, in ms."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._last: deque[int] = deque(maxlen=_LAST)

    def add(self, latency_ms: int | None) -> None:
        """Take in the figure of one final, if there is one."""
        if latency_ms is not None:
            self._last.append(latency_ms)
            self.changed.emit()

    @property
    def words(self) -> str:
        """The latencies in words; "" before there is one."""
        if not self._last:
            return ""
        from statistics import median  # loads much that nothing else of the window needs

        text = QCoreApplication.translate(
            "Latencies",
            "A sentence was there {median} ms after it was said, {slowest} ms at the latest "
            "(the service's own figure for the last {count}).",
        )
        return text.format(
            median=round(median(self._last)),
            slowest=max(self._last),
            count=len(self._last),
        )
