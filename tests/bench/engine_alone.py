"""The reference: the offline engine without protocol, SDK, session and window.

`python -m tests.bench.engine_alone`: hears sound at the pace of speech and tells how long after
its end the last phrase came. `python -m tests.bench.engine_alone FILE…`: decodes WAV files at full
speed, one process a core, and ends.
"""

import json
import multiprocessing
import os
import sys
import threading
import time
import wave
from collections.abc import Iterator
from pathlib import Path

from speechdesk.host.engines.pocketsphinx import Decoder, voice_activity
from speechdesk.host.engines.segmenter import (
    Cut,
    PhraseBegun,
    PhraseEnded,
    PhraseSound,
    Segmenter,
)
from tests.bench.telling import say

_PIECE = 3200  # 100 ms, as the SDK sends it
_HEAR = 240 * 32  # as our host decodes
_BYTES_PER_S = 32_000


class Alone:
    """Segmenter and decoder in one thread, as short as it can be written."""

    def __init__(self) -> None:
        self._decoder = Decoder()
        self.begin()

    def begin(self) -> None:
        """Forget what was heard before."""
        self._segmenter = Segmenter(voice_activity())
        self._adaptation = ""
        self._unheard = b""

    def hear(self, pcm: bytes) -> int:
        """Return how many phrases ended with this piece."""
        return self._follow(self._segmenter.feed(pcm))

    def finish(self) -> int:
        """Return how many phrases the end of the sound ends."""
        return self._follow(self._segmenter.finish())

    def _follow(self, cuts: Iterator[Cut]) -> int:
        ended = 0
        for cut in cuts:
            match cut:
                case PhraseBegun():
                    self._decoder.begin(self._adaptation)
                case PhraseSound(sound):
                    self._unheard += sound
                    if len(self._unheard) >= _HEAR:
                        self._decode()
                case PhraseEnded():
                    self._decode()
                    self._adaptation = self._decoder.end().adaptation
                    ended += 1
        return ended

    def _decode(self) -> None:
        self._decoder.hear(self._unheard)
        self._unheard = b""


def _in_time(engine: Alone, pcm: bytes, end_of_speech: int) -> float:
    """Return how many ms after it got the end of speech the last phrase was complete."""
    engine.begin()
    start = time.perf_counter()
    last = heard = start
    pace = threading.Event()
    for place in range(0, len(pcm), _PIECE):
        due = start + min(place + _PIECE, len(pcm)) / _BYTES_PER_S
        pace.wait(max(0.0, due - time.perf_counter()))
        if place <= end_of_speech:
            heard = time.perf_counter()
        if engine.hear(pcm[place : place + _PIECE]):
            last = time.perf_counter()
    return (last - heard) * 1000


def decode(path: str) -> None:
    """Decode a WAV file of 16 kHz mono at full speed."""
    engine = Alone()
    engine.begin()
    with wave.open(path) as file:
        while pcm := file.readframes(_PIECE // 2):
            engine.hear(pcm)
    engine.finish()


def main() -> None:
    if len(sys.argv) == 2:
        decode(sys.argv[1])
        return
    if len(sys.argv) > 2:
        with multiprocessing.Pool(os.cpu_count()) as pool:
            pool.map(decode, sys.argv[1:], chunksize=1)
        return
    engine = Alone()
    for line in sys.stdin:
        order = json.loads(line)
        say("heard", ms=_in_time(engine, Path(order["hear"]).read_bytes(), order["end"]))


if __name__ == "__main__":
    main()
