"""The window's program: builds everything once and passes it in, and ends it in order."""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QStandardPaths, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from speechdesk import paths
from speechdesk.desktop_entry import APP_ID, install_desktop
from speechdesk.devices.listing import Listing, list_devices
from speechdesk.domain.connection import RecognizerConfig, Service
from speechdesk.messages import Message
from speechdesk.remote import Order, Request, deliver, server_name
from speechdesk.session.late import LateHistory, LateSession, LateSpeaker
from speechdesk.settings.store import SettingsStore
from speechdesk.ui.attention import Cause
from speechdesk.ui.bridge import Bridge
from speechdesk.ui.crash_report import CrashReport
from speechdesk.ui.first_paint import show_painted
from speechdesk.ui.garbage import GarbageCollection
from speechdesk.ui.icons import Icons, application_icon
from speechdesk.ui.instance_lock import InstanceLock
from speechdesk.ui.last_writes import write_each
from speechdesk.ui.main_window import MainWindow
from speechdesk.ui.messages_for import history_message, settings_message
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.screen_check import ScreenCheck
from speechdesk.ui.services import Services
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.theme import Theme
from speechdesk.ui.window_memory import WindowMemory

if TYPE_CHECKING:  # imported once the window is shown
    from speechdesk.devices.hotplug import DeviceWatcher
    from speechdesk.session.backstage import Backstage
    from speechdesk.session.service_check import ServiceCheck
    from speechdesk.session.starter import Configure
    from speechdesk.ui.single_instance import SingleInstance

_SESSION_S = 10.0  # that the end waits for the last final
_TASKS_MS = 3000  # and for what runs in the pool
_OTHER_START_S = 10.0  # until a start that holds the lock should listen
_RETRY_S = 0.1
_SOON_MS = 100
_SWITCH_S = 0.0005
"""Another thread that computes gives way so soon. Python's own 5 ms pass at each call of Qt, and a
window is painted with dozens of them."""


def run_window(
    directory: Path | None,
    files: Sequence[Path],
    *,
    record: bool = False,
    list_devices: Callable[[], Listing] = list_devices,
) -> int:
    """Show the window of a home, or bring the one that is open to the front; with `files`."""
    place = paths.home(directory)
    name = server_name(place)
    request = Request(Order.TOGGLE if record else Order.SHOW, tuple(files))
    lock = InstanceLock(place.data / "window.lock")
    deadline = time.monotonic() + _OTHER_START_S
    while not lock.take():
        # Another start holds the lock; it may not listen yet.
        if deliver(name, request):
            return 0
        if time.monotonic() > deadline:
            where = place.data
            sys.stderr.write(f"speechdesk: another SpeechDesk has {where} open, and is silent\n")
            return 1
        time.sleep(_RETRY_S)
    try:
        return Program(_application(), place, name, list_devices).run(files, record=record)
    finally:
        lock.release()


class Program(QObject):
    """Owns all long-lived objects of the window's process."""

    opened = Signal()
    """Everything behind the window is there. Emitted in the thread that made it."""

    devices_changed = Signal()

    def __init__(
        self,
        application: QApplication,
        place: paths.Home,
        name: str,
        list_devices: Callable[[], Listing] = list_devices,
    ) -> None:
        super().__init__()
        self._list_devices = list_devices
        self._application = application
        self._place = place
        self._name = name
        self._garbage = GarbageCollection(self)
        self._crashes = CrashReport(self)
        self._theme = Theme(self._application)
        self._icons = Icons(self._theme)
        self._tasks = Tasks(self)
        self._bridge = Bridge(self)
        self._store = SettingsStore(place.settings_file)
        self._loaded = self._store.load()
        self._preferences = Preferences(self._store, self._loaded.settings, self._tasks)
        self._backstage: Future[Backstage] = Future()
        self._opening = False
        self._session = LateSession()
        self._watcher: DeviceWatcher | None = None
        self._window = MainWindow(self._services(), self._theme, self._icons)
        self._memory = WindowMemory(self._window, place.window_file, self._tasks)
        self._instance: SingleInstance | None = None
        self._connect()

    def run(self, files: Sequence[Path], *, record: bool) -> int:
        """Show the window, and return the exit status once it is closed and all has ended."""
        sys.setswitchinterval(_SWITCH_S)
        show_painted(self._window)
        if self._window.isVisible():
            self._window.begin(files, record=record)
            self._open_backstage()
            self._listen()
        # A window that is closed by now would never end what only begins here.
        return self._end(self._application.exec() if self._window.isVisible() else 0)

    # the beginning

    def _connect(self) -> None:
        window = self._window
        self._bridge.happened.connect(window.handle)
        self._crashes.happened.connect(self._crashed)
        self.opened.connect(self._opened)
        self.devices_changed.connect(window.parts.pickers.microphone.refresh)
        window.closed.connect(self._application.quit)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._terminated)
        if self._loaded.problems:
            window.attention.set(Cause.SETTINGS, settings_message(self._loaded))

    def _services(self) -> Services:
        """Return what the window is given. What it calls in the pool waits for the backstage."""
        menu = QStandardPaths.StandardLocation.ApplicationsLocation
        known = QStandardPaths.locate(menu, f"{APP_ID}.desktop")
        return Services(
            session=self._session,
            history=LateHistory(lambda: self._backstage.result().history),
            preferences=self._preferences,
            tasks=self._tasks,
            configure=self._configure,
            list_devices=self._list_devices,
            read_file=lambda *args: self._backstage.result().open_file(*args),
            export=lambda *args: self._backstage.result().export(*args),
            speaker=LateSpeaker(lambda: self._backstage.result().loudspeaker),
            recording_of=lambda take: self._backstage.result().recording_of(take),
            recognize_again=lambda *args: self._backstage.result().recognize_again(*args),
            examine=lambda *args: self._backstage.result().examine(*args),
            sent_this_month=self._sent_this_month,
            room_used=lambda: self._backstage.result().room_used(),
            interrupted=lambda: self._backstage.result().interrupted(),
            open_settings=self._open_settings,
            install_menu_entry=None if known or sys.platform != "linux" else install_desktop,
            data_folder=self._place.data,
        )

    def _configure(self, language: str) -> "Configure":
        def configure() -> RecognizerConfig:
            return self._backstage.result().configuring.configure(language)()

        return configure

    def _listen(self) -> None:
        from speechdesk.ui.single_instance import SingleInstance

        self._instance = SingleInstance(self._name, self)
        self._instance.asked.connect(self._asked)
        self._instance.listen()

    def _open_backstage(self) -> None:
        # In a thread of its own: it imports a lot.
        self._opening = True
        threading.Thread(target=self._make_backstage, name="backstage").start()

    def _make_backstage(self) -> None:
        try:
            from speechdesk.session.backstage import Backstage

            backstage = Backstage(
                self._place,
                lambda: self._preferences.settings,
                self._bridge.post,
            )
        except BaseException as error:
            self._backstage.set_exception(error)
            raise
        self._session.provide(backstage.session)
        self._backstage.set_result(backstage)
        self.opened.emit()
        backstage.warm()

    @Slot()
    def _opened(self) -> None:
        from speechdesk.devices.hotplug import DeviceWatcher

        backstage = self._backstage.result()
        message = history_message(backstage.opened)
        if message is not None:
            self._window.attention.set(Cause.HISTORY_LOST, message)
        self._tasks.run(backstage.tidy, self._tidied, self._window.controllers.takes.history_failed)
        self._watcher = DeviceWatcher(self.devices_changed.emit)
        self._watcher.start()

    @Slot(object)
    def _tidied(self, _nothing: None) -> None:
        """Nothing to do: what was let go concerns no take that is shown differently."""

    # in between

    @Slot(object)
    def _asked(self, request: Request) -> None:
        """Do what another start of the program asks."""
        match request.order:
            case Order.SHOW:
                self._window.come_to_front()
                self._window.controllers.file_routes.open(request.files)
            case Order.TOGGLE:
                self._window.controllers.dictation.toggle()
            case Order.STOP:
                self._window.controllers.dictation.stop()

    @Slot(str)
    def _crashed(self, kind: str) -> None:
        self._window.attention.set(
            Cause.PROGRAM,
            Message(
                self.tr("Something in the program went wrong."),
                self.tr("What you said and typed is saved. If it goes on, start SpeechDesk anew."),
                details=kind,
            ),
        )

    def _open_settings(self, window: QWidget, service: Service | None) -> None:
        if not self._backstage.done():  # so early, what it needs is still being made
            QTimer.singleShot(_SOON_MS, partial(self._open_settings, window, service))
            return
        from speechdesk.settings.choice import with_environment
        from speechdesk.settings.option import Section
        from speechdesk.ui.settings_dialog import SettingsDialog, SettingsParts

        backstage = self._backstage.result()
        dialog = SettingsDialog(
            SettingsParts(
                self._preferences,
                backstage.secrets,
                self._tasks,
                self._theme,
                self._icons,
                self._check_service,
                self._list_devices,
                self._overriding(),
                lambda settings: with_environment(settings, backstage.environment),
            ),
            window,
        )
        dialog.open_section(Section.RECOGNITION, service)
        dialog.open()

    def _sent_this_month(self) -> dict[str, int]:
        """Return the milliseconds of sound sent to each service; called on a pool thread."""
        return self._backstage.result().meter.this_month()

    def _check_service(self, cancelled: threading.Event) -> "ServiceCheck":
        """Try the service that holds now; called on a pool thread."""
        return self._backstage.result().check_service(
            self._window.controllers.dictation.language, cancelled
        )

    def _overriding(self) -> str:
        """Say what wins over the connection of the settings."""
        if not self._backstage.result().environment.key:
            return ""
        return self.tr("SPEECH_KEY is set in the environment and wins over these settings.")

    def _terminated(self, _number: int, _frame: object) -> None:
        self._window.close()

    # the end

    def _end(self, status: int) -> int:
        """End everything: first what could still call the window, then what is behind it."""
        if self._instance is not None:
            self._instance.close()
        self._bridge.close()
        if self._watcher is not None:
            self._watcher.stop()
        if not self._opening:  # closed before it began: there is one way to end all the same
            self._open_backstage()
        backstage = self._backstage.result()
        ended = backstage.close(_SESSION_S)
        ended = self._tasks.close(_TASKS_MS) and ended
        if not write_each(self._unwritten(backstage)):
            status = 1
        self._memory.close()
        self._window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if ended:
            backstage.close_files()
        self._crashes.close()
        self._garbage.close()
        if not ended:
            # A keyring or driver that never answers holds a thread, and Python would wait for it.
            logging.shutdown()
            os._exit(status)
        return status

    def _unwritten(self, backstage: "Backstage") -> Iterator[Callable[[], object]]:
        """Give what writes the settings and texts that the pool has not written."""
        if unwritten := self._preferences.unwritten:
            yield partial(self._store.change, unwritten)
        if self._window.begun:
            for take_id, change in self._window.controllers.saver.unsaved():
                yield partial(backstage.history.save_blocks, take_id, change)


def _application() -> QApplication:
    QApplication.setApplicationName("speechdesk")
    QApplication.setApplicationDisplayName("SpeechDesk")
    QApplication.setDesktopFileName(APP_ID)
    with ScreenCheck():
        application = QApplication(sys.argv[:1])
    application.setWindowIcon(application_icon())
    application.setQuitOnLastWindowClosed(False)
    return application
