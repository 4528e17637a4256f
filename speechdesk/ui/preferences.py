"""The settings as the window holds them: known at once, written in the background."""

from dataclasses import fields, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from speechdesk.settings.schema import Settings
from speechdesk.settings.store import Loaded, SettingsStore
from speechdesk.ui.tasks import Tasks

_RECENT = 6


class Preferences(QObject):
    """`settings` holds from the moment of `change`; what cannot be written is told by `failed`.

    One write at a time, so that of two changes of an option the later one stays. What others wrote
    meanwhile holds after the next write.
    """

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, store: SettingsStore, settings: Settings, tasks: Tasks) -> None:
        super().__init__()
        self._store = store
        self._settings = settings
        self._stored = settings
        self._tasks = tasks
        self._waiting: dict[str, Any] = {}
        self._writing: dict[str, Any] = {}

    @property
    def settings(self) -> Settings:
        return self._settings

    @property
    def unwritten(self) -> dict[str, Any]:
        """What is not known to be in the file yet, by option name."""
        return self._writing | self._waiting

    def change(self, **values: Any) -> None:
        """Let `values` (by option name) hold now, and write them."""
        before = self._settings
        self._settings = replace(before, **values)
        if self._settings == before:
            return
        self._waiting |= values
        self._write()
        self.changed.emit(self._settings)

    def take_over(self, settings: Settings) -> None:
        """Let `settings`, which somebody else wrote, hold."""
        if settings != self._settings:
            self._settings = settings
            self.changed.emit(settings)

    def use_language(self, tag: str) -> None:
        """Change the language and remember it among the recent ones."""
        recent = [tag, *(each for each in self._settings.recent_languages if each != tag)]
        self.change(language=tag, recent_languages=tuple(recent[:_RECENT]))

    def _write(self) -> None:
        if self._writing or not self._waiting:
            return
        self._writing, self._waiting = self._waiting, {}
        change = partial(self._store.change, self._writing)
        self._tasks.run(change, self._written, self._not_written)

    @Slot(object)
    def _written(self, loaded: Loaded) -> None:
        self._writing = {}
        if self._waiting:
            self._write()
            return
        written = {
            each.name: getattr(loaded.settings, each.name)
            for each in fields(Settings)
            if getattr(loaded.settings, each.name) != getattr(self._stored, each.name)
        }
        self._stored = loaded.settings
        self.take_over(replace(self._settings, **written))

    @Slot(object)
    def _not_written(self, error: Exception) -> None:
        self._writing = {}
        self._write()
        self.failed.emit(error)
