"""Routes between the open take's sound and the window: player, menu of the text, vocabulary."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from speechdesk.errors import SettingsError
from speechdesk.session.state import State
from speechdesk.settings.schema import OPTIONS
from speechdesk.storage.takes import Take
from speechdesk.ui.attention import Attention, Cause
from speechdesk.ui.live import Live
from speechdesk.ui.messages_for import problem_message
from speechdesk.ui.open_take import OpenTake
from speechdesk.ui.player import Player
from speechdesk.ui.player_bar import PlayerBar
from speechdesk.ui.services import Services
from speechdesk.ui.transcript_doubt import DoubtMarks
from speechdesk.ui.transcript_menu import TranscriptMenu
from speechdesk.ui.transcript_playback import TranscriptPlayback
from speechdesk.ui.window_parts import WindowParts

_DOUBTFUL = 0.5  # of a word's confidence, 0 to 1: below, it is underlined


class SoundRoutes(QObject):
    """Lets the recording of the open take be heard whenever nothing is recorded into it."""

    def __init__(
        self,
        services: Services,
        parts: WindowParts,
        player: Player,
        bar: PlayerBar,
        open_take: OpenTake,
        attention: Attention,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._parts = parts
        self._player = player
        self._bar = bar
        self._open_take = open_take
        self._attention = attention
        self.menu = TranscriptMenu(parts.paper.transcript)
        self.playback = TranscriptPlayback(parts.paper.transcript, self.menu, player)
        DoubtMarks(parts.paper.transcript, _DOUBTFUL)  # lives as long as the transcript
        self.menu.term.connect(self._add_term)
        player.failed.connect(self._failed)
        open_take.opened.connect(self._opened)
        bar.hide()

    @Slot()
    def next_doubtful(self) -> None:
        """Select the next word of which the recognizer was not sure."""
        if not self._parts.paper.transcript.select_next_doubtful(_DOUBTFUL):
            self._parts.status.tell(self.tr("There is no doubtful word in this take."))

    @Slot(object)
    def live_changed(self, live: Live) -> None:
        """Nothing is heard while something is recorded; afterwards the recording is there."""
        if live.state is not State.IDLE:
            self._show(None, 0)
        elif self._open_take.take_id is not None:
            self._look_up(self._open_take.take_id)

    @Slot(object)
    def _opened(self, take: Take | None) -> None:
        self._show(None, 0)
        if take is not None:
            self._look_up(take.id)

    def _look_up(self, take_id: int) -> None:
        work = partial(_find, self._services, take_id)
        self._services.tasks.run(work, self._found, self._failed)

    @Slot(object)
    def _found(self, found: tuple[Take, Path | None]) -> None:
        take, recording = found
        if take.id == self._open_take.take_id:
            self._show(recording, take.length_ms)

    def _show(self, recording: Path | None, length_ms: int) -> None:
        self._player.set_recording(recording, length_ms)
        self._bar.setVisible(recording is not None and length_ms > 0)

    @Slot(str)
    def _add_term(self, term: str) -> None:
        preferences = self._services.preferences
        try:
            phrases = OPTIONS["phrases"].kind.read([*preferences.settings.phrases, term])
        except SettingsError as error:
            text = self.tr("Not added, because the words to expect {reason}: {term}")
            self._parts.status.tell(text.format(reason=error.detail, term=term))
            return
        preferences.change(phrases=phrases)
        self._parts.status.tell(self.tr("In the vocabulary: {term}").format(term=term))

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._attention.set(Cause.FILE, problem_message(error))


def _find(services: Services, take_id: int) -> tuple[Take, Path | None]:
    take = services.history.take(take_id)
    return take, services.recording_of(take)
