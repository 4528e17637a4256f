"""What Record, Pause and Stop do: orders to the session, and the state that comes back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from speechdesk.devices.listing import Device
from speechdesk.domain.connection import LOCAL_LANGUAGE
from speechdesk.session.events import Recorded, SessionEvent, StateChanged
from speechdesk.session.request import RecordRequest
from speechdesk.session.starter import Configure
from speechdesk.session.state import State
from speechdesk.settings.option import Applies
from speechdesk.settings.schema import OPTIONS, Settings
from speechdesk.ui.live import Live, after
from speechdesk.ui.open_take import OpenTake
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.state_words import is_recording


class SessionPort(Protocol):
    """The session's orders that the window gives; none of them blocks."""

    def record(self, take_id: int | None, request: RecordRequest) -> None: ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def stop(self) -> None: ...

    def mended(self, configure: Configure) -> None: ...

    def change_config(self, configure: Configure) -> None: ...

    def change_device(self, device: Device | None) -> None: ...

    def recognize(self, take_id: int, configure: Configure) -> None: ...

    def cancel(self, take_id: int) -> None: ...


class Dictation(QObject):
    """The live take, seen from the window."""

    changed = Signal(object)
    """Carries the `Live` after each event that changed it, but for the length, which ever grows."""

    begins = Signal()
    """Record was pressed: what is said goes where the caret is."""

    def __init__(
        self,
        session: SessionPort,
        open_take: OpenTake,
        preferences: Preferences,
        configure: Callable[[str], Configure],
        device: Callable[[], Device | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._open_take = open_take
        self._preferences = preferences
        self._configure = configure
        self._device = device
        self._live = Live()
        self._waiting = False
        self._unanswered = False  # the session has not taken up Record yet
        self._once = False
        self._finishing = False  # shown already, though the session does not know of Stop yet
        open_take.created.connect(self._record_if_waiting)
        open_take.opened.connect(self._record_if_waiting)
        open_take.failed.connect(self._give_up_if_waiting)
        preferences.changed.connect(self._settings_changed)
        self._settings = preferences.settings

    @property
    def live(self) -> Live:
        return self._live

    @property
    def language(self) -> str:
        """The language of what is said next."""
        settings = self._preferences.settings
        return LOCAL_LANGUAGE if settings.is_local else settings.language

    @Slot()
    def toggle(self, *, once: bool = False) -> None:
        """Record, `once` for one sentence only, or stop."""
        if is_recording(self._live.state):
            self.stop()
        else:
            self.record(once=once)

    @Slot()
    def record(self, *, once: bool = False) -> None:
        """Record into the open take, as soon as it is there; until then this is Starting, too."""
        if is_recording(self._live.state):
            return
        self._once = once
        self._waiting = self._unanswered = True
        self._finishing = False
        page = self._open_take
        if not self._needs_page():
            self._order()  # first of all: to show it takes milliseconds
        self._show(State.STARTING, None if page.loading else page.take_id)
        self._record_if_waiting()

    def let_go(self) -> None:
        """Stop what `record` began, even if the session has not said yet that it records."""
        if self._waiting:
            self.stop()
        else:
            self._session.stop()

    @Slot()
    def stop(self) -> None:
        """Stop the microphone; what was said is still written."""
        if self._waiting:
            self._waiting = self._unanswered = False
            self._show(State.IDLE, self._live.take_id)
        elif is_recording(self._live.state):
            self._session.stop()
            if self._live.state is State.STARTING:
                # The session may be opening still: its answer can take a second.
                self._show(State.STOPPING, self._live.take_id)
                self._finishing = True

    @Slot()
    def pause_or_go_on(self) -> None:
        if self._waiting:
            self.stop()  # nothing was recorded yet that could go on
        elif self._live.state is State.PAUSED:
            self._session.resume()
        elif is_recording(self._live.state):
            self._session.pause()

    def retry(self) -> None:
        """Try again what failed, at once."""
        self._session.mended(self._configure(self.language))

    def change_device(self) -> None:
        """Record from the chosen microphone from now on."""
        if is_recording(self._live.state):
            self._session.change_device(self._device())

    def recognize_rest(self, take_id: int, language: str) -> None:
        """Recognize what is left of a take that is not live."""
        self._session.recognize(take_id, self._configure(language))

    def cancel(self, take_id: int) -> None:
        """End the recognition of a take that is not live."""
        self._session.cancel(take_id)

    def handle(self, event: SessionEvent) -> None:
        """Take in what the session says."""
        if isinstance(event, StateChanged):
            if self._is_of_before(event):
                return
            if event.state is State.STARTING and event.take_id is not None:
                self._open_take.adopt(event.take_id)
            if self._is_outdated(event):
                event = replace(event, state=State.STOPPING)
        self._take_in(event)

    def _take_in(self, event: SessionEvent) -> None:
        live = after(self._live, event)
        if live != self._live:
            self._live = live
            if not isinstance(event, Recorded):
                self.changed.emit(live)

    def _is_of_before(self, event: StateChanged) -> bool:
        """Whether this tells of the take before, though Record is shown already.

        What that is answered with is neither Finishing nor, but for a refusal, Ready.
        """
        over = event.state is State.STOPPING or (event.state is State.IDLE and not event.failure)
        if self._waiting or (self._unanswered and over):
            return True
        self._unanswered = False
        return False

    def _is_outdated(self, event: StateChanged) -> bool:
        """Whether the session said this before it knew of a Stop that is shown already."""
        if event.state in (State.STOPPING, State.IDLE):
            self._finishing = False
        return self._finishing

    def _show(self, state: State, take_id: int | None) -> None:
        """Show at once what was asked for; what the session says later holds."""
        self._take_in(StateChanged(state, take_id))

    @Slot()
    def _record_if_waiting(self) -> None:
        if not self._waiting:
            return
        page = self._open_take
        if page.needs_take():
            page.create()
        if not (page.loading or page.creating):
            self._order()

    def _needs_page(self) -> bool:
        """Whether what is said has no take yet that it could go into."""
        page = self._open_take
        return page.loading or page.creating or page.needs_take()

    def _order(self) -> None:
        self._waiting = False
        configure = self._configure(self.language)
        request = RecordRequest(self.language, self._device(), configure, self._once)
        self._session.record(self._open_take.take_id, request)
        self.begins.emit()

    @Slot()
    def _give_up_if_waiting(self) -> None:
        """Do not begin to record minutes later, when the disk can be written again."""
        page = self._open_take
        if self._waiting and not (page.loading or page.creating):
            self.stop()

    @Slot(object)
    def _settings_changed(self) -> None:
        """Let a running take go on with the new settings from its next phrase on."""
        before, self._settings = self._settings, self._preferences.settings
        if is_recording(self._live.state) and _recognition(before) != _recognition(self._settings):
            self._session.change_config(self._configure(self.language))


def _recognition(settings: Settings) -> dict[str, object]:
    """Return the settings that a recognizer is started with."""
    return {
        name: getattr(settings, name)
        for name, option in OPTIONS.items()
        if option.applies is Applies.NEXT_PHRASE
    }
