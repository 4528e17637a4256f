"""What the settings dialog works on, for its tests: a real store, a keyring in memory."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from speechdesk.devices.listing import Device, Listing
from speechdesk.session.service_check import ServiceCheck
from speechdesk.settings.schema import Settings
from speechdesk.settings.secrets import Secrets
from speechdesk.settings.store import SettingsStore
from speechdesk.ui.icons import Icons
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.settings_dialog import SettingsParts
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.theme import Theme

KEY = "0123456789abcdef0123456789ab3f9c"
OTHER_KEY = "ffffffffffffffffffffffffffff0000"


@dataclass
class MemoryKeyring:
    """A keyring in memory. `error` is raised by each call; `answers` holds calls back."""

    entries: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    error: Exception | None = None
    answers: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.answers.set()

    def get_password(self, service: str, username: str) -> str | None:
        self._ask(username)
        return self.entries.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ask(username)
        self.entries[username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._ask(username)
        del self.entries[username]

    def _ask(self, name: str) -> None:
        self.asked.append(name)
        self.answers.wait(60)
        if self.error is not None:
            raise self.error


@dataclass
class FakeCheck:
    """Answers a Test, and writes down the settings it was asked with."""

    answer: ServiceCheck = field(default_factory=lambda: ServiceCheck(text="Hello.", answer_ms=800))
    error: Exception | None = None
    calls: int = 0
    waits_for_cancel: bool = False

    def __call__(self, cancelled: threading.Event) -> ServiceCheck:
        self.calls += 1
        if self.waits_for_cancel:
            cancelled.wait(60)
            return ServiceCheck(cancelled=True)
        if self.error is not None:
            raise self.error
        return self.answer


@dataclass
class Desk:
    """The parts, and what tests look at beside them."""

    parts: SettingsParts
    keyring: MemoryKeyring
    check: FakeCheck
    store: SettingsStore

    @property
    def settings(self) -> Settings:
        return self.parts.preferences.settings


@contextmanager
def desk(theme: Theme, folder: Path, settings: Settings | None = None) -> Iterator[Desk]:
    """Make the parts, and end what they run."""
    keyring, check, tasks = MemoryKeyring(), FakeCheck(), Tasks()
    store = SettingsStore(folder / "settings.toml")
    settings = settings or Settings()
    defaults = Settings()
    store.change(
        {
            each.name: getattr(settings, each.name)
            for each in fields(Settings)
            if getattr(settings, each.name) != getattr(defaults, each.name)
        }
    )
    parts = SettingsParts(
        preferences=Preferences(store, settings, tasks),
        secrets=Secrets(lambda: keyring),
        tasks=tasks,
        theme=theme,
        icons=Icons(theme),
        check=check,
        list_devices=lambda: Listing((Device("Headset", "ALSA"),)),
    )
    yield Desk(parts, keyring, check, store)
    keyring.answers.set()
    assert tasks.close(10_000)


def texts_of(widget: QWidget) -> str:
    """Return all that `widget` shows or tells: what a screenshot or a screen reader would have."""
    found = []
    for each in [widget, *widget.findChildren(QWidget)]:
        found += [each.accessibleName(), each.accessibleDescription(), each.toolTip()]
        if isinstance(each, QLabel):
            found.append(each.text())
        if isinstance(each, QLineEdit):
            found += [each.text(), each.placeholderText()]
    return "\n".join(found)


def type_into(edit: QLineEdit, text: str) -> None:
    """Put `text` into `edit` and press Enter."""
    edit.setText(text)
    edit.editingFinished.emit()


def eventually(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    """Wait until `condition` holds."""
    qtbot.waitUntil(condition, timeout=20_000)
