"""The window comes back as it was left: its size, and whether the list of takes is folded."""

import json
import logging
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Slot

from speechdesk.atomic import write_atomically
from speechdesk.paths import private_folder
from speechdesk.ui.main_window import SMALLEST, MainWindow
from speechdesk.ui.tasks import Tasks

_log = logging.getLogger(__name__)

_LATER_MS = 500
_MOST_BYTES = 4096
_MOST_PIXELS = 32_767
_CHANGES = frozenset(
    {
        QEvent.Type.Resize,
        QEvent.Type.WindowStateChange,
        QEvent.Type.ShowToParent,
        QEvent.Type.HideToParent,
    }
)


@dataclass(frozen=True, slots=True)
class WindowState:
    """How a window was left. `width` and `height`, in pixels, are those it has unmaximized;
    `list_shown` is None where the width decides."""

    width: int
    height: int
    maximized: bool = False
    list_shown: bool | None = None


def read_window_state(path: Path) -> WindowState | None:
    """Return what `path` says; None where there is no such file or it makes no sense."""
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(_MOST_BYTES))
        state = WindowState(**found)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, RecursionError) as error:
        _log.warning("the window's state is not read: %s", error)
        return None
    return state if _makes_sense(state) else None


def _makes_sense(state: WindowState) -> bool:
    sides = (state.width, state.height)
    return (
        all(type(side) is int and 0 < side <= _MOST_PIXELS for side in sides)
        and type(state.maximized) is bool
        and (state.list_shown is None or type(state.list_shown) is bool)
    )


def write_window_state(path: Path, state: WindowState) -> None:
    """Keep `state` in `path`. Raises OSError."""
    private_folder(path.parent)
    write_atomically(path, json.dumps(asdict(state)).encode())


class WindowMemory(QObject):
    """Gives a window the state it was left in, and keeps each change of it."""

    def __init__(self, window: MainWindow, path: Path, tasks: Tasks) -> None:
        super().__init__(window)
        self._window = window
        self._path = path
        self._tasks = tasks
        self._written = read_window_state(path)
        if self._written is not None:
            self._restore(self._written)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LATER_MS)
        self._timer.timeout.connect(self._write)
        for watched in (window, window.parts.panel):
            watched.installEventFilter(self)

    @property
    def unwritten(self) -> WindowState | None:
        """The present state, where it is not in the file yet."""
        state = self._state()
        return None if state == self._written else state

    def close(self) -> None:
        """Write at once what is still to be written; no other thread may be writing it."""
        state = self.unwritten
        if state is None:
            return
        try:
            write_window_state(self._path, state)
        except OSError as error:
            self._not_kept(error)

    def _restore(self, state: WindowState) -> None:
        screen = self._window.screen().availableSize()
        size = QSize(state.width, state.height).boundedTo(screen)
        self._window.resize(size.expandedTo(QSize(*SMALLEST)))
        if state.maximized:
            self._window.setWindowState(Qt.WindowState.WindowMaximized)
        if state.list_shown is not None:
            self._window.show_list(state.list_shown)

    def _state(self) -> WindowState:
        window = self._window
        size = window.size()
        if window.isMaximized() or window.isFullScreen():
            size = window.normalGeometry().size()
        return WindowState(size.width(), size.height(), window.isMaximized(), window.wants_list)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Write a change once it has settled; nothing is taken away from anybody."""
        if event.type() in _CHANGES:
            self._timer.start()
        return False

    @Slot()
    def _write(self) -> None:
        state = self.unwritten
        if state is not None:
            work = partial(_written, self._path, state)
            self._tasks.run(work, self._kept, self._not_kept)

    @Slot(object)
    def _kept(self, state: WindowState) -> None:
        self._written = state

    @Slot(object)
    def _not_kept(self, error: Exception) -> None:
        # Nothing to bother anybody with: the window then opens as it did before.
        _log.warning("the window's state is not kept: %s", error)


def _written(path: Path, state: WindowState) -> WindowState:
    write_window_state(path, state)
    return state
