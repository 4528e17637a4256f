"""The real Speech SDK against the host with the script engine."""

import wave
from pathlib import Path
from typing import Any

import pytest

from tests.host.sdk_client import finals, named, recognize
from tests.hosts import encode_numbers, script_host

V2 = "/stt/speech/universal/v2"
SCRIPT = {
    "phrases": [
        {
            "at_ms": 200,
            "end_ms": 900,
            "text": "Hello world.",
            "alternatives": [{"text": "Yellow world.", "confidence": 0.3}],
        },
        {"at_ms": 1100, "end_ms": 1800, "text": "Good bye!", "language": "de-DE"},
    ]
}


@pytest.fixture(name="sound")
def two_seconds(tmp_path: Path) -> Path:
    return written(tmp_path / "two.wav", bytes(64_000))


def written(path: Path, pcm: bytes) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(pcm)
    return path


@pytest.mark.parametrize("options", [(), ("dictation",), ("detailed",)])
@pytest.mark.parametrize("path", ["", V2, "/speech/universal/v2"])
def test_phrases_arrive_on_every_path(sound: Path, path: str, options: tuple[str, ...]) -> None:
    how = (*options, "endpoint") if path else options
    with script_host(SCRIPT) as host:
        events = recognize(host.url + path, host.key, sound, *how)
        (connection,) = host.requests()

    assert finals(events) == ["Hello world.", "Good bye!"]
    assert named(events, "canceled")[0]["code"] == "NoError"
    mode = "dictation" if "dictation" in options else "conversation"
    assert connection["path"] == (path or f"/speech/recognition/{mode}/cognitiveservices/v1")
    assert [turn["audio_bytes"] for turn in connection["turns"]] == [64_000]


def test_hypotheses_grow_and_times_are_the_scripts(sound: Path) -> None:
    with script_host(SCRIPT) as host:
        events = recognize(host.url, host.key, sound)

    assert [event["text"] for event in named(events, "recognizing")][:2] == ["hello", "hello world"]
    times = [(e["offset_ms"], e["duration_ms"]) for e in named(events, "recognized")]
    assert times == [(200, 700), (1100, 700)]


def test_detailed_results_have_words_and_alternatives(sound: Path) -> None:
    with script_host(SCRIPT) as host:
        events = recognize(host.url + V2, host.key, sound, "endpoint", "detailed")

    best, other = named(events, "recognized")[0]["json"]["NBest"]
    assert [word["Word"] for word in best["Words"]] == ["hello", "world"]
    assert best["Words"][1]["Offset"] == 5_500_000
    assert (other["Display"], other["Confidence"]) == ("Yellow world.", 0.3)


@pytest.mark.parametrize("path", ["", V2])
def test_one_utterance(sound: Path, path: str) -> None:
    how = ("once", "endpoint") if path else ("once",)
    with script_host(SCRIPT) as host:
        (result,) = recognize(host.url + path, host.key, sound, *how)

    assert (result["text"], result["reason"]) == ("Hello world.", "RecognizedSpeech")


def test_the_language_of_each_phrase_is_told(sound: Path) -> None:
    with script_host(SCRIPT) as host:
        events = recognize(host.url + V2, host.key, sound, "endpoint", "identify")

    assert [e["language"] for e in named(events, "recognized")] == ["en-US", "de-DE"]


def test_a_phrase_list_can_be_read_back(sound: Path) -> None:
    with script_host(SCRIPT) as host:
        recognize(host.url + V2, host.key, sound, "endpoint", "phrases")
        context = host.requests()[0]["turns"][0]["context"]

    assert context["dgi"]["Groups"] == [{"Type": "Generic", "Items": [{"Text": "Contoso"}]}]


def test_a_token_is_as_good_as_the_key(sound: Path) -> None:
    with script_host(SCRIPT) as host:
        assert len(finals(recognize(host.url, host.key, sound, "token"))) == 2
        assert host.requests()[0]["headers"]["authorization"] == f"Bearer {host.key}"


def test_a_wrong_key_is_refused(sound: Path) -> None:
    with script_host(SCRIPT) as host:
        events = recognize(host.url, "0" * 32, sound)

    assert [e["code"] for e in named(events, "canceled")] == ["AuthenticationFailure"]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("Error", "ServiceError"),
        ("TooManyRequests", "TooManyRequests"),
        ("BadRequest", "BadRequest"),
        ("Forbidden", "Forbidden"),
    ],
)
def test_statuses_of_phrases_reach_the_client(sound: Path, status: str, code: str) -> None:
    phrase = {"at_ms": 0, "end_ms": 200, "text": "", "status": status}
    with script_host({"phrases": [phrase]}) as host:
        events = recognize(host.url, host.key, sound)

    assert [e["code"] for e in named(events, "canceled")] == [code]


@pytest.mark.parametrize(("path", "reason"), [("", "NoMatch"), (V2, "RecognizedSpeech")])
def test_silence_is_told_as_each_version_does(sound: Path, path: str, reason: str) -> None:
    how = ("endpoint",) if path else ()
    with script_host({"empty_every_ms": 500}) as host:
        events = recognize(host.url + path, host.key, sound, *how)

    assert finals(events) == []
    assert {e["reason"] for e in named(events, "recognized")} == {reason}


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "reset", "after_ms": 3_500},
        {"kind": "close", "code": 1006, "after_ms": 3_500},
        {"kind": "close", "code": 1011, "after_ms": 3_500},
        {
            "kind": "send",
            "after_ms": 3_500,
            "frames": ["Path:speech.phrase\r\nX-RequestId:{request_id}\r\n\r\n{"],
        },
        {"kind": "http", "code": 503},
    ],
)
def test_after_a_fault_the_client_goes_on_where_it_was(
    tmp_path: Path, fault: dict[str, Any]
) -> None:
    sound = written(tmp_path / "numbers.wav", encode_numbers(range(1, 61)))
    with script_host({"numbers": {"per_phrase": 10}}) as host:
        host.fault(times=1, **fault)
        events = recognize(host.url + V2, host.key, sound, "endpoint")
        connections = host.requests()

    assert " ".join(finals(events)).split() == [str(number) for number in range(1, 61)]
    assert len(connections) == 2


def test_turns_that_the_service_ends_lose_nothing(tmp_path: Path) -> None:
    sound = written(tmp_path / "numbers.wav", encode_numbers(range(1, 61)))
    with script_host({"numbers": {"per_phrase": 10}, "end_turn_ms": 2_300}) as host:
        events = recognize(host.url + V2, host.key, sound, "endpoint")
        (connection,) = host.requests()

    assert " ".join(finals(events)).split() == [str(number) for number in range(1, 61)]
    assert len(connection["turns"]) == 3


def test_the_sound_a_client_sent_can_be_read_back(tmp_path: Path) -> None:
    pcm = encode_numbers([1, 2, 3])
    with script_host() as host:
        recognize(host.url, host.key, written(tmp_path / "n.wav", pcm))

        assert host.audio() == pcm
