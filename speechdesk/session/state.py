"""The states of a live take and the moves between them."""

from enum import StrEnum


class State(StrEnum):
    IDLE = "idle"
    STARTING = "starting"
    LISTENING = "listening"
    PAUSED = "paused"
    RECONNECTING = "reconnecting"
    STOPPING = "stopping"
    FAILED = "failed"


ALLOWED_MOVES: dict[State, frozenset[State]] = {
    State.IDLE: frozenset({State.STARTING, State.FAILED}),
    State.STARTING: frozenset(
        {State.LISTENING, State.PAUSED, State.RECONNECTING, State.STOPPING, State.FAILED}
    ),
    State.LISTENING: frozenset({State.PAUSED, State.RECONNECTING, State.STOPPING, State.FAILED}),
    State.PAUSED: frozenset({State.LISTENING, State.RECONNECTING, State.STOPPING, State.FAILED}),
    State.RECONNECTING: frozenset({State.LISTENING, State.PAUSED, State.STOPPING, State.FAILED}),
    State.STOPPING: frozenset({State.IDLE, State.FAILED}),
    State.FAILED: frozenset({State.STARTING, State.STOPPING}),
}
