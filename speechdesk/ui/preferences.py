"""The settings as the window holds them: known at once, written in the background."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from speechdesk.settings.schema import Settings
from speechdesk.settings.store import Loaded, SettingsStore
from speechdesk.ui.tasks import Tasks

_RECENT = 6


class Preferences(QObject):
    """`settings` holds from the moment of `change`; what cannot be written is told by `failed`."""

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, store: SettingsStore, settings: Settings, tasks: Tasks) -> None:
        super().__init__()
        self._store = store
        self._settings = settings
        self._tasks = tasks

    @property
    def settings(self) -> Settings:
        return self._settings

    def change(self, **values: Any) -> None:
        """Let `values` (by option name) hold now, and write them."""
        before = self._settings
        self._settings = replace(before, **values)
        if self._settings == before:
            return
        self._tasks.run(partial(self._store.change, values), self._written, self._not_written)
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

    @Slot(object)
    def _written(self, loaded: Loaded) -> None:
        """Nothing to do: what was written holds already."""

    @Slot(object)
    def _not_written(self, error: Exception) -> None:
        self.failed.emit(error)
