import json
from dataclasses import replace

from speechdesk.domain.events import Alternative, Segment
from speechdesk.domain.transcript import Block, Document, runs_of
from speechdesk.exporters.base import export
from tests.exporters.making import following, spoken, take


def test_json_is_as_the_command_line_promises() -> None:
    segment = spoken("Grüße 世界.", 120)
    assert json.loads(export("json", take([segment]))) == {
        "version": 1,
        "language": "en-US",
        "segments": [
            {
                "offset_ms": 120,
                "duration_ms": 600,
                "text": "Grüße 世界.",
                "confidence": 0.9,
                "language": "en-US",
                "words": [
                    {"text": "Grüße", "offset_ms": 120, "duration_ms": 300, "confidence": 0.9},
                    {"text": "世界.", "offset_ms": 420, "duration_ms": 300, "confidence": 0.9},
                ],
            }
        ],
    }


def test_it_is_laid_out_as_python_does_it() -> None:
    for said in ([], [spoken("One.")], following("One.", "Two.")):
        written = export("json", take(said)).decode()
        assert written == json.dumps(json.loads(written), ensure_ascii=False, indent=2) + "\n"


def test_a_text_that_has_line_separators_stays_as_it_is() -> None:
    text = "one\u2028two\u2029three\x85four\nfive"
    (segment,) = json.loads(export("json", take([Segment(text, 0, 1, "en-US")])))["segments"]
    assert segment["text"] == text


def test_confidence_is_null_where_the_service_gives_none() -> None:
    (segment,) = json.loads(export("json", take([Segment("x", 0, 1, "en-US")])))["segments"]
    assert (segment["confidence"], segment["words"]) == (None, [])


def test_nothing_said_is_no_segments() -> None:
    assert json.loads(export("json", take([])))["segments"] == []


def test_details_are_alternatives_and_revisions() -> None:
    first = replace(
        spoken("recognise beach"), alternatives=(Alternative("wreck a nice beach", 0.4),)
    )
    second = replace(spoken("recognize speech"), lexical="recognize speech")
    hello, *rest = runs_of(2, second)
    document = Document((Block(1, (replace(hello, text="Recognize"), *rest)),), 2)
    exported = take([first, second], document=document, replaced={2: 1})
    assert "revisions" not in json.loads(export("json", exported))["segments"][0]
    (segment,) = json.loads(export("json", exported, details=True))["segments"]
    assert segment["text"] == "Recognize speech"
    assert segment["lexical"] == "recognize speech"
    assert [each["text"] for each in segment["revisions"]] == [
        "recognise beach",
        "recognize speech",
    ]
    (segment,) = json.loads(export("json", take([first]), details=True))["segments"]
    assert segment["alternatives"] == [{"text": "wreck a nice beach", "confidence": 0.4}]
    assert segment["revisions"] == []


def test_revisions_that_point_at_each_other_end() -> None:
    exported = take(following("one", "two"), replaced={1: 2, 2: 1})
    assert export("json", exported, details=True)
