"""Faults of the program itself: logged, and told in the window, whichever thread they come from."""

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Signal

_log = logging.getLogger(__name__)


class CrashReport(QObject):
    """Takes the place of Python's hooks for uncaught exceptions until `close`."""

    happened = Signal(str)
    """Carries the kind of the exception."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.RLock()
        self._open = True
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook = self._in_main_thread
        threading.excepthook = self._in_thread

    def close(self) -> None:
        """Give the hooks back; nothing is told any more."""
        with self._lock:
            self._open = False
        sys.excepthook, threading.excepthook = self._before

    def _in_main_thread(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        _log.critical("a fault in the program", exc_info=(kind, error, trace))
        self._tell(kind)

    def _in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is None or issubclass(args.exc_type, SystemExit):
            return
        name = args.thread.name if args.thread is not None else "?"
        details = (args.exc_type, args.exc_value, args.exc_traceback)
        _log.critical("a fault in the thread %s", name, exc_info=details)
        self._tell(args.exc_type)

    def _tell(self, kind: type[BaseException]) -> None:
        with self._lock:
            if self._open:
                self.happened.emit(kind.__name__)
