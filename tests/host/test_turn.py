"""The protocol of one connection, frame by frame."""

import json
from typing import Any

import pytest

from speechdesk.host.engines.engine import (
    Hypothesis,
    Mode,
    Phrase,
    Reading,
    SpeechStarted,
    Status,
    TurnRequest,
    Word,
)
from speechdesk.host.request import parse_address
from speechdesk.host.turn import (
    AudioArrived,
    AudioEnded,
    ClientEvent,
    Exchange,
    Noted,
    TurnAnswers,
    TurnBegun,
)
from speechdesk.host.wire import WireError, text_frame
from tests.host.frames import binary_frame, parse

READING = Reading(
    "Hello, world.", "hello world", 0.9, (Word("hello", 100, 300, 0.8), Word("world", 400, 200))
)


def exchange(target: str = "/stt/speech/universal/v2") -> Exchange:
    address = parse_address(target)
    assert address is not None
    return Exchange(address)


def sound(request_id: str, payload: bytes = b"..") -> bytes:
    return binary_frame({"Path": "audio", "X-RequestId": request_id}, payload)


def told(subject: Exchange, *frames: str | bytes) -> list[ClientEvent]:
    return [event for frame in frames for event in subject.receive(frame)]


def said(frame: str) -> tuple[str, dict[str, Any]]:
    message = parse(frame)
    body = message.json()
    body.pop("Id", None)
    return message.path, body


def test_a_turn_begins_with_its_first_sound_and_what_was_asked_before() -> None:
    context = {"phraseDetection": {"mode": "DICTATION"}}
    events = told(
        exchange(),
        text_frame("speech.config", "", {}),
        text_frame("speech.context", "A", context),
        sound("A", b"RIFF"),
        sound("A", b"1234"),
        sound("A", b""),
        text_frame("telemetry", "A", {}),
    )

    kinds = [type(event) for event in events]
    assert kinds == [Noted, Noted, TurnBegun, AudioArrived, AudioArrived, AudioEnded, Noted]
    begun = events[2]
    assert isinstance(begun, TurnBegun)
    assert (begun.request.request_id, begun.request.mode) == ("A", Mode.DICTATION)
    assert begun.context == context


def test_sound_without_a_context_begins_a_turn_too() -> None:
    first, *_ = told(exchange(), sound("A"))

    assert isinstance(first, TurnBegun)


def test_sound_that_arrives_after_the_end_is_dropped() -> None:
    subject = exchange()
    told(subject, sound("A"))
    subject.end_turn(1000)

    assert told(subject, sound("A"), sound("A", b"")) == []


def test_sound_after_the_end_of_the_sound_is_dropped() -> None:
    assert len(told(exchange(), sound("A"), sound("A", b""), sound("A"), sound("A", b""))) == 3


def test_the_next_turn_begins_where_the_last_one_ended() -> None:
    subject = exchange()
    told(subject, sound("A"))
    subject.end_turn(1000)
    told(subject, sound("B"))
    subject.end_turn(500)
    begun = told(subject, sound("C"))[0]

    assert isinstance(begun, TurnBegun)
    assert begun.request.start_ms == 1500


def test_a_new_turn_takes_over_from_one_that_has_not_ended() -> None:
    kinds = [type(event) for event in told(exchange(), sound("A"), sound("B"))]

    assert kinds == [TurnBegun, AudioArrived, TurnBegun, AudioArrived]


def test_sound_without_a_request_id_is_a_breach() -> None:
    with pytest.raises(WireError, match="request id"):
        told(exchange(), sound(""))


def test_a_context_that_is_not_json_is_a_breach() -> None:
    with pytest.raises(WireError, match="not JSON"):
        told(exchange(), "Path: speech.context\r\nX-RequestId: A\r\n\r\n{bad")


def test_the_frames_of_a_turn_in_simple_form() -> None:
    answers = TurnAnswers(TurnRequest("A"))

    assert said(answers.begin())[0] == "turn.start"
    assert said(answers.answer(SpeechStarted(100))) == ("speech.startdetected", {"Offset": 1000000})
    assert said(answers.answer(Hypothesis("hello", 100, 300))) == (
        "speech.hypothesis",
        {"Text": "hello", "Offset": 1_000_000, "Duration": 3_000_000},
    )
    assert said(answers.answer(Phrase(100, 500, (READING,)))) == (
        "speech.phrase",
        {
            "RecognitionStatus": "Success",
            "Offset": 1_000_000,
            "Duration": 5_000_000,
            "DisplayText": "Hello, world.",
        },
    )
    assert [said(frame) for frame in answers.end(700)] == [
        ("speech.enddetected", {"Offset": 7_000_000}),
        (
            "speech.phrase",
            {"RecognitionStatus": "EndOfDictation", "Offset": 7_000_000, "Duration": 0},
        ),
        ("turn.end", {}),
    ]


def test_every_frame_names_its_turn() -> None:
    answers = TurnAnswers(TurnRequest("A"))
    frames = [answers.begin(), answers.answer(SpeechStarted(1)), *answers.end(2)]

    assert {parse(frame).request_id for frame in frames} == {"A"}


def test_detailed_form_has_the_n_best_list_and_word_times_if_asked() -> None:
    phrase = Phrase(100, 500, (READING, Reading("Yellow.", "yellow", 0.2)))

    _, plain = said(TurnAnswers(TurnRequest("A", detailed=True)).answer(phrase))
    _, timed = said(TurnAnswers(TurnRequest("A", detailed=True, word_timings=True)).answer(phrase))

    assert [best["Display"] for best in plain["NBest"]] == ["Hello, world.", "Yellow."]
    assert "Words" not in plain["NBest"][0]
    assert timed["NBest"][0]["Words"] == [
        {"Word": "hello", "Offset": 1_000_000, "Duration": 3_000_000, "Confidence": 0.8},
        {"Word": "world", "Offset": 4_000_000, "Duration": 2_000_000},
    ]
    assert "Words" not in timed["NBest"][1]


def test_the_language_is_told_to_those_who_asked_for_it() -> None:
    phrase = Phrase(0, 500, (READING,), language="de-DE")

    _, asked = said(TurnAnswers(TurnRequest("A", identify=True)).answer(phrase))
    _, not_asked = said(TurnAnswers(TurnRequest("A")).answer(phrase))

    assert asked["PrimaryLanguage"] == {"Language": "de-DE", "Confidence": "High"}
    assert "PrimaryLanguage" not in not_asked


@pytest.mark.parametrize(("universal", "status"), [(True, "Success"), (False, "NoMatch")])
def test_nothing_understood_is_told_as_each_version_does(universal: bool, status: str) -> None:
    answers = TurnAnswers(TurnRequest("A", empty_is_success=universal))

    _, body = said(answers.answer(Phrase(0, 10_000)))

    assert body["RecognitionStatus"] == status
    assert body.get("DisplayText", "") == ""


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.SUCCESS])
def test_other_statuses_carry_no_text(status: Status) -> None:
    _, body = said(TurnAnswers(TurnRequest("A", detailed=True)).answer(Phrase(0, 1, status=status)))

    assert body == {"RecognitionStatus": status, "Offset": 0, "Duration": 10_000}


def test_one_utterance_ends_without_end_of_dictation() -> None:
    frames = TurnAnswers(TurnRequest("A", mode=Mode.INTERACTIVE)).end(0)

    assert [parse(frame).path for frame in frames] == ["speech.enddetected", "turn.end"]


def test_text_travels_as_it_is() -> None:
    frame = TurnAnswers(TurnRequest("A")).answer(Hypothesis('“日本” "\r\n\r\n', 0, 0))

    assert json.loads(frame.partition("\r\n\r\n")[2])["Text"] == '“日本” "\r\n\r\n'
