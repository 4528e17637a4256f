"""The service sends what no service should."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from tests.faults.ordeal import Fault

_MESSAGE = "Path:{path}\r\nX-RequestId:{{request_id}}\r\n\r\n"


def hostile_messages() -> Iterator[Fault]:
    """Return each kind of message, sent once in the middle of a turn."""
    for name, frame in _frames():
        yield Fault(f"sends {name}", partial(_send, frame=frame))
    yield Fault(
        "sends control and bidi characters",
        partial(_send, frame=_phrase(DisplayText="a\u202e\x00\x1b[31m\ud83d\u2066b")),
        written="a[31mb",
    )


def _frames() -> Iterator[tuple[str, str]]:
    yield "text without headers", "hello"
    yield "an empty message", ""
    yield "an unknown path", _text("speech.surprise", "{}")
    yield "JSON that is cut", _text("speech.phrase", '{"RecognitionStatus":"Succ')
    yield "JSON of the wrong types", _text("speech.phrase", '{"RecognitionStatus":[],"Offset":"x"}')
    yield "JSON 100,000 levels deep", _text("speech.phrase", "[" * 100_000)
    yield "a phrase of 10 MB", _phrase(DisplayText="x" * 10_000_000)
    yield (
        "a partial of 10 MB",
        _text(
            "speech.hypothesis", json.dumps({"Text": "x" * 10_000_000, "Offset": 0, "Duration": 1})
        ),
    )
    yield "an offset of 2^63", _phrase(DisplayText="far", Offset=2**63)
    yield "a duration of 2^70", _phrase(DisplayText="long", Duration=2**70)
    yield "negative times", _phrase(DisplayText="early", Offset=-(2**40), Duration=-7)
    yield (
        "words that lie about their times",
        _phrase(
            DisplayText="far",
            NBest=[
                {"Display": "far", "Words": [{"Word": "far", "Offset": 2**80, "Duration": -1}, 7]}
            ],
        ),
    )
    yield "an unknown status", _phrase(RecognitionStatus="Surprise")
    yield "a second turn.start", _text("turn.start", '{"context":{"serviceTag":"x"}}')
    yield "a turn.end too early", _text("turn.end", "{}")
    yield "one byte of binary", "hex:00"
    yield "a binary header longer than its message", "hex:fff0" + "41" * 20


def long_finals() -> Iterator[Fault]:
    """Return finals that are longer than the SDK's own buffer of 2,048 bytes."""
    for language, word in (("Japanese", "日"), ("Hindi", "नमस्ते "), ("English", "x")):
        text = (word * 3000).strip()
        yield Fault(
            f"a final of {len(text.encode()):,} bytes, {language}",
            partial(_send, frame=_phrase(DisplayText=text)),
            written=text,
        )


def _send(struck: Any, frame: str) -> None:
    struck.host.strike("send", frames=[frame])


def _text(path: str, body: str) -> str:
    return _MESSAGE.format(path=path) + body


def _phrase(**result: object) -> str:
    body = {"RecognitionStatus": "Success", "Offset": 0, "Duration": 10_000, **result}
    return _text("speech.phrase", json.dumps(body))
