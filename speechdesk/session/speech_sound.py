"""How much of a recording is as loud as speech."""

from pathlib import Path

from speechdesk.errors import SoundError
from speechdesk.sound.level import is_speech_level, measure
from speechdesk.sound.recording import BYTES_PER_MS, slice_ms

_STRETCH_MS = 100


def speech_ms(recording: Path, start_ms: int, end_ms: int) -> int:
    """Return how many milliseconds between two times of `recording` are of speech-level sound.

    What cannot be read (it is in memory only, the disk being full) counts as speech.
    """
    try:
        pcm = slice_ms(recording, start_ms, end_ms)
    except SoundError:
        return end_ms - start_ms
    step = _STRETCH_MS * BYTES_PER_MS
    stretches = (pcm[at : at + step] for at in range(0, len(pcm), step))
    loud = sum(_STRETCH_MS for stretch in stretches if is_speech_level(measure(stretch)))
    return loud + (end_ms - start_ms) - len(pcm) // BYTES_PER_MS
