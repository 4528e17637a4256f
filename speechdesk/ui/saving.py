"""Copies the text, and saves it as a file of the user's choice."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from speechdesk.atomic import write_atomically
from speechdesk.domain.transcript import Document
from speechdesk.exporters.file_names import file_name
from speechdesk.storage.takes import Take
from speechdesk.ui.export_words import FORMATS, format_name
from speechdesk.ui.exporting import Export
from speechdesk.ui.open_take import OpenTake
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.saver import Saver
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.transcript_view import TranscriptView


@dataclass(frozen=True, slots=True)
class Saved:
    """A file that was written."""

    path: Path


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An export that waits until the history holds the take; `take_id` None: until it has it."""

    form: str
    path: Path
    take_id: int | None


class Saving(QObject):
    """What Copy all and Save do with the open take."""

    begun = Signal(Path)
    """A file is about to be written, which takes a moment for a page with sound."""

    saved = Signal(object)
    failed = Signal(Path, object)
    nothing = Signal()
    copied = Signal(int)
    """Carries the number of words that are on the clipboard now; 0 if it took nothing."""

    def __init__(
        self,
        open_take: OpenTake,
        transcript: TranscriptView,
        saver: Saver,
        export: Export,
        load_document: Callable[[int], Document],
        preferences: Preferences,
        language: Callable[[], str],
        tasks: Tasks,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._open_take = open_take
        self._transcript = transcript
        self._saver = saver
        self._export = export
        self._load_document = load_document
        self._preferences = preferences
        self._language = language
        self._tasks = tasks
        self._window = window
        self._wanted: list[_Wanted] = []
        self._take: Take | None = None
        open_take.opened.connect(self._opened)
        open_take.created.connect(self._created)
        saver.saved.connect(self._write_wanted)

    @Slot()
    def copy_all(self) -> None:
        """Put the whole text on the clipboard, formatted and plain: who pastes takes either."""
        self._copy(rich=True)

    @Slot()
    def copy_plain(self) -> None:
        """Put the whole text on the clipboard without formatting."""
        self._copy(rich=False)

    def _copy(self, *, rich: bool) -> None:
        if not self._transcript.has_text:
            self.nothing.emit()
            return
        words = self._transcript.copy_all(rich=rich)
        self.copied.emit(words if self._transcript.is_on_clipboard else 0)

    def ask(self, form: str = "txt") -> QFileDialog | None:
        """Ask where to save the take in the format `form`; None where there is nothing to save."""
        if not self._transcript.has_text:
            self.nothing.emit()
            return None
        dialog = QFileDialog(self._window, self.tr("Save the text"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self._filter(each) for each in FORMATS])
        dialog.selectNameFilter(self._filter(form))
        dialog.setDefaultSuffix(form)
        dialog.setDirectory(str(documents_folder()))
        dialog.selectFile(self._name(form))
        dialog.filterSelected.connect(partial(_use_suffix, dialog))
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def write(self, path: Path) -> None:
        """Save the open take as `path`, whose ending names the format."""
        form = path.suffix.lstrip(".").lower()
        self.begun.emit(path)
        if form not in FORMATS or form == "txt":
            self._run(path, partial(_text_file, self._text()))
            return
        self._wanted.append(_Wanted(form, path, self._open_take.take_id))
        self._open_take.save()
        self._write_wanted()

    def _text(self) -> Callable[[], str]:
        """Return what gives the whole text, in the pool.

        Of a long take that is still on its way into the editor the history has it all: to wait for
        the editor would let the window stand still.
        """
        take_id = self._open_take.take_id
        if take_id is not None and self._transcript.is_loading:
            return lambda: self._load_document(take_id).text
        text = self._transcript.plain_text()
        return lambda: text

    def _name(self, form: str) -> str:
        """Return the name that the settings' template gives the open take."""
        take = self._take  # None for one that was begun just now
        return file_name(
            self._preferences.settings.file_names,
            title=self._open_take.title,
            started=(datetime.now() if take is None else take.started).astimezone(),
            language=self._language() if take is None else take.language,
            ending=form,
        )

    @Slot(object)
    def _opened(self, take: Take | None) -> None:
        self._take = take

    def _chosen(self, name: str) -> None:
        self.write(Path(name))

    @Slot(int)
    def _created(self, take_id: int) -> None:
        """Export this take where there was none yet. Another page may be open by now."""
        if self._open_take.take_id is not None:
            self._wanted = [
                replace(each, take_id=take_id) if each.take_id is None else each
                for each in self._wanted
            ]
            self._write_wanted()

    @Slot()
    def _write_wanted(self) -> None:
        """Write what the history holds as it was on the screen; the rest waits for the saver."""
        waiting, self._wanted = self._wanted, []
        for each in waiting:
            if each.take_id is None or self._saver.is_busy_with(each.take_id):
                self._wanted.append(each)
            else:
                self._run(each.path, partial(self._export, each.form, each.take_id))

    def _run(self, path: Path, content: Callable[[], bytes]) -> None:
        writing = _Writing(path, self)
        self._tasks.run(partial(_write, path, content), writing.done, writing.failed)

    def _filter(self, form: str) -> str:
        return f"{format_name(form)} (*.{form})"


def documents_folder() -> Path:
    """Return the folder in which people keep documents: their home where there is no such one."""
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    folder = Path(QStandardPaths.writableLocation(documents))
    return folder if folder.is_dir() else Path.home()


def _use_suffix(dialog: QFileDialog, name_filter: str) -> None:
    form = name_filter.rpartition("*.")[2].rstrip(")")
    dialog.setDefaultSuffix(form)
    selected = dialog.selectedFiles()
    if selected:
        dialog.selectFile(str(Path(selected[0]).with_suffix(f".{form}")))


class _Writing(QObject):
    """One file on its way to the disk: others may be at the same time."""

    def __init__(self, path: Path, saving: Saving) -> None:
        super().__init__(saving)
        self._path = path
        self._saving = saving

    @Slot(object)
    def done(self, _nothing: None) -> None:
        self._saving.saved.emit(Saved(self._path))
        self.deleteLater()

    @Slot(object)
    def failed(self, error: Exception) -> None:
        self._saving.failed.emit(self._path, error)
        self.deleteLater()


def _write(path: Path, content: Callable[[], bytes]) -> None:
    write_atomically(path, content(), private=False)


def _text_file(text: Callable[[], str]) -> bytes:
    return f"{text()}\n".encode()
