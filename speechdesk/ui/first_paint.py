"""The wait for a window to be painted for the first time."""

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QWidget

_PATIENCE_MS = 1000


def show_painted(window: QWidget, patience_ms: int = _PATIENCE_MS) -> None:
    """Show `window`; return once it is painted or closed, and after `patience_ms` in any case.

    Keys and clicks of the meantime are not lost: they wait for the next event loop.
    """
    loop = QEventLoop()
    watch = _Watch(loop)
    window.installEventFilter(watch)
    window.show()
    if not watch.is_over:  # Windows paints within `show`
        patience = QTimer(loop)
        patience.setSingleShot(True)
        patience.timeout.connect(loop.quit)
        patience.start(patience_ms)
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    window.removeEventFilter(watch)


class _Watch(QObject):
    """Quits the loop with the first paint; all that stands in the window is painted in one turn."""

    def __init__(self, loop: QEventLoop) -> None:
        super().__init__(loop)
        self._loop = loop
        self.is_over = False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Paint, QEvent.Type.Close):
            self.is_over = True
            self._loop.quit()
        return False
