"""Collects Python's garbage in the GUI thread alone, when it does not hold the window up.

Left to itself, Python collects in whichever thread allocates; a cycle with a widget in it would
then be destroyed outside the GUI thread, which Qt does not survive.
"""

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

_INTERVAL_MS = 1000
_MANY = 20_000  # objects, which are looked at in 5 ms
_IDLE_S = 0.01  # of the processor in an interval; a caret that blinks takes less
_BUSY_INTERVALS = 300  # after which what has grown old is looked at even so


class GarbageCollection(QObject):
    """Switches automatic collection off and collects from time to time, until `close`.

    To look at a long take's objects takes longer than one may wait for a key: 70 to 90 ms for
    100,000 words. So what comes in great numbers is set aside without a look, and what is old is
    looked at in an idle moment. Where none comes, what has grown old within five minutes is looked
    at, in less than a millisecond, and set aside too.
    """

    def __init__(
        self, parent: QObject | None = None, spent: Callable[[], float] = time.process_time
    ) -> None:
        """`spent` returns the time in seconds in which this program has had something to do."""
        super().__init__(parent)
        gc.disable()
        self._spent = spent
        self._spent_before = spent()
        self._unseen = False
        self._busy_intervals = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Collect the oldest generation that is due and may be looked at now."""
        before, self._spent_before = self._spent_before, self._spent()
        is_idle = self._spent_before - before < _IDLE_S
        self._busy_intervals += 1
        counts = gc.get_count()
        if counts[0] > _MANY:
            gc.freeze()  # sets aside
            self._unseen = True
            return
        young, middle, old = (
            count > limit for count, limit in zip(counts, gc.get_threshold(), strict=True)
        )
        if is_idle and (old or self._unseen):
            gc.unfreeze()
            self._collect_all()
            self._unseen = False
        elif self._busy_intervals >= _BUSY_INTERVALS:
            self._collect_all()
        elif middle:
            gc.collect(1)
        elif young:
            gc.collect(0)

    def _collect_all(self) -> None:
        """Collect all that is not set aside, and set aside what is left of it."""
        gc.collect()
        gc.freeze()
        self._busy_intervals = 0

    def close(self) -> None:
        """Give collection back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
