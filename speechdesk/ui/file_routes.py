"""Routes between files and the window: audio that is opened, text that is saved or copied."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from speechdesk.messages import Message
from speechdesk.session.state import State
from speechdesk.ui.announcer import Announcer
from speechdesk.ui.attention import Attention, Cause
from speechdesk.ui.audio_files import AudioFiles
from speechdesk.ui.dictation import Dictation
from speechdesk.ui.file_drop import FileDrop
from speechdesk.ui.messages_for import problem_message, unsaved_message
from speechdesk.ui.open_take import OpenTake
from speechdesk.ui.saving import Saved, Saving
from speechdesk.ui.takes_model import TakesModel
from speechdesk.ui.window_parts import WindowParts

if TYPE_CHECKING:
    from speechdesk.session.open_file import OpenedFile


class FileRoutes(QObject):
    """Shows how files fare, and lets their recognition be cancelled."""

    def __init__(
        self,
        parts: WindowParts,
        files: AudioFiles,
        saving: Saving,
        dictation: Dictation,
        open_take: OpenTake,
        model: TakesModel,
        attention: Attention,
        announcer: Announcer,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._parts = parts
        self._files = files
        self._dictation = dictation
        self._open_take = open_take
        self._model = model
        self._attention = attention
        self._announcer = announcer
        self._refused: list[Message] = []
        files.reading.connect(self._reading)
        files.read.connect(self._read)
        files.failed.connect(self._failed)
        files.cancelled.connect(parts.jobs.end)
        parts.jobs.cancel_asked.connect(self._cancel)
        parts.header.save_asked.connect(saving.ask)
        saving.begun.connect(self._saving_begins)
        saving.saved.connect(self._saved)
        saving.failed.connect(self._not_saved)
        saving.nothing.connect(self._nothing)
        saving.copied.connect(self._copied)
        drop = FileDrop(self)
        drop.watch(window)
        drop.watch(parts.paper.transcript.viewport())
        drop.dropped.connect(self.open)

    @Slot(list)
    def open(self, files: Iterable[Path]) -> None:
        """Recognize `files`, each into a take of its own."""
        for file in files:
            self._files.open(file)

    @Slot(Path)
    def _reading(self, file: Path) -> None:
        self._attention.set(Cause.FILE, None)
        self._refused.clear()
        self._parts.jobs.begin(file, file.name)

    @Slot(Path, object)
    def _read(self, file: Path, opened: "OpenedFile") -> None:
        take = opened.take
        self._parts.jobs.end(file)
        self._parts.jobs.begin(take.id, file.name)
        self._model.look_again(take.id)
        if self._dictation.live.state is State.IDLE:
            self._open_take.open(take.id)
            self._parts.paper.card.hide()
        self._dictation.recognize_rest(take.id, take.language)
        if opened.problem is not None:
            self._attention.set(Cause.FILE, problem_message(opened.problem, file.name))

    @Slot(Path, object)
    def _failed(self, file: Path, error: Exception) -> None:
        self._parts.jobs.end(file)
        self._refused.append(problem_message(error, file.name))
        self._warn(self._refused_files())

    def _refused_files(self) -> Message:
        """Return what is wrong with the files that were opened last."""
        if len(self._refused) == 1:
            return self._refused[0]
        return Message(
            self.tr("{count} files cannot be opened.").format(count=len(self._refused)),
            details="\n".join(each.line for each in self._refused),
        )

    def _warn(self, message: Message) -> None:
        self._attention.set(Cause.FILE, message)
        self._announcer.say(message.what, urgent=True)

    @Slot(object)
    def _cancel(self, key: object) -> None:
        if isinstance(key, Path):
            self._files.cancel(key)
        elif isinstance(key, int):
            self._dictation.cancel(key)

    @Slot(Path)
    def _saving_begins(self, path: Path) -> None:
        text = self.tr("Saving {name}…").format(name=path.name)
        self._parts.status.tell(text, lasting=True)

    @Slot(object)
    def _saved(self, saved: Saved) -> None:
        self._attention.set(Cause.FILE, None)
        self._tell(self.tr("Saved as {path}").format(path=saved.path))

    @Slot(Path, object)
    def _not_saved(self, path: Path, error: Exception) -> None:
        self._parts.status.withdraw()
        self._warn(unsaved_message(error, path.name))

    @Slot()
    def _nothing(self) -> None:
        self._tell(self.tr("There is no text yet."))

    @Slot(int)
    def _copied(self, words: int) -> None:
        if words == 0:
            self._tell(self.tr("The clipboard is held by another program: nothing was copied."))
        elif words == 1:
            self._tell(self.tr("Copied 1 word."))
        else:
            self._tell(self.tr("Copied {words} words.").format(words=words))

    def _tell(self, text: str) -> None:
        self._parts.status.tell(text)
        self._announcer.say(text)
