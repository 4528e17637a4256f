"""Recognition on this computer, with real speech and the real decoder."""

import asyncio
import itertools
import os
import signal
import wave
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from speechdesk.host.engines.decoder_pool import DecoderGoneError, DecoderPool, DecoderProcess
from speechdesk.host.engines.engine import (
    Hypothesis,
    Mode,
    Phrase,
    RequestRefusedError,
    Result,
    SpeechStarted,
    Status,
    TurnRequest,
)
from speechdesk.host.engines.offline import OfflineEngine
from speechdesk.sound.recording import BYTES_PER_MS
from tests.host.speech import needs_pocketsphinx, spoken

_PIECE = 100 * BYTES_PER_MS
_SENTENCE = "the weather is nice today"


@pytest.fixture(autouse=True)
def engine_is_here() -> None:
    needs_pocketsphinx()


@pytest.fixture(name="speech")
def spoken_sentence(tmp_path: Path) -> bytes:
    return pcm_of(_SENTENCE, tmp_path)


def pcm_of(text: str, folder: Path) -> bytes:
    with wave.open(str(spoken(text, folder / "speech.wav"))) as file:
        return file.readframes(file.getnframes())


def silence(milliseconds: int) -> bytes:
    return bytes(milliseconds * BYTES_PER_MS)


def recognized(pcm: bytes, **request: Any) -> list[Result]:
    """Return all that the engine says to one turn."""

    async def turn() -> list[Result]:
        engine = OfflineEngine(DecoderPool())
        try:
            recognition = await engine.open(TurnRequest("R", **request))
            results = []
            for at in range(0, len(pcm), _PIECE):
                results += await gathered(recognition.audio(pcm[at : at + _PIECE]))
            results += await gathered(recognition.finish())
            await recognition.close()
            return results
        finally:
            await engine.close()

    return asyncio.run(turn())


async def gathered(source: AsyncIterator[Result]) -> list[Result]:
    return [result async for result in source]


def texts(results: list[Result]) -> list[str]:
    return [r.readings[0].display for r in results if isinstance(r, Phrase) and r.readings]


def test_a_sentence_grows_and_is_understood(speech: bytes) -> None:
    results = recognized(silence(600) + speech)

    assert texts(results) == ["The weather is nice today."]
    assert isinstance(results[0], SpeechStarted)
    assert len([r for r in results if isinstance(r, Hypothesis)]) >= 3
    phrase = results[-1]
    assert isinstance(phrase, Phrase)
    best, *others = phrase.readings
    assert best.lexical == _SENTENCE
    assert 0 < best.confidence <= 1
    assert others == sorted(others, key=lambda reading: reading.confidence, reverse=True)
    words = best.words
    assert [word.text for word in words] == _SENTENCE.split()
    assert words[0].offset_ms == phrase.offset_ms >= 600
    assert all(
        earlier.offset_ms + earlier.duration_ms <= later.offset_ms
        for earlier, later in itertools.pairwise(words)
    )


def test_pauses_make_phrases_of_their_own(speech: bytes) -> None:
    results = recognized(speech + silence(700) + speech + silence(700))

    assert texts(results) == ["The weather is nice today."] * 2


def test_a_long_silence_is_told_every_ten_seconds(speech: bytes) -> None:
    results = recognized(silence(21_000) + speech)

    empty, second, last = [r for r in results if isinstance(r, Phrase)]
    assert (empty.offset_ms, empty.readings, empty.status) == (0, (), Status.SUCCESS)
    assert 10_000 <= empty.duration_ms <= 10_100
    assert second.offset_ms == empty.duration_ms
    assert second.offset_ms + second.duration_ms <= last.offset_ms
    assert texts(results) == ["The weather is nice today."]


def test_who_asks_for_one_utterance_and_says_nothing_is_told_after_five_seconds() -> None:
    phrases = [
        r for r in recognized(silence(7_000), mode=Mode.INTERACTIVE) if isinstance(r, Phrase)
    ]

    assert phrases[0].status is Status.INITIAL_SILENCE
    assert phrases[0].duration_ms >= 5_000


def test_marks_are_spoken_in_dictation(tmp_path: Path) -> None:
    pcm = pcm_of("hello world question mark", tmp_path)

    assert texts(recognized(pcm, spoken_punctuation=True)) == ["Hello world?"]
    assert texts(recognized(pcm)) == ["Hello world question mark."]


@pytest.mark.parametrize("languages", [(), ("en-US",), ("en-gb",), ("de-DE", "en-US")])
def test_english_is_recognized_as_us_english(languages: tuple[str, ...]) -> None:
    in_engine(lambda engine: engine.open(TurnRequest("R", languages=languages)))


def test_other_languages_are_refused() -> None:
    with pytest.raises(RequestRefusedError, match=r"de-DE: .* en-US only"):
        in_engine(lambda engine: engine.open(TurnRequest("R", languages=("de-DE",))))


def in_engine(scene: Callable[[OfflineEngine], Awaitable[object]]) -> None:
    async def run() -> None:
        engine = OfflineEngine(DecoderPool())
        try:
            await scene(engine)
        finally:
            await engine.close()

    asyncio.run(run())


def with_pool(scene: Callable[[DecoderPool], Awaitable[None]]) -> None:
    async def run() -> None:
        pool = DecoderPool(cores=1)
        try:
            await scene(pool)
        finally:
            await pool.close()

    asyncio.run(run())


async def decoded(decoder: DecoderProcess, pcm: bytes) -> str:
    await decoder.begin("")
    await decoder.hear(pcm)
    words = (await decoder.finish())["words"]
    return " ".join(word[0] for word in words)


def test_a_loaded_decoder_is_used_again(speech: bytes) -> None:
    async def scene(pool: DecoderPool) -> None:
        pool.warm()
        first = await pool.lend_live()
        assert first is not None
        assert await decoded(first, speech) == _SENTENCE
        pool.return_live(first)
        async with pool.for_complete_phrase() as second:
            assert second is first
            assert await decoded(second, speech) == _SENTENCE

    with_pool(scene)


def test_phrases_under_way_leave_a_decoder_for_complete_ones() -> None:
    async def scene(pool: DecoderPool) -> None:
        live = await pool.lend_live()
        assert live is not None
        assert await pool.lend_live() is None
        async with pool.for_complete_phrase() as decoder:
            assert decoder is not live
        pool.return_live(live)
        assert await pool.lend_live() is not None

    with_pool(scene)


def test_a_phrase_given_up_in_the_middle_does_not_reach_the_next(speech: bytes) -> None:
    async def scene(pool: DecoderPool) -> None:
        decoder = await pool.lend_live()
        assert decoder is not None
        await decoder.begin("")
        hearing = asyncio.create_task(decoder.hear(speech * 3))
        await asyncio.sleep(0)
        hearing.cancel()
        await asyncio.gather(hearing, return_exceptions=True)
        pool.return_live(decoder)
        again = await pool.lend_live()
        assert again is decoder
        assert await decoded(again, speech) == _SENTENCE
        pool.return_live(again)

    with_pool(scene)


def test_a_decoder_that_dies_is_replaced(speech: bytes) -> None:
    async def scene(pool: DecoderPool) -> None:
        decoder = await pool.lend_live()
        assert decoder is not None
        os.kill(decoder.pid, signal.SIGKILL)
        with pytest.raises(DecoderGoneError):
            await decoded(decoder, speech)
        pool.return_live(decoder)
        async with pool.for_complete_phrase() as second:
            assert second is not decoder
            assert await decoded(second, speech) == _SENTENCE

    with_pool(scene)


def test_a_phrase_outlives_its_decoder(speech: bytes) -> None:
    async def scene(pool: DecoderPool) -> None:
        recognition = await OfflineEngine(pool).open(TurnRequest("R"))
        half = len(speech) // 2 // _PIECE * _PIECE
        await gathered(recognition.audio(speech[:half]))
        for pid in pool.processes:
            os.kill(pid, signal.SIGKILL)
        results = await gathered(recognition.audio(speech[half:]))
        results += await gathered(recognition.finish())
        assert texts(results) == ["The weather is nice today."]

    with_pool(scene)
