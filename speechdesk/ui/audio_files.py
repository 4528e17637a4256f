"""Opens audio files: each is read in the pool, then recognized into a take of its own."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from speechdesk.errors import SpeechDeskError
from speechdesk.ui.tasks import Tasks

if TYPE_CHECKING:  # decoders and the history are not needed before a file is opened
    from speechdesk.session.open_file import OpenedFile

Cancelled = Callable[[], bool]


class ReadFile(Protocol):
    """Makes a take of an audio file; raises SoundError or StorageError. Called on pool threads."""

    def __call__(self, file: Path, language: str, cancelled: Cancelled) -> "OpenedFile": ...


@dataclass(frozen=True, slots=True)
class _Read:
    file: Path
    opened: "OpenedFile | None" = None
    error: Exception | None = None


class AudioFiles(QObject):
    """Reads files one after another as the pool has room; each can be cancelled."""

    reading = Signal(Path)
    read = Signal(Path, object)
    """Carries the file and the `OpenedFile`."""

    failed = Signal(Path, object)
    cancelled = Signal(Path)

    def __init__(
        self,
        read_file: ReadFile,
        tasks: Tasks,
        language: Callable[[], str],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._read_file = read_file
        self._tasks = tasks
        self._language = language
        self._window = window
        self._running: dict[Path, threading.Event] = {}

    def ask(self) -> QFileDialog:
        """Let the user choose files."""
        dialog = QFileDialog(self._window, self.tr("Open audio"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        audio = "*.wav *.mp3 *.m4a *.mp4 *.flac *.ogg *.opus *.aac *.wma *.webm *.mkv *.amr"
        dialog.setNameFilters(
            [self.tr("Audio and video ({kinds})").format(kinds=audio), self.tr("All files (*)")]
        )
        dialog.filesSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def open(self, file: Path) -> None:
        """Read `file` and make a take of it."""
        if file in self._running:
            return
        stop = self._running[file] = threading.Event()
        self.reading.emit(file)
        work = partial(_read, self._read_file, file, self._language(), stop.is_set)
        self._tasks.run(work, self._done, self._failed_otherwise)

    def cancel(self, file: Path) -> None:
        """Give up a file that is being read."""
        if file in self._running:
            self._running[file].set()

    @Slot(list)
    def _chosen(self, names: list[str]) -> None:
        for name in names:
            self.open(Path(name))

    @Slot(object)
    def _done(self, result: _Read) -> None:
        stop = self._running.pop(result.file)
        if result.opened is not None:
            self.read.emit(result.file, result.opened)
        elif stop.is_set():
            self.cancelled.emit(result.file)
        else:
            self.failed.emit(result.file, result.error)

    @Slot(object)
    def _failed_otherwise(self, error: Exception) -> None:
        raise error


def _read(read_file: ReadFile, file: Path, language: str, cancelled: Cancelled) -> _Read:
    try:
        return _Read(file, read_file(file, language, cancelled))
    except (SpeechDeskError, OSError) as error:
        return _Read(file, error=error)
