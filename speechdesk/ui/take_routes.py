"""Routes between the open take and what shows it: title, list, timer, deletion."""

from PySide6.QtCore import QLocale, QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from speechdesk.session.events import Half
from speechdesk.session.state import State
from speechdesk.storage.takes import Take
from speechdesk.ui.announcer import Announcer
from speechdesk.ui.attention import Attention, Cause
from speechdesk.ui.dictation import Dictation
from speechdesk.ui.empty_takes import EmptyTakes
from speechdesk.ui.live import Live
from speechdesk.ui.messages_for import problem_message
from speechdesk.ui.open_take import OpenTake
from speechdesk.ui.saver import Saver
from speechdesk.ui.services import Services
from speechdesk.ui.takes_bin import TakesBin
from speechdesk.ui.takes_model import Row, TakesModel
from speechdesk.ui.window_parts import WindowParts


class TakeRoutes(QObject):
    """Keeps the header, the list and the timer on the take that is open."""

    titled = Signal(str)
    """Carries the title of the open take; "" for one without."""

    def __init__(
        self,
        services: Services,
        parts: WindowParts,
        open_take: OpenTake,
        saver: Saver,
        model: TakesModel,
        takes_bin: TakesBin,
        dictation: Dictation,
        attention: Attention,
        announcer: Announcer,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks = services.tasks
        self._room_used = services.room_used
        self._folder = services.data_folder
        self._parts = parts
        self._open_take = open_take
        self._model = model
        self._bin = takes_bin
        self._dictation = dictation
        self._attention = attention
        self._announcer = announcer
        self._failed: tuple[int | None, str] | None = None  # the live take, and its language
        self._rest: tuple[int | None, str] = (None, "")
        dictation.changed.connect(self._live_changed)
        empty = EmptyTakes(
            services.history,
            services.tasks,
            model,
            open_take,
            dictation,
            parts.paper.transcript,
            self,
        )
        empty.failed.connect(self.history_failed)
        open_take.opened.connect(self._opened)
        open_take.titled.connect(self._titled)
        open_take.created.connect(self._created)
        model.renamed.connect(self._rename)
        parts.header.renamed.connect(self._rename_open)
        parts.panel.open_asked.connect(open_take.open)
        parts.panel.star_asked.connect(self._star)
        parts.panel.delete_asked.connect(self._delete)
        parts.panel.undo_asked.connect(self._bring_back)
        parts.panel.rest_asked.connect(self._recognize_rest)
        parts.panel.new_asked.connect(self.new)
        parts.panel.folder_asked.connect(self._open_folder)
        takes_bin.deleted.connect(self._deleted)
        for failed in (open_take.failed, saver.failed, takes_bin.failed, model.read_failed):
            failed.connect(self.history_failed)
        saver.saved.connect(self._history_works)

    @Slot()
    def new(self) -> None:
        """Show an empty page."""
        self._open_take.new()
        self._parts.paper.transcript.setFocus()

    @Slot(object)
    def history_failed(self, error: Exception) -> None:
        """Say that the history could not be read or written."""
        self._attention.set(Cause.HISTORY, problem_message(error))

    @Slot()
    def _history_works(self) -> None:
        self._attention.set(Cause.HISTORY, None)

    @Slot(object)
    def _opened(self, take: Take | None) -> None:
        self._titled("" if take is None else take.title)
        self._parts.panel.show_open(None if take is None else take.id)
        live = self._dictation.live
        if take is not None and take.id == live.take_id and live.length_ms:
            self._parts.bar.show_length(live.length_ms)
        else:
            self._parts.bar.show_length(0 if take is None else take.length_ms)

    def show_room(self) -> None:
        """Say below the list where the takes are, and how much room they take."""
        self._tasks.run(self._room_used, self._room_known, self.history_failed)

    @Slot(object)
    def _room_known(self, used: int) -> None:
        size = QLocale().formattedDataSize(used, 0, QLocale.DataSizeFormat.DataSizeSIFormat)
        text = self.tr("Kept on this computer · {size}").format(size=size)
        self._parts.panel.footer.set_full_text(text)

    @Slot()
    def _open_folder(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))):
            self._tell(self.tr("Your takes are in {folder}").format(folder=self._folder))

    @Slot(int)
    def _created(self, take_id: int) -> None:
        self._model.look_again(take_id)
        self._parts.panel.show_open(self._open_take.take_id)

    @Slot(str)
    def _titled(self, title: str) -> None:
        self._parts.header.show_title(title)
        self.titled.emit(title)

    @Slot(str)
    def _rename_open(self, title: str) -> None:
        self._open_take.rename(title)
        self._titled(title)

    @Slot(int, str)
    def _rename(self, take_id: int, title: str) -> None:
        if take_id == self._open_take.take_id:
            self._rename_open(title)
        else:
            self._bin.rename(take_id, title)

    @Slot(object)
    def _delete(self, rows: tuple[Row, ...]) -> None:
        live = self._dictation.live
        if live.state is not State.IDLE and live.take_id in [row.take_id for row in rows]:
            self._tell(self.tr("The take that is being recorded cannot be deleted: stop it first."))
            return
        for row in rows:
            self._dictation.cancel(row.take_id)
        self._bin.delete(rows)

    @Slot(object)
    def _deleted(self, rows: tuple[Row, ...]) -> None:
        if len(rows) == 1:
            text = self.tr("Deleted: {title}").format(title=rows[0].title)
        else:
            text = self.tr("Deleted: {count} takes").format(count=len(rows))
        self._parts.status.offer(text, self.tr("Undo"), self._bin.undo)
        self._announcer.say(text)

    @Slot()
    def _bring_back(self) -> None:
        self._parts.status.withdraw()
        self._bin.undo()

    @Slot(object)
    def _recognize_rest(self, row: Row) -> None:
        self._parts.jobs.begin(row.take_id, row.title)
        self._dictation.recognize_rest(row.take_id, row.rest)

    @Slot(object)
    def _live_changed(self, live: Live) -> None:
        """Where recognition had failed when the take was stopped, say that nothing is lost."""
        if live.state is State.FAILED and live.half is Half.RECOGNITION:
            self._failed = (live.take_id, self._dictation.language)
        elif live.state is State.IDLE and self._failed is not None:
            self._rest, self._failed = self._failed, None
            text = self.tr("Stopped. All of it is recorded, but not all is recognized.")
            self._parts.status.offer(text, self.tr("Recognize the rest"), self._recognize_failed)
            self._announcer.say(text)
        elif live.state is not State.STOPPING:
            self._failed = None

    def _recognize_failed(self) -> None:
        take_id, language = self._rest
        if take_id is not None:
            self._parts.jobs.begin(take_id, self._title_of(take_id))
            self._dictation.recognize_rest(take_id, language)

    def _title_of(self, take_id: int) -> str:
        position = self._model.position(take_id)
        return self.tr("A take") if position is None else self._model.row(position).title

    @Slot(object, bool)
    def _star(self, rows: tuple[Row, ...], starred: bool) -> None:
        self._bin.star(rows, starred=starred)
        name = rows[0].title if len(rows) == 1 else self.tr("{0} takes").format(len(rows))
        text = self.tr("Starred: {name}") if starred else self.tr("Star taken away: {name}")
        self._tell(text.format(name=name))

    def _tell(self, text: str) -> None:
        self._parts.status.tell(text)
        self._announcer.say(text)
