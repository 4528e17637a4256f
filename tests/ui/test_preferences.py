"""The settings as the window holds them."""

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from speechdesk.errors import SettingsError
from speechdesk.settings.schema import Settings
from speechdesk.settings.store import Loaded, SettingsStore
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.tasks import Tasks


class SlowStore(SettingsStore):
    """Writes once it is let, or fails."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.lets = threading.Event()
        self.error: SettingsError | None = None
        self.writes: list[Mapping[str, Any]] = []

    def change(self, values: Mapping[str, Any]) -> Loaded:
        self.lets.wait(60)
        self.writes.append(values)
        if self.error is not None:
            raise self.error
        return super().change(values)


@pytest.fixture
def store(tmp_path: Path) -> SlowStore:
    return SlowStore(tmp_path / "settings.toml")


@pytest.fixture
def preferences(qapp: object, store: SlowStore) -> Iterator[Preferences]:
    tasks = Tasks()
    yield Preferences(store, Settings(), tasks)
    store.lets.set()
    assert tasks.close(10_000)


def test_a_change_holds_before_it_is_written(
    qtbot: QtBot, preferences: Preferences, store: SlowStore
) -> None:
    with qtbot.waitSignal(preferences.changed):
        preferences.change(text_size=20)
    assert preferences.settings.text_size == 20
    assert preferences.unwritten == {"text_size": 20}
    store.lets.set()
    qtbot.waitUntil(lambda: not preferences.unwritten, timeout=20_000)
    assert store.load().settings.text_size == 20


def test_of_two_changes_the_later_one_stays(
    qtbot: QtBot, preferences: Preferences, store: SlowStore
) -> None:
    for size in range(14, 30):
        preferences.change(text_size=size)
    preferences.change(copy_on_stop=True)
    assert preferences.unwritten == {"text_size": 29, "copy_on_stop": True}
    store.lets.set()
    qtbot.waitUntil(lambda: not preferences.unwritten, timeout=20_000)
    assert store.writes == [{"text_size": 14}, {"text_size": 29, "copy_on_stop": True}]
    assert store.load().settings == Settings(text_size=29, copy_on_stop=True)


def test_what_others_wrote_holds_after_the_next_write(
    qtbot: QtBot, preferences: Preferences, store: SlowStore
) -> None:
    SettingsStore(store.path).change({"phrases": ("Contoso",)})
    preferences.change(text_size=20)
    store.lets.set()
    qtbot.waitUntil(lambda: preferences.settings.phrases == ("Contoso",), timeout=20_000)
    assert preferences.settings.text_size == 20


def test_what_cannot_be_written_is_told_and_holds_for_this_run(
    qtbot: QtBot, preferences: Preferences, store: SlowStore
) -> None:
    store.error = SettingsError("unwritable", "no room")
    store.lets.set()
    with qtbot.waitSignal(preferences.failed, timeout=20_000) as told:
        preferences.change(text_size=20)
    assert told.args == [store.error]
    assert preferences.settings.text_size == 20
    assert preferences.unwritten == {}
    store.error = None
    preferences.change(copy_on_stop=True)
    qtbot.waitUntil(lambda: not preferences.unwritten, timeout=20_000)
    assert preferences.settings == Settings(text_size=20, copy_on_stop=True)


def test_no_change_writes_nothing(preferences: Preferences) -> None:
    preferences.change(text_size=13)
    assert preferences.unwritten == {}


def test_a_language_that_is_used_becomes_the_most_recent(preferences: Preferences) -> None:
    for tag in ("de-DE", "fr-FR", "de-DE"):
        preferences.use_language(tag)
    assert preferences.settings.language == "de-DE"
    assert preferences.settings.recent_languages == ("de-DE", "fr-FR")
