"""What reacts to the user and to the session, and the routes between them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from speechdesk.session.state import State
from speechdesk.ui.again import Again
from speechdesk.ui.announcer import Announcer
from speechdesk.ui.audio_files import AudioFiles
from speechdesk.ui.beginning import Beginning
from speechdesk.ui.dictation import Dictation
from speechdesk.ui.export_routes import ExportRoutes
from speechdesk.ui.favourites import Favourites
from speechdesk.ui.file_routes import FileRoutes
from speechdesk.ui.icons import Icons
from speechdesk.ui.leaving import Leaving
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
from speechdesk.ui.text_size import TextSize
from speechdesk.ui.window_dialogs import WindowDialogs

if TYPE_CHECKING:
    from speechdesk.ui.main_window import MainWindow


class Controllers(QObject):
    """All of them, made in their order; they live as long as the window."""

    def __init__(
        self, window: "MainWindow", services: Services, icons: Icons, announcer: Announcer
    ) -> None:
        super().__init__(window)
        self._window = window
        self._services = services
        self._state_before = State.IDLE
        self._make_controllers()
        self._make_routes(icons, announcer)
        self._connect_commands()

    def _make_controllers(self) -> None:
        window, services, parts = self._window, self._services, self._window.parts
        transcript = parts.paper.transcript
        preferences, tasks = services.preferences, services.tasks
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
            window,
        )
        self.files = AudioFiles(services.read_file, tasks, self._language, window)
        self.bin = TakesBin(services.history, tasks, window.model, self.open_take, self)
        self.player = Player(services.speaker, self)
        self.text_size = TextSize(transcript, preferences, self)
        self.leaving = Leaving(self.open_take, self.saver, self.dictation, parts.status, window)

    def _make_routes(self, icons: Icons, announcer: Announcer) -> None:
        window, services = self._window, self._services
        parts, model, attention = window.parts, window.model, window.attention
        self.display = LiveDisplay(
            parts,
            self.dictation,
            self.open_take,
            model,
            attention,
            announcer,
            services.preferences,
            self,
        )
        self.takes = TakeRoutes(
            services,
            parts,
            self.open_take,
            self.saver,
            model,
            self.bin,
            self.dictation,
            attention,
            announcer,
            self,
        )
        self.file_routes = FileRoutes(
            parts,
            self.files,
            self.saving,
            self.dictation,
            self.open_take,
            model,
            attention,
            announcer,
            window,
        )
        self.exports = ExportRoutes(
            services,
            parts,
            self.open_take,
            self.saver,
            attention,
            announcer,
            self._language,
            window,
        )
        self.search = SearchRoutes(parts, model, self.open_take, self)
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
        window.closed.connect(self.again.cancel)
        window.closed.connect(self.player.close)
        self.favourites = Favourites(services.preferences, parts.status, announcer, self)
        self.spoken_routes = SpokenRoutes(
            self.spoken,
            parts,
            self.open_take,
            self.dictation,
            self.saving,
            services.preferences,
            window,
        )
        self.settings = SettingRoutes(services, parts, self.dictation, attention, window)
        self.beginning = Beginning(
            services,
            parts,
            model,
            self.open_take,
            self.takes,
            self.file_routes,
            self.dictation,
            attention,
            self,
        )
        self.dialogs = WindowDialogs(
            services, window.commands, self.dictation, self.display.latencies, icons, window
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
        parts.banner.mend_asked.connect(mending.mend)
        self.takes.titled.connect(window.show_title)
        self.dictation.changed.connect(self._live_changed)

    def _connect_commands(self) -> None:
        window, parts = self._window, self._window.parts
        pickers = parts.pickers
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
        ):
            window.commands[name].triggered.connect(slot)
        self.record_control = RecordControl(
            parts.bar.record,
            window.commands["record"],
            self.dictation,
            self._services.preferences,
            self,
        )
        parts.bar.pause.clicked.connect(self.dictation.pause_or_go_on)
        pickers.service.details_asked.connect(self.dialogs.show_details)

    def _language(self) -> str:
        return self.dictation.language

    # what concerns several of them

    @Slot()
    def _save(self) -> None:
        self.saving.ask()

    @Slot()
    def _search(self) -> None:
        self._window.show_list(True)
        self._window.parts.panel.focus_search()

    @Slot()
    def _escape(self) -> None:
        find_bar = self._window.parts.paper.find_bar
        if find_bar.isVisible():
            find_bar.close_bar()
        else:
            self.dictation.stop()

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
        self.leaving.go_on()
