"""An engine that answers what a script says: for tests and for trying a client.

A script is a JSON object; every name is optional.

=============== ==============================================================================
phrases         list of phrases (below), in the order in which they are spoken
repeat_ms       the phrases come again each so many milliseconds
numbers         an object: write the numbers the sound carries (below) instead of phrases
speed           at most so many seconds of sound are heard in a second; 0 (the default): no limit
latency_ms      each final phrase comes so much later
empty_every_ms  an empty final for each so many milliseconds without a phrase; 0 (default): none
end_turn_ms     the service ends the turn after so many milliseconds of sound, as it does now and
                then; 0 (the default): never
faults          list of faults: what goes wrong and when, see `speechdesk.host.faults.Fault`
=============== ==============================================================================

A phrase:

=============== ==============================================================================
at_ms, end_ms   where it is spoken in the client's sound; it is answered when that much is heard
text            as displayed; "" is a final in which nothing was understood
lexical         its words without punctuation; made from `text` where missing
partials        texts of the hypotheses, evenly spread; made from the words where missing
confidence      0 to 1, default 0.9
words           list of {"text", "at_ms", "end_ms", "confidence"}; evenly spread where missing
alternatives    list of {"text", "lexical", "confidence"}: the rest of the n-best list
status          a RecognitionStatus of the protocol, default "Success"
language        said where the client asks for its identification; default its first candidate
=============== ==============================================================================

Where a turn begins later in the client's sound (after a reconnect, or as a second turn of one
connection) the phrases before that place are not answered again.

Numbers: sound in which each stretch of 100 ms carries a number (`encode_numbers`), written as
digits; `{"per_phrase": 10}` says how many make a phrase. A phrase also ends with the sound that
carries none. What comes out of a client can so be counted against what went in.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

from speechdesk.host.engines.engine import (
    Hypothesis,
    Phrase,
    Reading,
    Recognition,
    Result,
    SpeechStarted,
    TurnOver,
    TurnRequest,
    Word,
)
from speechdesk.host.engines.numbers import Number, NumberReader
from speechdesk.host.engines.script_format import Script, ScriptedPhrase
from speechdesk.sound.recording import BYTES_PER_MS

_SLICE_MS = 100


class ScriptEngine:
    """Answers every turn from one script."""

    def __init__(self, script: Script) -> None:
        self._script = script

    def warm(self) -> None:
        """Nothing has to be loaded."""

    async def open(self, request: TurnRequest) -> Recognition:
        return ScriptedRecognition(self._script, request)

    async def close(self) -> None:
        """Nothing outlives a turn."""


class ScriptedRecognition:
    """One turn: hears sound slice by slice and says what the script has for it."""

    def __init__(self, script: Script, request: TurnRequest) -> None:
        self._script = script
        self._pace = _Pace(script.speed)
        self._heard_bytes = 0
        self._answers = (
            _NumberAnswers(script.numbers_per_phrase)
            if script.numbers_per_phrase
            else _PhraseAnswers(script, request)
        )

    async def audio(self, pcm: bytes) -> AsyncIterator[Result]:
        step = _SLICE_MS * BYTES_PER_MS
        for start in range(0, len(pcm), step):
            piece = pcm[start : start + step]
            self._heard_bytes += len(piece)
            await self._pace.hear(len(piece) // BYTES_PER_MS)
            heard_ms = self._heard_bytes // BYTES_PER_MS
            for result in self._answers.hear(piece, heard_ms):
                yield await self._timely(result)
            if 0 < self._script.end_turn_ms <= heard_ms:
                async for result in self.finish():
                    yield result
                yield TurnOver()
                return

    async def finish(self) -> AsyncIterator[Result]:
        for result in self._answers.finish(self._heard_bytes // BYTES_PER_MS):
            yield await self._timely(result)

    async def close(self) -> None:
        """Nothing is held."""

    async def _timely(self, result: Result) -> Result:
        if isinstance(result, Phrase) and self._script.latency_ms:
            await asyncio.sleep(self._script.latency_ms / 1000)
        return result


class _Pace:
    """Lets sound through at most `speed` times as fast as it was spoken (0: at once)."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._free_at = 0.0

    async def hear(self, milliseconds: int) -> None:
        if not self._speed:
            return
        now = asyncio.get_running_loop().time()
        self._free_at = max(now, self._free_at) + milliseconds / 1000 / self._speed
        await asyncio.sleep(self._free_at - now)


class _PhraseAnswers:
    """The script's phrases, from where this turn begins in the client's sound."""

    def __init__(self, script: Script, request: TurnRequest) -> None:
        self._script = script
        self._start_ms = request.start_ms
        self._language = request.languages[0] if request.languages else ""
        self._occurrences = self._upcoming()
        self._next = next(self._occurrences, None)
        self._partials_said = -1
        self._answered_ms = 0

    def hear(self, _piece: bytes, heard_ms: int) -> Iterator[Result]:
        while self._next is not None:
            phrase = self._next
            yield from self._silence(min(heard_ms, phrase.at_ms))
            if heard_ms < phrase.at_ms:
                return
            yield from self._partials(phrase, heard_ms)
            if heard_ms < phrase.end_ms:
                return
            yield from self._final(phrase)
        yield from self._silence(heard_ms)

    def finish(self, heard_ms: int) -> Iterator[Result]:
        if self._next is not None and self._next.at_ms < heard_ms:
            cut = replace(self._next, end_ms=min(self._next.end_ms, heard_ms))
            yield from self._partials(cut, heard_ms)
            yield from self._final(cut)

    def _upcoming(self) -> Iterator[ScriptedPhrase]:
        """Yield the phrases not over before this turn, in the turn's own time."""
        shift = -self._start_ms
        while True:
            for phrase in self._script.phrases:
                moved = phrase.moved(shift)
                if moved.end_ms > 0:
                    yield moved
            if not self._script.repeat_ms or not self._script.phrases:
                return
            shift += self._script.repeat_ms

    def _partials(self, phrase: ScriptedPhrase, heard_ms: int) -> Iterator[Result]:
        if self._partials_said < 0:
            self._partials_said = 0
            yield SpeechStarted(phrase.at_ms)
        step = (phrase.end_ms - phrase.at_ms) / (len(phrase.partials) + 1)
        while self._partials_said < len(phrase.partials):
            until_ms = int(phrase.at_ms + step * (self._partials_said + 1))
            if until_ms > heard_ms:
                return
            text = phrase.partials[self._partials_said]
            self._partials_said += 1
            yield Hypothesis(
                text, phrase.at_ms, until_ms - phrase.at_ms, phrase.language or self._language
            )

    def _final(self, phrase: ScriptedPhrase) -> Iterator[Result]:
        yield phrase.result(self._language)
        self._answered_ms = phrase.end_ms
        self._partials_said = -1
        self._next = next(self._occurrences, None)

    def _silence(self, until_ms: int) -> Iterator[Result]:
        every = self._script.empty_every_ms
        while every and until_ms - self._answered_ms >= every:
            yield Phrase(self._answered_ms, every)
            self._answered_ms += every


class _NumberAnswers:
    """The numbers in the sound, so many to a phrase."""

    def __init__(self, per_phrase: int) -> None:
        self._per_phrase = per_phrase
        self._reader = NumberReader()
        self._group: list[Number] = []

    def hear(self, piece: bytes, heard_ms: int) -> Iterator[Result]:
        for number in self._reader.feed(piece):
            yield from self._add(number)
        if self._group and heard_ms - self._group[-1].end_ms >= 2 * _SLICE_MS:
            yield self._phrase()

    def finish(self, _heard_ms: int) -> Iterator[Result]:
        for number in self._reader.finish():
            yield from self._add(number)
        if self._group:
            yield self._phrase()

    def _add(self, number: Number) -> Iterator[Result]:
        if not self._group:
            yield SpeechStarted(number.offset_ms)
        self._group.append(number)
        if len(self._group) >= self._per_phrase:
            yield self._phrase()
            return
        start = self._group[0].offset_ms
        yield Hypothesis(self._text(), start, number.end_ms - start)

    def _phrase(self) -> Phrase:
        words = tuple(
            Word(str(each.value), each.offset_ms, each.duration_ms, 1.0) for each in self._group
        )
        text = self._text()
        start, end = self._group[0].offset_ms, self._group[-1].end_ms
        self._group = []
        return Phrase(start, end - start, (Reading(text, text, 1.0, words),))

    def _text(self) -> str:
        return " ".join(str(each.value) for each in self._group)
