"""Writes finals into the transcript: replacement rules and spoken commands come in between."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from speechdesk.domain.spoken.edits import Command, Insert
from speechdesk.domain.spoken.layer import SpokenLayer, Understood
from speechdesk.domain.transcript import Run
from speechdesk.domain.vocabulary import ReplacementRule
from speechdesk.session.events import SegmentCommitted
from speechdesk.settings.spoken import spoken_options
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.transcript_view import TranscriptView

_OPPOSITE = {Command.UNDO: Command.REDO, Command.REDO: Command.UNDO}
_ON_TEXT = (Command.SCRATCH, Command.DELETE_WORD, Command.UNDO, Command.REDO)


@dataclass(frozen=True, slots=True)
class Heard:
    """Commands that were carried out, as the user says them.

    `undo` takes them back as long as nothing else was edited; None where that cannot be. `done` is
    False where there was nothing to do.
    """

    words: tuple[str, ...]
    undo: Callable[[], None] | None = None
    done: bool = True


class SpokenCommands(QObject):
    """Reads the finals of the take that is open, one after the other."""

    heard = Signal(object)
    """Carries `Heard`."""

    wanted = Signal(object, int)
    """Carries a Command that is not about the text, and the id of the take it was said in."""

    stopped = Signal(object)
    """Carries the replacement rules that took too long for a final, and so were left out."""

    def __init__(
        self, transcript: TranscriptView, preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._transcript = transcript
        self._preferences = preferences
        self._options = spoken_options(preferences.settings)
        self._layer = SpokenLayer(self._options)
        self._told: frozenset[ReplacementRule] = frozenset()

    @Slot()
    def begin(self) -> None:
        """A dictation begins: capitals that were switched on in another do not hold."""
        self._layer = SpokenLayer(self._options)

    def write(self, event: SegmentCommitted, *, commands: bool) -> None:
        """Write a final; without `commands` only the replacement rules are heeded.

        One that is in the document already is ignored.
        """
        view = self._transcript
        understood = self._current_layer().read(
            event.segment_id,
            event.segment,
            view.text_before_mark(),
            view.text_after_mark(),
            commands=commands,
        )
        edit, heard = understood.interpretation.edit, understood.interpretation.heard
        text = edit if isinstance(edit, Insert) else Insert(())
        if not view.insert_final(event.segment_id, event.segment, text):
            return
        self._tell_stopped(understood)
        match edit:
            case Insert():
                if heard:
                    self.heard.emit(Heard(heard, self._undo_of(understood)))
            case Command() if edit in _ON_TEXT:
                self._perform(edit, heard)
            case Command():
                self.heard.emit(Heard(heard))
                self.wanted.emit(edit, event.take_id)

    def _current_layer(self) -> SpokenLayer:
        options = spoken_options(self._preferences.settings)
        if options != self._options:
            self._options = options
            self._layer = SpokenLayer(options)
        return self._layer

    def _perform(self, command: Command, heard: tuple[str, ...]) -> None:
        done = self._transcript.perform(command)
        opposite = _OPPOSITE.get(command, Command.UNDO)

        def undo() -> None:
            self._transcript.perform(opposite)

        self.heard.emit(Heard(heard, undo if done else None, done))

    def _undo_of(self, understood: Understood) -> Callable[[], None]:
        """Return how to take back the commands in a phrase, and not the words beside them."""
        edit = understood.interpretation.edit
        has_words = isinstance(edit, Insert) and any(run.word for run in edit.runs)
        words: tuple[Run, ...] = understood.runs if has_words else ()

        def undo() -> None:
            self._transcript.perform(Command.UNDO)
            if words:
                self._transcript.insert_runs(words)

        return undo

    def _tell_stopped(self, understood: Understood) -> None:
        fresh = tuple(rule for rule in understood.stopped if rule not in self._told)
        if fresh:
            self._told |= frozenset(fresh)
            self.stopped.emit(fresh)
