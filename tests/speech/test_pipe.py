"""What goes down the pipe as a command and up as an event comes out as it went in."""

from pathlib import Path

import pytest

from speechdesk.domain.connection import (
    Connection,
    Credential,
    CredentialKind,
    Proxy,
    RecognitionOptions,
    RecognizerConfig,
    Service,
)
from speechdesk.domain.events import (
    Alternative,
    Connected,
    Disconnected,
    Ended,
    Failed,
    Final,
    Partial,
    RecognizerEvent,
    Segment,
    SessionStarted,
    SpeechEnded,
    SpeechStarted,
    Word,
)
from speechdesk.errors import Failure, FailureCode
from speechdesk.speech.pipe import (
    Audio,
    AudioUntil,
    Command,
    Finish,
    LineError,
    RenewToken,
    Start,
    decode_command,
    decode_event,
    encode_command,
    encode_event,
)

FULL_CONFIG = RecognizerConfig(
    connection=Connection(
        Service.AZURE,
        url="wss://speech.example",
        region="westus",
        endpoint_id="model",
        allow_plain=True,
        proxy=Proxy("proxy", 8080, "user", "word"),
    ),
    languages=("en-US", "de-DE"),
    credential=Credential(CredentialKind.TOKEN, "token"),
    identify_continuously=True,
    endpoint_ids=(("de-DE", "model-2"),),
    phrases=("Contoso", "日本"),
    phrase_weight=1.5,
    options=RecognitionOptions(dictation=True, punctuation="explicit", segmentation_silence_ms=800),
    fast=True,
    sdk_log="sdk.log",
)
SEGMENT = Segment(
    "Hello.", 1, 2, "en-US", 0.5, (Word("Hello.", 1, 2, None),), (Alternative("Hallo."),), "hello"
)


@pytest.mark.parametrize(
    "command",
    [
        Start(FULL_CONFIG, Path("recordings") / "1.pcm", 1234),
        Start(RecognizerConfig(Connection(), ("en-US",)), Path("a"), 0),
        AudioUntil(2**40),
        Audio(7, bytes(range(256))),
        Finish(),
        RenewToken("token"),
    ],
)
def test_commands(command: Command) -> None:
    line = encode_command(command)
    assert line.count(b"\n") == 1
    assert decode_command(line) == command


@pytest.mark.parametrize(
    "event",
    [
        SessionStarted("id"),
        Connected(),
        Disconnected(),
        SpeechStarted(1),
        SpeechEnded(2),
        Partial("hel\nlo", 1, 2, "en-US"),
        Final(SEGMENT, 12),
        Final(Segment("", 0, 0, "")),
        Ended(),
        Failed(Failure(FailureCode.REFUSED, "detail", "id")),
    ],
)
def test_events(event: RecognizerEvent) -> None:
    line = encode_event(event)
    assert line.count(b"\n") == 1
    assert decode_event(line) == event


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"null",
        b"[]",
        b"{}",
        b'{"is":5}',
        b'{"is":"Something"}',
        b'{"is":"Start"}',
        b'{"is":"Start","config":null,"recording":"a","start_ms":0}',
        b'{"is":"Start","config":{"connection":{}},"recording":"a","start_ms":0}',
        b'{"is":"AudioUntil"}',
        b'{"is":"Audio","position_bytes":0,"pcm":"?"}',
        b'{"is":"Partial","text":"a"}',
        b'{"is":"Final","segment":null,"latency_ms":1}',
        b'{"is":"Final","segment":{"words":[5]},"latency_ms":1}',
        b'{"is":"Failed","failure":{"code":"unheard of"}}',
        b'{"is":"Connected","extra":1}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_lines_that_say_nothing(line: bytes) -> None:
    for decode in (decode_command, decode_event):
        with pytest.raises(LineError):
            decode(line)


def test_an_error_does_not_repeat_the_line() -> None:
    with pytest.raises(LineError) as caught:
        decode_command(b'{"is":"Start","config":{"credential":{"value":"SECRET"}}}')
    assert "SECRET" not in str(caught.value)
    assert caught.value.__cause__ is None
