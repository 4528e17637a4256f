"""A result's JSON becomes a segment, and nothing in it is believed."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdesk.domain.events import Alternative, Partial, Segment, Word
from speechdesk.speech.results import TICKS_PER_MS, RawResult, Stretch, partial_of, segment_of

STRETCH = Stretch(10_000, 40_000)

DETAILED = {
    "Id": "1",
    "RecognitionStatus": "Success",
    "Offset": 1000 * TICKS_PER_MS,
    "Duration": 900 * TICKS_PER_MS,
    "NBest": [
        {
            "Confidence": 0.87,
            "Lexical": "five dollars",
            "ITN": "$5",
            "MaskedITN": "$5",
            "Display": "$5.",
            "Words": [
                {"Word": "five", "Offset": 1000 * TICKS_PER_MS, "Duration": 400 * TICKS_PER_MS},
                {"Word": "dollars", "Offset": 1400 * TICKS_PER_MS, "Duration": 500 * TICKS_PER_MS},
            ],
        },
        {"Confidence": 0.5, "Display": "Five dollars."},
        {"Confidence": 0.4, "Display": "$5."},
    ],
}


def raw(result: object, offset_ms: int = 1000, duration_ms: int = 900) -> RawResult:
    text = result if isinstance(result, str) else json.dumps(result)
    return RawResult(text, offset_ms * TICKS_PER_MS, duration_ms * TICKS_PER_MS)


def test_a_detailed_result() -> None:
    assert segment_of(raw(DETAILED), STRETCH, "en-US") == Segment(
        text="$5.",
        offset_ms=11_000,
        duration_ms=900,
        language="en-US",
        confidence=0.87,
        words=(Word("$5.", 11_000, 900),),
        alternatives=(Alternative("Five dollars.", 0.5),),
        lexical="five dollars",
    )


def test_a_simple_result() -> None:
    simple = {"RecognitionStatus": "Success", "DisplayText": "Hello there."}
    segment = segment_of(raw(simple), STRETCH, "en-US")
    assert segment.text == "Hello there."
    assert [word.text for word in segment.words] == ["Hello", "there."]
    assert segment.confidence is None


def test_the_language_that_was_identified() -> None:
    result = {**DETAILED, "PrimaryLanguage": {"Language": "de-DE", "Confidence": "High"}}
    assert segment_of(raw(result), STRETCH, "en-US").language == "de-DE"
    said = RawResult(json.dumps(result), 0, 0, language="fr-FR")
    assert segment_of(said, STRETCH, "en-US").language == "fr-FR"
    assert partial_of(raw({"Text": "hallo", **result}), STRETCH).language == "de-DE"


@pytest.mark.parametrize("status", ["NoMatch", "InitialSilenceTimeout", "EndOfDictation", 7, None])
def test_nothing_recognized_has_no_text(status: object) -> None:
    segment = segment_of(raw({**DETAILED, "RecognitionStatus": status}), STRETCH, "en-US")
    assert segment == Segment("", 11_000, 900, "en-US", 0.87)


@pytest.mark.parametrize(
    ("offset_ticks", "duration_ticks", "place"),
    [
        (0, 0, (10_000, 10_000)),
        (2**63, 2**64 - 1, (10_000, 10_000)),
        (5_000 * TICKS_PER_MS, 2**70, (15_000, 15_000)),
        (-5, -5, (10_000, 10_000)),
        (29_000 * TICKS_PER_MS, 2_000 * TICKS_PER_MS, (39_000, 40_000)),
    ],
)
def test_times_stay_inside_what_was_streamed(
    offset_ticks: int, duration_ticks: int, place: tuple[int, int]
) -> None:
    result = RawResult('{"Text": "a", "DisplayText": "a"}', offset_ticks, duration_ticks)
    segment, partial = segment_of(result, STRETCH, "en-US"), partial_of(result, STRETCH)
    assert (segment.offset_ms, segment.end_ms) == place
    assert (partial.offset_ms, partial.offset_ms + partial.duration_ms) == place


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{", '"text"', "[" * 100_000, '{"NBest": 5}', '{"NBest": [[]]}']
)
def test_what_is_no_result_is_a_final_without_text(text: str) -> None:
    assert segment_of(raw(text), STRETCH, "en-US").text == ""
    assert partial_of(raw(text), STRETCH) == Partial("", 11_000, 900)


@pytest.mark.parametrize(
    ("confidence", "taken"),
    [
        (0.5, 0.5),
        (7, 1.0),
        (-(10**400), 0.0),
        (True, None),
        ("0.5", None),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_confidence_is_between_0_and_1(confidence: object, taken: float | None) -> None:
    result = {"DisplayText": "a", "NBest": [{"Confidence": confidence}]}
    assert segment_of(raw(result), STRETCH, "en-US").confidence == taken


def test_sizes_are_bounded() -> None:
    result = {
        "DisplayText": "a" * 1_500_000,
        "NBest": [{}] + [{"Display": f"other {index}"} for index in range(50)],
    }
    segment = segment_of(raw(result), STRETCH, "en-US")
    assert len(segment.text) == 1_000_000
    assert len(segment.alternatives) == 10


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["NBest", "Words", "Word", "Offset", "Duration", "Display", "Text"]),
            inner,
        )
    ),
)


@given(st.dictionaries(st.sampled_from([*DETAILED, "DisplayText", "PrimaryLanguage"]), values))
def test_no_shape_of_a_result_is_an_error(result: dict[str, Any]) -> None:
    segment = segment_of(raw(result), STRETCH, "en-US")
    assert "".join(word.text for word in segment.words) == "".join(segment.text.split())
    partial_of(raw(result), STRETCH)
