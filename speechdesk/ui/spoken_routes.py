"""Routes between spoken commands and the window: chip, actions, the list of what can be said."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from speechdesk.domain.spoken.edits import Command
from speechdesk.domain.vocabulary import ReplacementRule
from speechdesk.session.state import State
from speechdesk.ui.dictation import Dictation
from speechdesk.ui.open_take import OpenTake
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.saving import Saving
from speechdesk.ui.spoken_commands import Heard, SpokenCommands
from speechdesk.ui.state_words import is_recording
from speechdesk.ui.window_parts import WindowParts

if TYPE_CHECKING:
    from speechdesk.ui.commands_dialog import CommandsDialog


class SpokenRoutes(QObject):
    """Shows what was heard, and does what is not about the text."""

    def __init__(
        self,
        spoken: SpokenCommands,
        parts: WindowParts,
        open_take: OpenTake,
        dictation: Dictation,
        saving: Saving,
        preferences: Preferences,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._parts = parts
        self._dictation = dictation
        self._preferences = preferences
        self._window = window
        self._list: CommandsDialog | None = None
        self._actions: dict[Command, Callable[[], object]] = {
            Command.STOP: dictation.stop,
            Command.PAUSE: self._pause,
            Command.COPY_ALL: saving.copy_all,
            Command.SAVE: saving.ask,
            Command.HELP: self.show_commands,
        }
        spoken.heard.connect(self._heard)
        spoken.wanted.connect(self._wanted)
        spoken.stopped.connect(self._stopped)
        dictation.begins.connect(spoken.begin)
        parts.paper.transcript.edited.connect(parts.paper.chip.withdraw)
        open_take.opened.connect(parts.paper.chip.withdraw)

    @Slot()
    def show_commands(self) -> None:
        """List what can be said in the present language."""
        if self._list is None:
            from speechdesk.ui.commands_dialog import CommandsDialog

            self._list = CommandsDialog(
                self._dictation.language, self._preferences.settings, self._window
            )
            self._list.finished.connect(self._list_closed)
            self._list.show()
        self._list.raise_()
        self._list.activateWindow()

    @Slot()
    def _list_closed(self) -> None:
        self._list = None

    @Slot(object)
    def _heard(self, heard: Heard) -> None:
        text = self.tr("Heard: {0}").format(", ".join(heard.words))
        if not heard.done:
            text = self.tr("Heard: {0}. There is nothing to do.").format(", ".join(heard.words))
        self._parts.paper.chip.show_heard(text, heard.undo)

    @Slot(object, int)
    def _wanted(self, command: Command, take_id: int) -> None:
        live = self._dictation.live
        if take_id == live.take_id and is_recording(live.state):
            self._actions[command]()

    def _pause(self) -> None:
        if self._dictation.live.state is not State.PAUSED:
            self._dictation.pause_or_go_on()

    @Slot(object)
    def _stopped(self, rules: tuple[ReplacementRule, ...]) -> None:
        names = ", ".join(f"“{rule.find}”" for rule in rules)
        text = self.tr("Left out, because it takes too long: the replacement of {0}")
        self._parts.status.tell(text.format(names))
