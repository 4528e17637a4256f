"""The main window: makes its parts and controllers, and routes what happens between them."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow

from speechdesk.session.events import SessionEvent
from speechdesk.session.state import State
from speechdesk.ui.actions import Actions
from speechdesk.ui.again import Again
from speechdesk.ui.announcer import Announcer, Send
from speechdesk.ui.attention import Attention
from speechdesk.ui.audio_files import AudioFiles
from speechdesk.ui.beginning import Beginning
from speechdesk.ui.dictation import Dictation
from speechdesk.ui.export_routes import ExportRoutes
from speechdesk.ui.favourites import Favourites
from speechdesk.ui.file_routes import FileRoutes
from speechdesk.ui.icons import Icons
from speechdesk.ui.languages import short_name
from speechdesk.ui.live import Live
from speechdesk.ui.live_display import LiveDisplay
from speechdesk.ui.mending import Mending
from speechdesk.ui.open_take import OpenTake
from speechdesk.ui.player import Player
from speechdesk.ui.player_bar import PlayerBar
from speechdesk.ui.record_control import RecordControl
from speechdesk.ui.saver import Saver
from speechdesk.ui.saving import Saving
from speechdesk.ui.search_routes import SearchRoutes
from speechdesk.ui.services import Services
from speechdesk.ui.setting_routes import SettingRoutes
from speechdesk.ui.sound_routes import SoundRoutes
from speechdesk.ui.spoken_commands import SpokenCommands
from speechdesk.ui.spoken_routes import SpokenRoutes
from speechdesk.ui.take_routes import TakeRoutes
from speechdesk.ui.takes_bin import TakesBin
from speechdesk.ui.takes_model import TakesModel
from speechdesk.ui.text_size import TextSize
from speechdesk.ui.theme import Theme
from speechdesk.ui.window_dialogs import WindowDialogs
from speechdesk.ui.window_parts import WindowParts

SMALLEST = (760, 520)
_USUAL = (1280, 800)
_WIDE = 960
"""From this width on the list of takes is shown, unless the user folded it."""

_DRAIN_MS = 10_000


class MainWindow(QMainWindow):
    """Everything the user sees. `handle` takes the session's events, in the GUI thread."""

    closed = Signal()

    def __init__(
        self,
        services: Services,
        theme: Theme,
        icons: Icons,
        say: Send = QAccessible.updateAccessibility,
    ) -> None:
        super().__init__()
        self._services = services
        self._theme = theme
        self._announcer = Announcer(self, say)
        self._wants_side: bool | None = None
        self._leaving = False
        self._drain = QTimer(self)
        self._drain.setSingleShot(True)
        self._drain.setInterval(_DRAIN_MS)
        self._drain.timeout.connect(self.close)
        self.commands = Actions(self, icons)
        self.model = TakesModel(services.history, services.tasks, short_name, parent=self)
        self.parts = WindowParts(services, self.model, self.commands, theme, icons)
        self.setCentralWidget(self.parts.body)
        self._make_controllers()
        self._make_routes(icons)
        self._connect_commands()
        self.setMinimumSize(*SMALLEST)
        self.resize(QSize(*_USUAL).boundedTo(self.screen().availableSize()))
        self._show_title("")
        self.display.show_status()
        self.parts.paper.transcript.setFocus()

    def _make_controllers(self) -> None:
        services, parts = self._services, self.parts
        transcript = parts.paper.transcript
        preferences, tasks = services.preferences, services.tasks
        self.attention = Attention(self)
        self.saver = Saver(services.history, tasks, self)
        self.spoken = SpokenCommands(transcript, preferences, self)
        self.open_take = OpenTake(
            services.history,
            self.saver,
            transcript,
            self.spoken.write,
            tasks,
            self._language,
            self,
        )
        self.dictation = Dictation(
            services.session,
            self.open_take,
            preferences,
            services.configure,
            parts.pickers.microphone.chosen_device,
            self,
        )
        self.saving = Saving(
            self.open_take,
            transcript,
            self.saver,
            services.export,
            services.history.load_document,
            preferences,
            self._language,
            tasks,
            self,
        )
        self.files = AudioFiles(services.read_file, tasks, self._language, self)
        self.bin = TakesBin(services.history, tasks, self.model, self.open_take, self)
        self.player = Player(services.speaker, self)
        self.text_size = TextSize(transcript, preferences, self)

    def _make_routes(self, icons: Icons) -> None:
        services, parts, attention = self._services, self.parts, self.attention
        self.display = LiveDisplay(
            parts,
            self.dictation,
            self.open_take,
            self.model,
            attention,
            self._announcer,
            services.preferences,
            self,
        )
        self.takes = TakeRoutes(
            services,
            parts,
            self.open_take,
            self.saver,
            self.model,
            self.bin,
            self.dictation,
            attention,
            self._announcer,
            self,
        )
        self.file_routes = FileRoutes(
            parts,
            self.files,
            self.saving,
            self.dictation,
            self.open_take,
            self.model,
            attention,
            self._announcer,
            self,
        )
        self.exports = ExportRoutes(
            services,
            parts,
            self.open_take,
            self.saver,
            attention,
            self._announcer,
            self._language,
            self,
        )
        self.search = SearchRoutes(parts, self.model, self.open_take, self)
        player_bar = PlayerBar(self.player, icons)
        parts.paper.add_player(player_bar)
        self.sound = SoundRoutes(
            services, parts, self.player, player_bar, self.open_take, attention, self
        )
        self.again = Again(
            services,
            self.sound.menu,
            parts.paper.transcript,
            self.open_take,
            self.dictation,
            attention,
            parts.status,
            self,
        )
        self.closed.connect(self.again.cancel)
        self.closed.connect(self.player.close)
        self.favourites = Favourites(services.preferences, parts.status, self._announcer, self)
        self.spoken_routes = SpokenRoutes(
            self.spoken,
            parts,
            self.open_take,
            self.dictation,
            self.saving,
            services.preferences,
            self,
        )
        self.settings = SettingRoutes(services, parts, self.dictation, attention, self._theme, self)
        self.beginning = Beginning(
            services,
            parts,
            self.model,
            self.open_take,
            self.takes,
            self.file_routes,
            self.dictation,
            attention,
            self,
        )
        self.dialogs = WindowDialogs(
            services, self.commands, self.dictation, self.display.latencies, icons, self
        )
        mending = Mending(
            attention,
            self.dictation,
            services.preferences,
            parts.pickers.microphone,
            self.settings.open_settings,
            self.beginning.finish_found,
            self.beginning.look_for_interrupted,
            services.data_folder,
            self,
        )
        attention.changed.connect(parts.banner.show_message)
        parts.banner.mend_asked.connect(mending.mend)
        parts.banner.dismissed.connect(attention.hide_shown)
        self.takes.titled.connect(self._show_title)
        self.dictation.changed.connect(self._live_changed)
        self.saver.saved.connect(self._leave_if_done)
        self._state_before = self.dictation.live.state

    def _connect_commands(self) -> None:
        parts, pickers = self.parts, self.parts.pickers
        for name, slot in (
            ("pause", self.dictation.pause_or_go_on),
            ("stop", self._escape),
            ("play", self.sound.playback.play_pause),
            ("doubtful", self.sound.next_doubtful),
            ("new", self.takes.new),
            ("open", self.files.ask),
            ("copy", self.saving.copy_all),
            ("copy_plain", self.saving.copy_plain),
            ("save", self._save),
            ("find", parts.paper.find_bar.open_bar),
            ("find_next", parts.paper.find_bar.find_next),
            ("find_previous", parts.paper.find_bar.find_previous),
            ("search", self._search),
            ("rename", parts.header.edit_title),
            ("side", self._toggle_side),
            ("microphone", pickers.microphone.open),
            ("language", pickers.language.open),
            ("next_language", self.favourites.next),
            ("service", pickers.service.open),
            ("larger", self.text_size.larger),
            ("smaller", self.text_size.smaller),
            ("normal", self.text_size.normal),
            ("settings", self.settings.open_settings),
            ("commands", self.spoken_routes.show_commands),
            ("details", self.dialogs.show_details),
            ("doctor", self.dialogs.show_doctor),
            ("shortcuts", self.dialogs.show_shortcuts),
            ("about", self.dialogs.show_about),
            ("quit", self.close),
        ):
            self.commands[name].triggered.connect(slot)
        self.record_control = RecordControl(
            parts.bar.record,
            self.commands["record"],
            self.dictation,
            self._services.preferences,
            self,
        )
        parts.bar.pause.clicked.connect(self.dictation.pause_or_go_on)
        pickers.service.details_asked.connect(self.dialogs.show_details)

    # what the program asks

    def begin(self, files: Sequence[Path] = (), *, record: bool = False) -> None:
        """Fill the window in the background; then open `files`, or record."""
        self.beginning.begin(files, record=record)

    @Slot(object)
    def handle(self, event: SessionEvent) -> None:
        """Take one event of the session."""
        self.display.handle(event)

    def come_to_front(self) -> None:
        """Show the window above the others, as far as the desktop lets a program do that."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    # what the user does

    def _language(self) -> str:
        return self.dictation.language

    @Slot()
    def _save(self) -> None:
        self.saving.ask()

    @Slot()
    def _search(self) -> None:
        self.show_list(True)
        self.parts.panel.focus_search()

    @Slot()
    def _escape(self) -> None:
        find_bar = self.parts.paper.find_bar
        if find_bar.isVisible():
            find_bar.close_bar()
        else:
            self.dictation.stop()

    @Slot(str)
    def _show_title(self, title: str) -> None:
        self.setWindowTitle(f"{title or self.tr('New dictation')} – SpeechDesk")

    @Slot(object)
    def _live_changed(self, live: Live) -> None:
        before, self._state_before = self._state_before, live.state
        if live.state is not before:
            self.sound.live_changed(live)
        if live.state is not State.IDLE or before is State.IDLE:
            return
        if self._services.preferences.settings.copy_on_stop:
            self.saving.copy_all()
        self.takes.show_room()
        self._leave_if_done()

    def _may_leave(self) -> bool:
        """Whether nothing is recorded, and all that was said and typed is on the disk."""
        idle = self.dictation.live.state is State.IDLE
        return idle and not self.open_take.is_unsaved and not self.saver.unsaved()

    @Slot()
    def _leave_if_done(self) -> None:
        if self._leaving and self._may_leave():
            self.close()

    # the list of takes

    @Slot()
    def _toggle_side(self) -> None:
        self.show_list(not self.parts.panel.isVisible())

    @property
    def wants_list(self) -> bool | None:
        """Whether the user unfolded or folded the list; None where the width decides."""
        return self._wants_side

    def show_list(self, wanted: bool) -> None:
        """Unfold or fold the list of takes."""
        self._wants_side = wanted
        self.parts.panel.setVisible(wanted)
        if not wanted and self.focusWidget() is None:
            self.parts.paper.transcript.setFocus()

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        was_wide = event.oldSize().width() >= _WIDE
        wide = event.size().width() >= _WIDE
        if wide != was_wide and event.oldSize().isValid():
            # What the user folded in a narrow window comes back in a wide one, and so on.
            self._wants_side = None
        if self._wants_side is None:
            self.parts.panel.setVisible(wide)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.ApplicationFontChange, QEvent.Type.FontChange)
        if event.type() in kinds:
            self._theme.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop a running dictation and let it drain first; a second try closes at once."""
        self.open_take.save()
        if not self._leaving and not self._may_leave():
            self._leaving = True
            self._drain.start()
            self.dictation.stop()
            self.parts.status.tell(self.tr("Closing as soon as everything is written…"))
            event.ignore()
            return
        self._drain.stop()
        event.accept()
        self.closed.emit()
