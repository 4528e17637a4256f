"""Joins transcript and player: words are heard, and what is heard is seen."""

from PySide6.QtCore import QObject, Slot

from speechdesk.domain.transcript import WordRef
from speechdesk.ui.player import Phase, Player
from speechdesk.ui.transcript_menu import ONWARD, TranscriptMenu
from speechdesk.ui.transcript_view import TranscriptView

_AROUND_MS = 80  # heard before and after a single word, whose limits are not that exact


class TranscriptPlayback(QObject):
    """Plays what the user points to in the transcript and marks the word that is heard."""

    def __init__(self, view: TranscriptView, menu: TranscriptMenu, player: Player) -> None:
        super().__init__(view)
        self._view = view
        self._player = player
        view.word_activated.connect(self.play_word)
        menu.hear.connect(self.play)
        player.moved.connect(self._show)
        player.stopped.connect(self._hide)

    @Slot()
    def play_pause(self) -> None:
        """Pause or go on; where nothing plays, play what is selected, or from the caret on."""
        selected = self._view.selected_time()
        if self._player.phase is not Phase.STOPPED:
            self._player.play_pause()
        elif selected is not None:
            self._player.play(*selected)
        else:
            self.play_from_caret()

    @Slot()
    def play_from_caret(self) -> None:
        """Play from the word at the caret on; behind the last one, from the present position."""
        start_ms = self._view.time_at_caret()
        if start_ms is not None:
            self._player.play(start_ms)
        else:
            self._player.stop()
            self._player.play_pause()

    @Slot(int, int)
    def play(self, start_ms: int, end_ms: int) -> None:
        """Play a passage, whose end may be `ONWARD`."""
        self._player.play(start_ms, None if end_ms == ONWARD else end_ms)

    @Slot(int, int)
    def play_word(self, segment_id: int, index: int) -> None:
        """Play one word."""
        word = self._view.spoken.word(WordRef(segment_id, index))
        if word is not None:
            self._player.play(max(0, word.offset_ms - _AROUND_MS), word.end_ms + _AROUND_MS)

    @Slot(int)
    def _show(self, time_ms: int) -> None:
        if self._player.phase is not Phase.STOPPED:
            self._view.show_spoken(time_ms)

    @Slot()
    def _hide(self) -> None:
        self._view.show_spoken(None)
