"""What the window knows of the live take: a value that each session event turns into the next."""

from dataclasses import dataclass, replace

from speechdesk.errors import Failure, SpeechDeskError
from speechdesk.session.events import (
    BehindChanged,
    Half,
    NoticeCode,
    Noticed,
    Recorded,
    SessionEvent,
    StateChanged,
)
from speechdesk.session.state import State

_PASSING = frozenset({NoticeCode.FRAMES_LOST, NoticeCode.REST_LATER})
"""Notices that tell of a moment; the others hold until they are taken back."""


@dataclass(frozen=True, slots=True)
class Live:
    """The live take as the window shows it. `take_id` stays after the end, for Finishing."""

    state: State = State.IDLE
    take_id: int | None = None
    failure: Failure | SpeechDeskError | None = None
    half: Half | None = None
    behind_s: int = 0
    length_ms: int = 0
    notices: tuple[Noticed, ...] = ()

    def notice(self, code: NoticeCode) -> Noticed | None:
        """Return the notice of this code if it holds."""
        return next((each for each in self.notices if each.code is code), None)


def after(live: Live, event: SessionEvent) -> Live:
    """Return what is known once `event` has happened."""
    match event:
        case StateChanged(State.IDLE, take_id, failure):
            return Live(take_id=take_id, failure=failure, length_ms=live.length_ms)
        case StateChanged(state, take_id, failure, half):
            same = take_id == live.take_id
            return replace(
                live if same else Live(),
                state=state,
                take_id=take_id,
                failure=failure,
                half=half,
            )
        case BehindChanged(take_id, seconds) if take_id == live.take_id:
            return replace(live, behind_s=seconds)
        case Recorded(take_id, length_ms) if take_id == live.take_id:
            return replace(live, length_ms=length_ms)
        case Noticed(code) if code not in _PASSING:
            others = tuple(each for each in live.notices if each.code is not code)
            return replace(live, notices=others if event.over else (*others, event))
    return live
