"""Recognition on this computer: phrases cut at the pauses, decoded by pocketsphinx processes."""

from collections.abc import AsyncIterator
from typing import Any

from speechdesk.host.engines.decoder_pool import DecoderGoneError, DecoderPool, DecoderProcess
from speechdesk.host.engines.display import display_text
from speechdesk.host.engines.engine import (
    Hypothesis,
    Mode,
    Phrase,
    Reading,
    Recognition,
    RequestRefusedError,
    Result,
    SpeechStarted,
    Status,
    TurnRequest,
    Word,
)
from speechdesk.host.engines.pocketsphinx import LANGUAGES, require, voice_activity
from speechdesk.host.engines.segmenter import (
    MAXIMUM_MS,
    PAUSE_MS,
    Cut,
    PhraseBegun,
    PhraseEnded,
    PhraseSound,
    Quiet,
    Segmenter,
)
from speechdesk.sound.recording import BYTES_PER_MS

_HEAR_BYTES = 240 * BYTES_PER_MS
_EMPTY_EVERY_MS = 10_000
_INITIAL_SILENCE_MS = 5_000


class OfflineEngine:
    """Recognizes US English for any number of turns at once."""

    def __init__(self, pool: DecoderPool) -> None:
        """Raises `RecognitionError` (ENGINE_MISSING) where the library is not installed."""
        require()
        self._pool = pool

    def warm(self) -> None:
        self._pool.warm()

    async def open(self, request: TurnRequest) -> Recognition:
        return _OfflineRecognition(request, _language(request), self._pool)

    async def close(self) -> None:
        await self._pool.close()


class _OfflineRecognition:
    """One turn."""

    def __init__(self, request: TurnRequest, language: str, pool: DecoderPool) -> None:
        self._request = request
        self._language = language
        self._pool = pool
        self._segmenter = Segmenter(
            voice_activity(),
            request.segmentation_silence_ms or PAUSE_MS,
            request.segmentation_maximum_ms or MAXIMUM_MS,
        )
        self._phrase: _PhraseUnderWay | None = None
        self._adaptation = ""
        self._answered_ms = 0

    async def audio(self, pcm: bytes) -> AsyncIterator[Result]:
        for cut in self._segmenter.feed(pcm):
            async for result in self._follow(cut):
                yield result

    async def finish(self) -> AsyncIterator[Result]:
        for cut in self._segmenter.finish():
            async for result in self._follow(cut):
                yield result

    async def close(self) -> None:
        if self._phrase is not None:
            self._phrase.let_go()

    async def _follow(self, cut: Cut) -> AsyncIterator[Result]:
        match cut, self._phrase:
            case PhraseBegun(offset_ms), _:
                yield SpeechStarted(offset_ms)
                self._phrase = _PhraseUnderWay(self._pool, offset_ms, self._adaptation)
                await self._phrase.begin()
            case PhraseSound(pcm), _PhraseUnderWay() as phrase:
                text = await phrase.hear(pcm)
                if text:
                    heard_ms = phrase.length_ms
                    yield Hypothesis(text, phrase.offset_ms, heard_ms, self._language)
            case PhraseEnded(end_ms), _PhraseUnderWay() as phrase:
                self._phrase = None
                yield await self._final(phrase, end_ms)
            case Quiet(until_ms), _:
                silence = self._silence(until_ms)
                if silence is not None:
                    yield silence

    async def _final(self, phrase: "_PhraseUnderWay", end_ms: int) -> Phrase:
        self._answered_ms = end_ms
        length_ms = end_ms - phrase.offset_ms
        try:
            decoded = await phrase.end()
        except DecoderGoneError:
            return Phrase(phrase.offset_ms, length_ms, status=Status.ERROR)
        self._adaptation = decoded["adaptation"]
        readings = self._readings(decoded, phrase.offset_ms)
        if not readings:
            return Phrase(phrase.offset_ms, length_ms, language=self._language)
        words = readings[0].words
        start_ms = words[0].offset_ms
        last_ms = min(end_ms, words[-1].offset_ms + words[-1].duration_ms)
        return Phrase(start_ms, last_ms - start_ms, readings, language=self._language)

    def _readings(self, decoded: dict[str, Any], offset_ms: int) -> tuple[Reading, ...]:
        words = tuple(
            Word(text, offset_ms + start_ms, length_ms, confidence)
            for text, start_ms, length_ms, confidence in decoded["words"]
        )
        return tuple(
            Reading(self._display(text), text, confidence, words if rank == 0 else ())
            for rank, (text, confidence) in enumerate(decoded["alternatives"])
        )

    def _display(self, text: str) -> str:
        return display_text(
            text,
            spoken_marks=self._request.spoken_punctuation,
            full_stop=self._request.automatic_punctuation,
        )

    def _silence(self, until_ms: int) -> Phrase | None:
        """Return what is said about a silence that has lasted until `until_ms`, if anything."""
        once = self._request.mode is Mode.INTERACTIVE
        every_ms = self._request.initial_silence_ms or (
            _INITIAL_SILENCE_MS if once else _EMPTY_EVERY_MS
        )
        if until_ms - self._answered_ms < every_ms:
            return None
        silence = Phrase(
            self._answered_ms,
            until_ms - self._answered_ms,
            status=Status.INITIAL_SILENCE if once else Status.SUCCESS,
        )
        self._answered_ms = until_ms
        return silence


class _PhraseUnderWay:
    """One phrase: decoded while it is spoken if a decoder is free, otherwise at its end."""

    def __init__(self, pool: DecoderPool, offset_ms: int, adaptation: str) -> None:
        self.offset_ms = offset_ms
        self._pool = pool
        self._adaptation = adaptation
        self._decoder: DecoderProcess | None = None
        self._sound = bytearray()
        self._heard_bytes = 0
        self._said = ""

    @property
    def length_ms(self) -> int:
        return len(self._sound) // BYTES_PER_MS

    async def begin(self) -> None:
        try:
            self._decoder = await self._pool.lend_live()
            if self._decoder is not None:
                await self._decoder.begin(self._adaptation)
        except DecoderGoneError:
            self.let_go()

    async def hear(self, pcm: bytes) -> str:
        """Take more sound; return a new hypothesis, or nothing."""
        self._sound += pcm
        if self._decoder is None or len(self._sound) - self._heard_bytes < _HEAR_BYTES:
            return ""
        try:
            text = await self._decoder.hear(self._unheard())
        except DecoderGoneError:
            self.let_go()
            return ""
        if text == self._said:
            return ""
        self._said = text
        return text

    async def end(self) -> dict[str, Any]:
        """Return what was understood (a `Decoded` as JSON); raises `DecoderGoneError`."""
        if self._decoder is not None:
            try:
                if unheard := self._unheard():
                    await self._decoder.hear(unheard)
                return await self._decoder.finish()
            except DecoderGoneError:
                # The sound is kept, so another decoder can have it from the beginning.
                self._heard_bytes = 0
            finally:
                self.let_go()
        async with self._pool.for_complete_phrase() as decoder:
            await decoder.begin(self._adaptation)
            await decoder.hear(bytes(self._sound))
            return await decoder.finish()

    def let_go(self) -> None:
        """Give the decoder back."""
        decoder, self._decoder = self._decoder, None
        if decoder is not None:
            self._pool.return_live(decoder)

    def _unheard(self) -> bytes:
        unheard = bytes(self._sound[self._heard_bytes :])
        self._heard_bytes = len(self._sound)
        return unheard


def _language(request: TurnRequest) -> str:
    """Return the language to recognize; raises `RequestRefusedError` where there is none."""
    if not request.languages:
        return LANGUAGES[0]
    for language in request.languages:
        if language.lower().partition("-")[0] == "en":
            return LANGUAGES[0]
    raise RequestRefusedError(
        f"Unsupported language {request.languages[0]}: "
        f"recognition on this computer knows {LANGUAGES[0]} only"
    )
