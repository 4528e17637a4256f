"""When a window has been painted for the first time."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

_PATIENCE_MS = 1000


class FirstPaint(QObject):
    """Tells it once; after `patience_ms` also of a window that nobody can see yet."""

    happened = Signal()

    def __init__(self, window: QWidget, patience_ms: int = _PATIENCE_MS) -> None:
        super().__init__(window)
        self._window = window
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(patience_ms)
        self._patience.timeout.connect(self._tell)
        window.installEventFilter(self)

    def wait(self) -> None:
        """Begin to wait; the window is shown now, and may have been painted with that."""
        if not self._patience.isActive():
            self._patience.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            # What stands in the window is painted in the same turn of the event loop.
            self._window.removeEventFilter(self)
            self._patience.start(0)
        return False

    @Slot()
    def _tell(self) -> None:
        self._window.removeEventFilter(self)
        self.happened.emit()
