"""The pocketsphinx library: its decoder and its voice activity detection. US English."""

import importlib.util
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from speechdesk.errors import Failure, FailureCode, RecognitionError

LANGUAGES = ("en-US",)
_FRAME_MS = 10
_READINGS = 5
_PATHS_LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Decoded:
    """What was understood of one phrase; times count from its beginning.

    `words` are (text, offset_ms, duration_ms, confidence), `alternatives` (text, confidence) with
    the best reading first. `adaptation` fits the decoder to this speaker's microphone.
    """

    words: tuple[tuple[str, int, int, float], ...]
    alternatives: tuple[tuple[str, float], ...]
    adaptation: str


def require() -> None:
    """Raise `RecognitionError` (ENGINE_MISSING) where the library is not installed."""
    if importlib.util.find_spec("pocketsphinx") is None:
        raise RecognitionError(
            Failure(
                FailureCode.ENGINE_MISSING,
                "recognition on this computer needs the package pocketsphinx, "
                "which is not available for this Python on this system",
            )
        )


def voice_activity() -> Callable[[bytes], bool]:
    """Return a judge of single frames of 30 ms: speech or not."""
    import pocketsphinx

    detector = pocketsphinx.Vad(pocketsphinx.Vad.LOOSE, 16_000, 0.03)
    return lambda frame: bool(detector.is_speech(frame))


class Decoder:
    """One loaded model, which decodes one phrase at a time. Loading takes about 0.5 s."""

    def __init__(self) -> None:
        import pocketsphinx

        self._decoder: Any = pocketsphinx.Decoder(loglevel="FATAL")
        self._unadapted: str = self._decoder.get_cmn(False)
        self._under_way = False

    def begin(self, adaptation: str) -> None:
        """Begin a phrase of a speaker with this `Decoded.adaptation` ("": a new one)."""
        if self._under_way:
            # The client of the phrase before left in the middle of it.
            self._decoder.end_utt()
        self._decoder.set_cmn(adaptation or self._unadapted)
        self._decoder.start_utt()
        self._under_way = True

    def hear(self, pcm: bytes) -> str:
        """Decode more of the phrase and return what is understood so far."""
        self._decoder.process_raw(pcm)
        best = self._decoder.hyp()
        return _spoken(best.hypstr) if best else ""

    def end(self) -> Decoded:
        """Complete the phrase."""
        self._decoder.end_utt()
        self._under_way = False
        words = tuple(
            (
                _plain(part.word),
                part.start_frame * _FRAME_MS,
                (part.end_frame - part.start_frame + 1) * _FRAME_MS,
                _share(part.prob),
            )
            for part in self._decoder.seg() or ()
            if not _filler(part.word)
        )
        return Decoded(words, self._alternatives(words), self._decoder.get_cmn(True))

    def _alternatives(
        self, words: tuple[tuple[str, int, int, float], ...]
    ) -> tuple[tuple[str, float], ...]:
        if not words:
            return ()
        confidence = sum(word[3] for word in words) / len(words)
        found = {" ".join(word[0] for word in words): confidence}
        best_score = 0.0
        for path in itertools.islice(self._decoder.nbest() or (), _PATHS_LOOKED_AT):
            if path is None or len(found) == _READINGS:
                break
            best_score = max(best_score, path.score)
            text = _spoken(path.hypstr)
            if text and best_score > 0:
                found.setdefault(text, round(confidence * min(1.0, path.score / best_score), 3))
        best, *others = found.items()
        others.sort(key=lambda reading: reading[1], reverse=True)
        return tuple((text, round(share, 3)) for text, share in [best, *others])


def _spoken(hypothesis: str) -> str:
    return " ".join(_plain(word) for word in hypothesis.split() if not _filler(word))


def _filler(word: str) -> bool:
    return word.startswith(("<", "[", "++"))


def _plain(word: str) -> str:
    """Return a word without the number of its pronunciation, as in "the(2)"."""
    return word.partition("(")[0]


def _share(probability: float) -> float:
    return round(min(1.0, max(0.0, probability)), 3)
