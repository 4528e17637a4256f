"""The script engine: what is answered at which place of the sound."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from speechdesk.host.engines.engine import (
    Hypothesis,
    Phrase,
    Result,
    SpeechStarted,
    Status,
    TurnOver,
    TurnRequest,
)
from speechdesk.host.engines.numbers import encode_numbers
from speechdesk.host.engines.script import ScriptEngine
from speechdesk.host.engines.script_format import ScriptError, load_script, parse_script
from speechdesk.sound.recording import BYTES_PER_MS

HELLO = {"at_ms": 200, "end_ms": 800, "text": "Hello world."}
LATER = {"at_ms": 1000, "end_ms": 1500, "text": "Good bye!"}


def answers(script: dict[str, Any], *sound: bytes, **request: Any) -> list[Result]:
    """Return all a script answers to one turn."""

    async def turn() -> list[Result]:
        engine = ScriptEngine(parse_script(script))
        recognition = await engine.open(TurnRequest("R", **request))
        results: list[Result] = []
        for pcm in sound:
            await gather(recognition.audio(pcm), results)
        await gather(recognition.finish(), results)
        return results

    return asyncio.run(turn())


async def gather(source: AsyncIterator[Result], into: list[Result]) -> None:
    async for result in source:
        into.append(result)


def silence(milliseconds: int) -> bytes:
    return bytes(milliseconds * BYTES_PER_MS)


def finals(results: list[Result]) -> list[tuple[int, int, str]]:
    return [
        (
            result.offset_ms,
            result.duration_ms,
            result.readings[0].display if result.readings else "",
        )
        for result in results
        if isinstance(result, Phrase)
    ]


def test_a_phrase_grows_and_is_final_at_its_end() -> None:
    assert answers({"phrases": [HELLO]}, silence(900))[:3] == [
        SpeechStarted(200),
        Hypothesis("hello", 200, 200),
        Hypothesis("hello world", 200, 400),
    ]
    assert finals(answers({"phrases": [HELLO, LATER]}, silence(2000))) == [
        (200, 600, "Hello world."),
        (1000, 500, "Good bye!"),
    ]


def test_nothing_is_answered_before_its_place() -> None:
    results = answers({"phrases": [LATER]}, silence(900))

    assert results == []


def test_a_phrase_under_way_at_the_end_of_the_sound_is_cut_there() -> None:
    assert finals(answers({"phrases": [HELLO]}, silence(500))) == [(200, 300, "Hello world.")]


def test_words_are_spread_where_the_script_places_none() -> None:
    (phrase,) = [r for r in answers({"phrases": [HELLO]}, silence(900)) if isinstance(r, Phrase)]

    words = [(word.text, word.offset_ms, word.duration_ms) for word in phrase.readings[0].words]
    assert words == [("hello", 200, 300), ("world", 500, 300)]


def test_everything_about_a_phrase_can_be_scripted() -> None:
    script = {
        "phrases": [
            {
                **HELLO,
                "lexical": "helo world",
                "confidence": 0.5,
                "partials": ["hell"],
                "words": [{"text": "helo", "at_ms": 210, "end_ms": 300, "confidence": 0.4}],
                "alternatives": [{"text": "Yellow.", "confidence": 0.1}],
                "language": "de-DE",
            }
        ]
    }
    _, partial, phrase = answers(script, silence(900))

    assert isinstance(partial, Hypothesis)
    assert (partial.text, partial.language) == ("hell", "de-DE")
    assert isinstance(phrase, Phrase)
    best, other = phrase.readings
    assert (best.lexical, best.confidence, other.display) == ("helo world", 0.5, "Yellow.")
    assert (best.words[0].offset_ms, best.words[0].duration_ms) == (210, 90)
    assert phrase.language == "de-DE"


@pytest.mark.parametrize("status", ["NoMatch", "Error", "Forbidden", "TooManyRequests"])
def test_a_status_takes_the_place_of_the_text(status: str) -> None:
    (phrase,) = [
        result
        for result in answers({"phrases": [{**HELLO, "status": status}]}, silence(900))
        if isinstance(result, Phrase)
    ]

    assert phrase.status is Status(status)


def test_a_turn_that_begins_later_is_not_told_what_was_before() -> None:
    script = {"phrases": [HELLO, LATER]}

    assert finals(answers(script, silence(900), start_ms=800)) == [(200, 500, "Good bye!")]
    assert finals(answers(script, silence(900), start_ms=1200)) == [(0, 300, "Good bye!")]


def test_phrases_can_come_again_and_again() -> None:
    results = answers({"phrases": [HELLO], "repeat_ms": 1000}, silence(2_900))

    assert [offset for offset, _, _ in finals(results)] == [200, 1200, 2200]


def test_empty_finals_for_silence() -> None:
    script = {"phrases": [{**HELLO, "at_ms": 2_100, "end_ms": 2_500}], "empty_every_ms": 1000}

    assert finals(answers(script, silence(4_000))) == [
        (0, 1000, ""),
        (1000, 1000, ""),
        (2100, 400, "Hello world."),
        (2500, 1000, ""),
    ]


def test_a_turn_can_be_ended_by_the_service() -> None:
    results = answers({"phrases": [HELLO, LATER], "end_turn_ms": 1200}, silence(1500))

    assert results.index(TurnOver()) == len(results) - 1
    assert finals(results)[-1] == (1000, 200, "Good bye!")


def test_numbers_are_written_in_groups() -> None:
    results = answers({"numbers": {"per_phrase": 3}}, encode_numbers(range(1, 8)))

    assert finals(results) == [(0, 300, "1 2 3"), (300, 300, "4 5 6"), (600, 100, "7")]
    assert [r.text for r in results if isinstance(r, Hypothesis)][:2] == ["1", "1 2"]


def test_silence_ends_a_group_of_numbers() -> None:
    results = answers({"numbers": {}}, encode_numbers([1, 2, 0, 0, 0, 3]))

    assert [text for _, _, text in finals(results)] == ["1 2", "3"]


def test_sound_is_heard_no_faster_than_the_script_says() -> None:
    async def turn() -> float:
        engine = ScriptEngine(parse_script({"speed": 10}))
        recognition = await engine.open(TurnRequest("R"))
        loop = asyncio.get_running_loop()
        before = loop.time()
        await gather(recognition.audio(silence(1000)), [])
        return loop.time() - before

    assert asyncio.run(turn()) >= 0.099


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ([], "the script is not an object"),
        ({"phrase": []}, "unknown name in the script: phrase"),
        ({"phrases": {}}, "phrases of the script is not a list"),
        ({"phrases": [7]}, "a phrase is not an object"),
        ({"phrases": [{"at_ms": 5, "end_ms": 5}]}, "end_ms of a phrase lies after its at_ms"),
        ({"phrases": [{"at_ms": -5, "end_ms": 5}]}, "at_ms of a phrase is not a whole number"),
        ({"phrases": [{**HELLO, "text": 7}]}, "text of a phrase is not a text"),
        ({"phrases": [{**HELLO, "confidence": 2}]}, "confidence of a phrase is not a number"),
        ({"phrases": [{**HELLO, "status": "Fine"}]}, "unknown status of a phrase: Fine"),
        ({"phrases": [{**HELLO, "partials": [1]}]}, "partials of a phrase are texts"),
        ({"phrases": [{**HELLO, "words": [{"word": "x"}]}]}, "unknown name in a word: word"),
        ({"speed": float("nan")}, "speed of the script is not a number"),
        ({"numbers": {"per": 1}}, "unknown name in numbers: per"),
        ({"faults": [{"kind": "flood"}]}, "unknown kind of fault: flood"),
    ],
)
def test_a_wrong_script_says_what_is_wrong(script: object, complaint: str) -> None:
    with pytest.raises(ScriptError, match=complaint):
        parse_script(script)


def test_a_script_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "script.json"
    file.write_text(json.dumps({"phrases": [HELLO]}))

    assert load_script(file).phrases[0].readings[0].display == "Hello world."


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_file_that_is_no_script(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "script.json"
    file.write_bytes(content)

    with pytest.raises(ScriptError):
        load_script(file)
    with pytest.raises(ScriptError, match="No such file"):
        load_script(tmp_path / "none.json")
