"""Shows what the session says: in the bar, the text, the status line, the banner, and aloud."""

from PySide6.QtCore import QObject, Slot

from speechdesk.messages import message_for
from speechdesk.session.events import (
    JobEnded,
    JobProgress,
    JobWaiting,
    NoticeCode,
    Noticed,
    PartialChanged,
    Recorded,
    SegmentCommitted,
    SessionEvent,
    TakeChanged,
)
from speechdesk.session.state import State
from speechdesk.ui import sentences
from speechdesk.ui.announcer import Announcer
from speechdesk.ui.attention import Attention, Cause
from speechdesk.ui.dictation import Dictation
from speechdesk.ui.latencies import Latencies
from speechdesk.ui.live import Live
from speechdesk.ui.open_take import OpenTake
from speechdesk.ui.places import place_name
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.state_words import is_recording
from speechdesk.ui.takes_model import TakesModel
from speechdesk.ui.window_parts import WindowParts


class LiveDisplay(QObject):
    """Receives every session event, in the GUI thread."""

    def __init__(
        self,
        parts: WindowParts,
        dictation: Dictation,
        open_take: OpenTake,
        model: TakesModel,
        attention: Attention,
        announcer: Announcer,
        preferences: Preferences,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._dictation = dictation
        self._open_take = open_take
        self._model = model
        self._attention = attention
        self._announcer = announcer
        self._preferences = preferences
        self._shown = Live()
        self.latencies = Latencies(self)
        self.latencies.changed.connect(self._show_latency)
        dictation.changed.connect(self._show)
        dictation.begins.connect(self._begin)
        preferences.changed.connect(self.show_status)
        parts.pickers.microphone.listed.connect(self.show_status)

    @Slot(object)
    def handle(self, event: SessionEvent) -> None:
        """Show one event of the session."""
        before_ms = self._dictation.live.length_ms
        self._dictation.handle(event)
        match event:
            case Recorded():
                self._recorded(event, before_ms)
            case PartialChanged():
                self._open_take.show_partial(event)
            case SegmentCommitted():
                self._open_take.add_final(event)
                self.latencies.add(event.latency_ms)
                self._announcer.say(event.segment.text)
            case Noticed(NoticeCode.REST_LATER | NoticeCode.FRAMES_LOST):
                message = sentences.notice_message(event)
                self._parts.status.tell(f"{message.what} {message.safe}".strip())
            case TakeChanged(take_id):
                self._model.look_again(take_id)
                self._open_take.catch_up(take_id)
            case JobProgress() | JobWaiting() | JobEnded():
                self._parts.jobs.handle(event)
                if isinstance(event, JobProgress) and event.take_id == self._open_take.take_id:
                    # Of an interrupted take the history does not know yet how long it is.
                    self._parts.bar.show_length(event.total_ms)
                if isinstance(event, JobEnded) and event.failure is not None:
                    self._attention.set(Cause.FILE, message_for(event.failure))

    @Slot()
    def _show_latency(self) -> None:
        self._parts.pickers.service.show_latency(self.latencies.words)

    def _recorded(self, event: Recorded, before_ms: int) -> None:
        self._parts.bar.add_level(event.level, max(0, event.length_ms - before_ms))
        if event.take_id == self._open_take.take_id:
            self._parts.bar.show_length(event.length_ms)

    @Slot()
    def _begin(self) -> None:
        self._parts.paper.transcript.begin_dictation()
        self._parts.paper.card.hide()

    @Slot(object)
    def _show(self, live: Live) -> None:
        before, self._shown = self._shown, live
        self._parts.bar.show_live(live)
        self._attention.set(Cause.LIVE, sentences.banner(live))
        self.show_status()
        recording = is_recording(live.state)
        self._model.set_live(live.take_id if recording else None)
        if live.state is not before.state:
            self._state_changed(live, before)

    def _state_changed(self, live: Live, before: Live) -> None:
        recording = is_recording(live.state)
        if is_recording(before.state) and not recording:
            self._parts.paper.transcript.end_dictation()
        if live.state in (State.IDLE, State.RECONNECTING):
            self._parts.paper.transcript.clear_partial()
        urgent = live.state in (State.FAILED, State.RECONNECTING)
        message = sentences.banner(live) if urgent else None
        line = self._status()
        self._announcer.say(f"{line} {message.what}" if message else line, urgent=urgent)

    @Slot()
    def show_status(self) -> None:
        """Say in the status line how things stand."""
        self._parts.status.say(self._status())

    def _status(self) -> str:
        place = place_name(self._preferences.settings)
        return sentences.status(self._shown, place, self._parts.pickers.microphone.listing)
