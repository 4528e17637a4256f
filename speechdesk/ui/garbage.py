"""Collects Python's garbage in the GUI thread alone.

Left to itself, Python collects in whichever thread allocates; a cycle with a widget in it would
then be destroyed outside the GUI thread, which Qt does not survive.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_INTERVAL_MS = 1000


class GarbageCollection(QObject):
    """Switches automatic collection off and collects from time to time, until `close`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Collect the oldest generation whose threshold is passed, as Python itself would."""
        due = [
            count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)
        ]
        for generation in (2, 1, 0):
            if due[generation]:
                gc.collect(generation)
                return

    def close(self) -> None:
        """Give collection back to Python."""
        self._timer.stop()
        gc.enable()
