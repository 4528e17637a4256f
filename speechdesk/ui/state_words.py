"""Each state in a word, an icon and a colour."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from speechdesk.session.state import State


@dataclass(frozen=True, slots=True)
class Shown:
    """How a state looks: its word, the name of its icon and the token of its colour."""

    word: str
    icon: str
    tint: str


def shown(state: State) -> Shown:
    """Return how `state` is shown."""
    words = {
        State.IDLE: Shown(_tr("Ready"), "check", "dim"),
        State.STARTING: Shown(_tr("Starting"), "more", "dim"),
        State.LISTENING: Shown(_tr("Listening"), "microphone", "rec"),
        State.PAUSED: Shown(_tr("Paused"), "pause", "dim"),
        State.RECONNECTING: Shown(_tr("Reconnecting"), "reconnect", "warn"),
        State.STOPPING: Shown(_tr("Finishing"), "more", "accent"),
        State.FAILED: Shown(_tr("Needs attention"), "warning", "warn"),
    }
    return words[state]


def is_recording(state: State) -> bool:
    """Whether a take is under way, so that the large button says Stop."""
    return state not in (State.IDLE, State.STOPPING)


def _tr(text: str) -> str:
    return QCoreApplication.translate("State", text)


def duration(length_ms: int) -> str:
    """Return a length as "6:12" or "1:02:11"."""
    seconds = length_ms // 1000
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
