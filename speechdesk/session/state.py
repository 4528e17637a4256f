"""The states of a live take and the moves between them."""

from enum import StrEnum


class State(StrEnum):
    """How the live take is doing; `LiveTake.state` derives it from recorder and recognition."""

    IDLE = "idle"  # no take is live
    STARTING = "starting"  # until sound comes from the microphone that is wanted
    LISTENING = "listening"
    PAUSED = "paused"
    RECONNECTING = "reconnecting"  # the service is lost; the recording goes on
    STOPPING = "stopping"  # the microphone is closed, the rest is recognized
    FAILED = "failed"  # one half, until it is mended: the other goes on, or waits for it


ALLOWED_MOVES: dict[State, frozenset[State]] = {
    State.IDLE: frozenset({State.STARTING, State.FAILED}),
    State.STARTING: frozenset(
        {State.LISTENING, State.PAUSED, State.RECONNECTING, State.STOPPING, State.FAILED}
    ),
    State.LISTENING: frozenset(
        {State.STARTING, State.PAUSED, State.RECONNECTING, State.STOPPING, State.FAILED}
    ),
    # Resuming, or taking another microphone, opens a device: Starting until its first frame.
    State.PAUSED: frozenset(
        {State.STARTING, State.LISTENING, State.RECONNECTING, State.STOPPING, State.FAILED}
    ),
    State.RECONNECTING: frozenset(
        {State.STARTING, State.LISTENING, State.PAUSED, State.STOPPING, State.FAILED}
    ),
    # Record pressed again while the rest is still being recognized.
    State.STOPPING: frozenset({State.IDLE, State.STARTING, State.FAILED}),
    State.FAILED: frozenset({State.STARTING, State.PAUSED, State.STOPPING}),
}
