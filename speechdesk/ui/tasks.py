"""Work that must not be done on the GUI thread: files, keyring, history, device listing."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

T = TypeVar("T")

_THREADS = 4


class _Outcome(QObject):
    """Carries one result from a pool thread to the GUI thread. Lives in the GUI thread."""

    done = Signal(object)
    failed = Signal(object)
    over = Signal(object)


class _Work(QRunnable):
    """Holds the callable and where its result goes; does nothing else."""

    def __init__(self, work: Callable[[], object], outcome: _Outcome) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._work = work
        self.outcome = outcome

    def run(self) -> None:
        try:
            result = self._work()
        except Exception as error:
            self.outcome.failed.emit(error)
        else:
            self.outcome.done.emit(result)
        finally:
            self.outcome.over.emit(self)


class Tasks(QObject):
    """Runs callables in a thread pool and hands their results to the GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(_THREADS)
        self._running: set[_Work] = set()

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], Any],
        failed: Callable[[Exception], Any],
    ) -> None:
        """Run `work` in the pool, then `done(result)` or `failed(error)` in the GUI thread.

        Both have to be bound methods of QObjects: Qt then knows their thread, and drops the
        result when the object is gone.
        """
        for receiver in (done, failed):
            if not isinstance(getattr(receiver, "__self__", None), QObject):
                raise TypeError(f"{receiver!r} is not a bound method of a QObject")
        outcome = _Outcome()
        outcome.done.connect(done)
        outcome.failed.connect(failed)
        outcome.over.connect(self._forget)
        runnable = _Work(work, outcome)
        self._running.add(runnable)
        self._pool.start(runnable)

    @Slot(object)
    def _forget(self, runnable: _Work) -> None:
        self._running.discard(runnable)

    def close(self, deadline_ms: int) -> bool:
        """Drop what has not begun and every result still to come; wait for what runs.

        Returns whether all of it ended within `deadline_ms`.
        """
        self._pool.clear()
        for runnable in self._running:
            runnable.outcome.blockSignals(True)
        ended = self._pool.waitForDone(deadline_ms)
        if ended:
            self._running.clear()
        return ended
