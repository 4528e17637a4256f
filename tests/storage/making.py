"""Takes and segments for the tests, in few words."""

from datetime import datetime

from speechdesk.domain.events import Segment, Word
from speechdesk.storage.history import History
from speechdesk.storage.takes import Source


def spoken(text: str, at_ms: int = 0, ms_a_word: int = 500, language: str = "en-US") -> Segment:
    """Return a segment whose words follow each other without a gap, beginning at `at_ms`."""
    words = tuple(
        Word(word, at_ms + ms_a_word * n, ms_a_word, 0.9) for n, word in enumerate(text.split())
    )
    return Segment(text, at_ms, ms_a_word * len(words), language, 0.9, words)


def new_take(
    history: History,
    *texts: str,
    title: str = "Take",
    recording: str = "",
    started: datetime | None = None,
) -> int:
    """Create a take of segments one second apart and return its id."""
    take_id = history.create_take(
        title=title,
        language="en-US",
        source=Source.MICROPHONE,
        recording=recording,
        started=started,
    )
    at_ms = 0
    for text in texts:
        segment = spoken(text, at_ms)
        history.commit_final(take_id, segment, segment.end_ms)
        at_ms = segment.end_ms + 1000
    return take_id
