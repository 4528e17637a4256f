"""Exports takes one after the other, off the GUI thread, once the history holds what is typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from speechdesk.atomic import write_atomically
from speechdesk.errors import SpeechDeskError
from speechdesk.exporters.file_names import file_name, free_path
from speechdesk.storage.takes import Take
from speechdesk.ui.open_take import OpenTake
from speechdesk.ui.saver import Saver
from speechdesk.ui.takes_model import Row
from speechdesk.ui.tasks import Tasks

Export = Callable[[str, int], bytes]
"""Returns a take, by its id, in a format such as "docx". Called on a pool thread."""


class TakeReader(Protocol):
    """The part of the history that tells of one take; called on pool threads."""

    def take(self, take_id: int) -> Take: ...


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What was chosen: format, folder, and the template of the files' names."""

    form: str
    folder: Path
    template: str


@dataclass(frozen=True, slots=True)
class Exported:
    """How an export ended: `written` of `wanted` takes are in the folder."""

    folder: Path
    wanted: int
    written: int = 0


class Exporting(QObject):
    """Runs one export at a time. What fails for one take does not keep the others from it."""

    progress = Signal(int, int)
    """Carries the number of the take that is being exported, from 1, and of how many."""

    failed = Signal(str, object)
    """Carries the title of a take and the error."""

    ended = Signal(object)
    """Carries an `Exported`, however it ended."""

    def __init__(
        self,
        history: TakeReader,
        export: Export,
        open_take: OpenTake,
        saver: Saver,
        tasks: Tasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._history = history
        self._export = export
        self._open_take = open_take
        self._saver = saver
        self._tasks = tasks
        self._waiting: list[Row] = []
        self._current: Row | None = None
        self._choice: ExportChoice | None = None
        self._state = Exported(Path(), 0)
        saver.saved.connect(self._go_on)

    @property
    def busy(self) -> bool:
        """Whether an export is under way."""
        return self._choice is not None

    def begin(self, takes: Sequence[Row], choice: ExportChoice) -> None:
        """Export takes; not to be called while another export is under way."""
        self._open_take.save()
        self._waiting = list(takes)
        self._choice = choice
        self._state = Exported(choice.folder, len(takes))
        self._go_on()

    @Slot()
    def cancel(self) -> None:
        """Leave out the takes that have not begun; one may be waiting for what is typed."""
        self._waiting.clear()
        self._go_on()

    @Slot()
    def _go_on(self) -> None:
        if self._choice is None or self._current is not None:
            return
        if not self._waiting:
            self._choice = None
            self.ended.emit(self._state)
        elif not self._saver.is_busy_with(self._waiting[0].take_id):
            take = self._current = self._waiting.pop(0)
            self.progress.emit(self._state.wanted - len(self._waiting), self._state.wanted)
            work = partial(self._write, take.take_id, self._choice)
            self._tasks.run(work, self._written, self._not_written)

    def _write(self, take_id: int, choice: ExportChoice) -> None:
        """In the pool: export one take into a file of its own."""
        take = self._history.take(take_id)
        name = file_name(
            choice.template,
            title=take.title,
            started=take.started.astimezone(),
            language=take.language,
            ending=choice.form,
        )
        data = self._export(choice.form, take_id)
        choice.folder.mkdir(parents=True, exist_ok=True)
        write_atomically(free_path(choice.folder, name), data, private=False)

    @Slot(object)
    def _written(self, _nothing: None) -> None:
        self._state = replace(self._state, written=self._state.written + 1)
        self._current = None
        self._go_on()

    @Slot(object)
    def _not_written(self, error: Exception) -> None:
        take, self._current = self._current, None
        if not isinstance(error, SpeechDeskError):
            self._waiting.clear()  # a folder that cannot be written fails for all of them
        self.failed.emit("" if take is None else take.title, error)
        self._go_on()
