"""Takes pictures of the real window in its states: `python -m tests.desktop.screenshots FOLDER`.

With names of scenes behind the folder only those are taken. The README shows some of them.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QItemSelectionModel, QPoint, QTimer
from PySide6.QtGui import QFont, QFontDatabase, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from speechdesk.devices.listing import Device, Listing
from speechdesk.domain.connection import Service
from speechdesk.errors import DeviceError, Failure, FailureCode
from speechdesk.session.events import (
    BehindChanged,
    Half,
    JobProgress,
    PartialChanged,
    Recorded,
    SessionEvent,
    StateChanged,
)
from speechdesk.session.state import State
from speechdesk.settings.choices import Theme as Appearance
from speechdesk.settings.option import Section
from speechdesk.settings.schema import Settings
from speechdesk.settings.secrets import Secrets
from speechdesk.sound.level import Level
from speechdesk.storage.takes import Source, TakeState
from speechdesk.ui.export_dialog import ExportDialog
from speechdesk.ui.icons import Icons
from speechdesk.ui.language_picker import LanguageList
from speechdesk.ui.live import Live
from speechdesk.ui.main_window import SMALLEST, MainWindow
from speechdesk.ui.settings_dialog import SettingsDialog, SettingsParts
from speechdesk.ui.takes_model import Row
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.theme import Theme
from tests.ui.fakes import Behind
from tests.ui.german import German
from tests.ui.settings_parts import FakeCheck, MemoryKeyring
from tests.ui.transcripts import said

USUAL = (1280, 800)
FONTS = ("Inter", "Noto Sans", "Cantarell", "DejaVu Sans")
SETTLE_MS = 400
LOUDNESS = (
    -38,
    -30,
    -26,
    -22,
    -28,
    -24,
    -20,
    -26,
    -33,
    -21,
    -24,
    -29,
    -18,
    -25,
    -31,
    -22,
    -27,
    -40,
)

LETTER = (
    "Dear tenants,",
    "from Monday the lift in the east stairwell will be out of order while the motor is replaced. "
    "The work is expected to take four days. The company that does it is called Brandauer and has "
    "its own entrance key.",
    "If you need help with heavy shopping, please ring at the caretaker’s office between eight and "
    "twelve.",
)
TAKES = (
    ("lecture-07.m4a", 12 * 24, 5_325_000, "en-US", Source.FILE, TakeState.COMPLETE),
    ("Interview with the mayor", 11 * 24, 3_731_000, "en-GB", Source.MICROPHONE, TakeState.PARTLY),
    ("Shopping", 10 * 24, 32_000, "en-US", Source.MICROPHONE, TakeState.COMPLETE),
    ("Chapter 3, second half", 26, 2_883_000, "en-US", Source.MICROPHONE, TakeState.COMPLETE),
    ("Visite, Zimmer 14", 3, 760_000, "de-DE", Source.MICROPHONE, TakeState.COMPLETE),
)
SYSTEMS_OWN = (Appearance.SYSTEM,)
AZURE = Settings(service=Service.AZURE, region="westeurope")


@dataclass
class Stage:
    """A window and what is behind it, for one picture."""

    behind: Behind
    window: MainWindow
    theme: Theme
    take_id: int = 0

    def happen(self, *events: SessionEvent) -> None:
        for event in events:
            self.window.handle(event)

    def listen(self) -> None:
        """Record into the letter."""
        self.window.commands["record"].trigger()
        self.happen(
            StateChanged(State.STARTING, self.take_id), StateChanged(State.LISTENING, self.take_id)
        )
        for number, loudness in enumerate(LOUDNESS):
            level = Level(loudness, 0.4, clipped=False, zeros=False)
            self.happen(Recorded(self.take_id, 370_600 + 83 * number, level))

    def partial(self, text: str) -> None:
        self.happen(PartialChanged(self.take_id, text))


Scene = Callable[[Stage], object]


def listening(stage: Stage) -> None:
    stage.listen()
    stage.partial("we will keep you informed about the progress and")


def paused(stage: Stage) -> None:
    stage.listen()
    stage.happen(StateChanged(State.PAUSED, stage.take_id))


def reconnecting(stage: Stage) -> None:
    stage.listen()
    lost = Failure(FailureCode.CONNECTION_LOST, "connection reset by peer", "4f1c…")
    stage.happen(
        StateChanged(State.RECONNECTING, stage.take_id, lost, Half.RECOGNITION),
        BehindChanged(stage.take_id, 12),
    )


def key_refused(stage: Stage) -> None:
    stage.listen()
    failure = Failure(FailureCode.KEY_REFUSED, "HTTP 401")
    stage.happen(StateChanged(State.FAILED, stage.take_id, failure, Half.RECOGNITION))


def microphone_gone(stage: Stage) -> None:
    stage.listen()
    error = DeviceError("device_gone", "Jabra Evolve2 65")
    stage.happen(StateChanged(State.FAILED, stage.take_id, error, Half.MICROPHONE))


def finishing(stage: Stage) -> None:
    stage.listen()
    stage.happen(StateChanged(State.STOPPING, stage.take_id))


def file_job(stage: Stage) -> None:
    stage.window.parts.jobs.begin(7, "lecture-08.m4a")
    stage.happen(JobProgress(7, 1_900_000, 5_400_000))


def deleted(stage: Stage) -> None:
    stage.window.parts.panel.delete_asked.emit((Row(stage.take_id - 1, "Visite, Zimmer 14", ""),))


def searching(stage: Stage) -> None:
    stage.window.commands["search"].trigger()
    stage.window.parts.panel.search.setText("lift")


def found(stage: Stage) -> None:
    """A take that was opened from among the hits."""
    searching(stage)
    wait(SETTLE_MS)
    stage.window.parts.panel.open_asked.emit(stage.take_id)


def starred(stage: Stage) -> None:
    window = stage.window
    window.controllers.bin.star([window.model.row(1), window.model.row(4)], starred=True)


def selected(stage: Stage) -> None:
    """Several takes, some of them starred."""
    starred(stage)
    rows = stage.window.parts.panel.list.selectionModel()
    for position in (1, 2, 4):
        rows.select(stage.window.model.index(position), QItemSelectionModel.SelectionFlag.Select)


def exporting(stage: Stage) -> None:
    selected(stage)
    stage.window.parts.panel.list.ask_export()
    (dialog,) = stage.window.findChildren(ExportDialog)
    dialog.format.setCurrentIndex(dialog.format.findData("html"))
    dialog.folder.setText("/home/ada/Documents")


def playing(stage: Stage) -> None:
    """A word is heard, and another one is doubtful."""
    stage.behind.recordings[stage.take_id] = Path("take.pcm")
    stage.window.controllers.sound.live_changed(Live())
    wait(SETTLE_MS)
    stage.window.controllers.player.play(9_000)


def finding(stage: Stage) -> None:
    stage.window.commands["find"].trigger()
    stage.window.parts.paper.find_bar.field.setText("the")


def microphones(stage: Stage) -> None:
    stage.window.parts.pickers.microphone.open()


def languages(stage: Stage) -> None:
    stage.window.parts.pickers.language.open()
    stage.window.findChildren(LanguageList)[0].search.setText("port")


def services(stage: Stage) -> None:
    stage.window.parts.pickers.service.open()


def _drop_down(button: QToolButton) -> None:
    button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))


def export_menu(stage: Stage) -> None:
    _drop_down(stage.window.parts.header.save_button)


def more_menu(stage: Stage) -> None:
    _drop_down(stage.window.parts.header.more_button)


def shortcuts(stage: Stage) -> None:
    stage.window.controllers.dialogs.show_shortcuts()


def settings_at(section: Section, stage: Stage) -> None:
    """The settings, at one of their pages."""
    behind = stage.behind
    dialog = SettingsDialog(
        SettingsParts(
            preferences=behind.preferences,
            secrets=Secrets(MemoryKeyring),
            tasks=behind.tasks,
            theme=stage.theme,
            icons=Icons(stage.theme),
            check=FakeCheck(),
            list_devices=lambda: behind.listing,
        ),
        stage.window,
    )
    dialog.open_section(section, None)
    dialog.open()


def nothing(_stage: Stage) -> None:
    """The window as it opens."""


@dataclass(frozen=True)
class Shot:
    """One picture. `first`: nothing was ever said, and no service is set up. `contrast`: high."""

    name: str
    scene: Scene
    size: tuple[int, int] = USUAL
    scale: float = 1.0
    german: bool = False
    first: bool = False
    contrast: bool = False
    looks: tuple[Appearance, ...] = (Appearance.LIGHT, Appearance.DARK)


SHOTS = (
    Shot("first-start", nothing, first=True),
    Shot("ready", nothing),
    Shot("listening", listening),
    Shot("paused", paused),
    Shot("reconnecting", reconnecting),
    Shot("key-refused", key_refused),
    Shot("microphone-gone", microphone_gone),
    Shot("finishing", finishing),
    Shot("file", file_job),
    Shot("deleted", deleted),
    Shot("searching", searching),
    Shot("found", found),
    Shot("selected", selected),
    Shot("exporting", exporting),
    Shot("playing", playing),
    Shot("finding", finding),
    Shot("microphones", microphones),
    Shot("languages", languages),
    Shot("services", services),
    Shot("export-menu", export_menu),
    Shot("more-menu", more_menu),
    Shot("shortcuts", shortcuts),
    *(Shot(f"settings-{each.name.lower()}", partial(settings_at, each)) for each in Section),
    Shot("contrast-reconnecting", reconnecting, contrast=True, looks=SYSTEMS_OWN),
    Shot(
        "contrast-settings",
        partial(settings_at, Section.RECOGNITION),
        contrast=True,
        looks=SYSTEMS_OWN,
    ),
    Shot("smallest-first-start", nothing, SMALLEST, first=True),
    Shot("smallest-reconnecting", reconnecting, SMALLEST),
    Shot("smallest-german", reconnecting, SMALLEST, german=True),
    Shot("twice-first-start", nothing, SMALLEST, 2.0, first=True),
    Shot("twice-reconnecting", reconnecting, SMALLEST, 2.0),
    Shot("twice-wide", listening, USUAL, 2.0),
    Shot("twice-exporting", exporting, USUAL, 2.0),
    Shot("twice-german", listening, SMALLEST, 2.0, german=True),
)


def fill(behind: Behind) -> int:
    """Put takes into the history and return the letter's id."""
    now = datetime.now().astimezone()
    for title, hours, length_ms, language, source, state in TAKES:
        take_id = behind.history.create_take(
            title=title, language=language, source=source, started=now - timedelta(hours=hours)
        )
        behind.history.update_take(take_id, length_ms=length_ms, state=state)
    letter = behind.history.create_take(
        title="Letter to the tenants", language="en-US", source=Source.MICROPHONE
    )
    offset_ms = 0
    for text in LETTER:
        segment = said(text, offset_ms, doubtful=("Brandauer",))
        behind.history.commit_final(letter, segment, segment.end_ms)
        offset_ms = segment.end_ms + 4000  # a pause after each, so that each is a paragraph
    behind.history.update_take(letter, length_ms=371_000, state=TakeState.COMPLETE)
    return letter


def open_stage(shot: Shot, look: Appearance, theme: Theme, folder: Path, tasks: Tasks) -> Stage:
    settings = replace(
        Settings() if shot.first else AZURE, theme=look, text_size=round(13 * shot.scale)
    )
    listing = Listing(
        (Device("Jabra Evolve2 65", "ALSA", default=True), Device("Built-in", "ALSA"))
    )
    behind = Behind(folder, tasks, settings, listing)
    take_id = 0 if shot.first else fill(behind)
    theme.set_appearance(look)
    window = MainWindow(behind.services(), theme, Icons(theme))
    window.resize(*shot.size)
    window.show()
    window.begin()
    return Stage(behind, window, theme, take_id)


def picture(window: MainWindow) -> QPixmap:
    """Return the window with the menus and dialogs that stand over it."""
    result = window.grab()
    painter = QPainter(result)
    for each in QApplication.topLevelWidgets():
        if each is not window and each.isVisible():
            painter.drawPixmap(_within(each, window), each.grab())
    painter.end()
    return result


def _within(each: QWidget, window: QWidget) -> QPoint:
    place = each.geometry().topLeft() - window.geometry().topLeft()
    if each.isModal():
        middle = window.rect().center() - each.rect().center()
        return QPoint(max(0, middle.x()), max(0, middle.y()))
    return place


def wait(milliseconds: int) -> None:
    loop = QEventLoop()  # quitting the application would close the window
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def take(shot: Shot, look: Appearance, theme: Theme, target: Path) -> None:
    translator = German()
    if shot.german:
        QCoreApplication.installTranslator(translator)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    base = application.font()
    font = QFont(base)
    font.setPointSizeF(base.pointSizeF() * shot.scale)
    application.setFont(font)
    theme.refresh()
    tasks = Tasks()
    with tempfile.TemporaryDirectory() as folder:
        stage = open_stage(shot, look, theme, Path(folder), tasks)
        wait(SETTLE_MS)
        shot.scene(stage)
        wait(SETTLE_MS)
        file = target / f"{shot.name}-{look.value}.png"
        picture(stage.window).save(str(file))
        print(file)  # noqa: T201 - a script's result
        for each in QApplication.topLevelWidgets():
            each.deleteLater()
        wait(0)
        tasks.close(10_000)
        stage.behind.history.close()
    QCoreApplication.removeTranslator(translator)
    application.setFont(base)


def main(arguments: list[str]) -> int:
    target = Path(arguments[0])
    target.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    family = next(each for each in FONTS if each in QFontDatabase.families())
    application.setFont(QFont(family, 10))
    wanted = [shot for shot in SHOTS if not arguments[1:] or shot.name in arguments[1:]]
    for contrast in (False, True):
        theme = Theme(application, wants_contrast=lambda contrast=contrast: contrast)
        for shot in wanted:
            for look in shot.looks if shot.contrast is contrast else ():
                take(shot, look, theme, target)
        theme.deleteLater()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
