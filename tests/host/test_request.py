"""What a client asks for, read from its address and its speech.context."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdesk.host.engines.engine import Mode, TurnRequest
from speechdesk.host.request import Address, parse_address, turn_request


def address(target: str) -> Address:
    found = parse_address(target)
    assert found is not None
    return found


def asked(target: str = "/stt/speech/universal/v2", **context: Any) -> TurnRequest:
    return turn_request(address(target), "R", context)


@pytest.mark.parametrize(
    ("target", "mode"),
    [
        ("/stt/speech/universal/v2", None),
        ("/speech/universal/v2?cid=7", None),
        ("/speech/recognition/interactive/cognitiveservices/v1", Mode.INTERACTIVE),
        ("/speech/recognition/conversation/cognitiveservices/v1?language=x", Mode.CONVERSATION),
        ("/Speech/Recognition/Dictation/CognitiveServices/V1/", Mode.DICTATION),
    ],
)
def test_the_paths_of_the_service(target: str, mode: Mode | None) -> None:
    assert address(target).mode is mode


@pytest.mark.parametrize("target", ["/", "/speech", "/speech/recognition/x/cognitiveservices/v1"])
def test_other_paths_are_none_of_it(target: str) -> None:
    assert parse_address(target) is None


def test_version_1_asks_in_its_address() -> None:
    request = asked(
        "/speech/recognition/dictation/cognitiveservices/v1?language=en-GB&format=detailed"
        "&wordLevelTimestamps=true&segmentationSilenceTimeoutMs=800"
    )

    assert request == TurnRequest(
        request_id="R",
        mode=Mode.DICTATION,
        detailed=True,
        word_timings=True,
        languages=("en-GB",),
        spoken_punctuation=True,
        empty_is_success=False,
        segmentation_silence_ms=800,
    )


def test_version_2_asks_in_its_context() -> None:
    request = asked(
        phraseDetection={
            "mode": "CONVERSATION",
            "language": "en-us",
            "initialSilenceTimeout": 7000,
            "CONVERSATION": {
                "segmentation": {
                    "mode": "Custom",
                    "segmentationSilenceTimeoutMs": 300,
                    "segmentationForcedTimeoutMs": 30_000,
                }
            },
        },
        phraseOutput={"format": "Detailed", "detailed": {"options": ["WordTimings"]}},
    )

    assert request == TurnRequest(
        request_id="R",
        detailed=True,
        word_timings=True,
        languages=("en-us",),
        segmentation_silence_ms=300,
        segmentation_maximum_ms=30_000,
        initial_silence_ms=7000,
    )


def test_candidates_for_identification_come_before_the_language() -> None:
    request = asked(
        phraseDetection={"language": "en-us"},
        languageId={"languages": ["de-DE", "en-US"], "mode": "DetectContinuous"},
    )

    assert request.languages == ("de-DE", "en-US")
    assert request.identify


@pytest.mark.parametrize(
    ("mode", "marks", "spoken", "automatic"),
    [
        ("CONVERSATION", None, False, True),
        ("CONVERSATION", "Explicit", True, False),
        ("CONVERSATION", "None", False, False),
        ("DICTATION", None, True, True),
        ("DICTATION", "Implicit", True, True),
        ("DICTATION", "Explicit", True, False),
        ("DICTATION", "None", False, False),
    ],
)
def test_punctuation(mode: str, marks: str | None, spoken: bool, automatic: bool) -> None:
    enrichment = {mode.lower(): {"punctuationMode": marks}} if marks else {}
    request = asked(phraseDetection={"mode": mode, "enrichment": enrichment})

    assert (request.spoken_punctuation, request.automatic_punctuation) == (spoken, automatic)


@pytest.mark.parametrize("offset", ["30000000", 30_000_000])
def test_a_reconnect_says_where_its_sound_begins(offset: object) -> None:
    streams = {"1": {"offset": offset}}
    request = asked(continuation={"previousServiceTag": "x", "audio": {"streams": streams}})

    assert request.start_ms == 3000


@pytest.mark.parametrize(
    "context",
    [
        {"phraseDetection": []},
        {"phraseDetection": {"mode": 7, "language": {}, "initialSilenceTimeout": -1}},
        {"phraseDetection": {"mode": "SHOUTING", "initialSilenceTimeout": "9" * 40}},
        {"phraseOutput": {"format": None, "detailed": {"options": "WordTimings"}}},
        {"languageId": {"languages": [1, None]}},
        {"continuation": {"audio": {"streams": {"1": {"offset": 2**80}}}}},
        {"continuation": {"audio": {"streams": {"1": {"offset": "9" * 5000}}}}},
        {"continuation": {"audio": {"streams": {"1": None}}}},
        {"dgi": 5},
    ],
)
def test_nonsense_counts_as_not_asked(context: dict[str, Any]) -> None:
    assert asked(**context) == TurnRequest(request_id="R")


_NAMES = st.sampled_from(
    [
        "phraseDetection",
        "mode",
        "language",
        "CONVERSATION",
        "segmentation",
        "enrichment",
        "phraseOutput",
        "format",
        "detailed",
        "options",
        "languageId",
        "languages",
        "initialSilenceTimeout",
        "continuation",
        "audio",
        "streams",
        "1",
        "offset",
        "segmentationSilenceTimeoutMs",
        "punctuationMode",
    ]
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
)


@given(st.dictionaries(_NAMES, _VALUES, max_size=6))
def test_no_context_at_all_does_more_than_ask_for_a_turn(context: dict[str, Any]) -> None:
    request = asked(**context)

    assert request.start_ms >= 0
    assert all(isinstance(language, str) for language in request.languages)
