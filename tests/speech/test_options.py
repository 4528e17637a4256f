"""Options are checked before the SDK sees them. What it sends: test_options_on_the_wire."""

from typing import Any

import pytest

from speechdesk.domain.connection import Connection, RecognitionOptions, RecognizerConfig
from speechdesk.errors import FailureCode, RecognitionError
from speechdesk.speech.options import SourceLanguage, sdk_options

TEN = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "fi")


def config(**changes: Any) -> RecognizerConfig:
    return RecognizerConfig(**{"connection": Connection(), "languages": ("en-US",), **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"languages": ()},
        {"languages": ("english please",)},
        {"languages": ("en-US", "en-GB")},
        {"languages": ("en-US", "de-DE", "fr-FR", "es-ES", "it-IT")},
        {
            "languages": (*TEN, "cs"),
            "identify_continuously": True,
        },
        {"phrase_weight": 2.1},
        {"phrase_weight": -0.1},
        {"phrase_weight": float("nan")},
        {"phrases": tuple(map(str, range(501)))},
    ],
)
def test_what_the_service_cannot_do_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(RecognitionError) as caught:
        sdk_options(config(**changes))
    assert caught.value.failure.code is FailureCode.BAD_OPTION
    assert caught.value.failure.detail


@pytest.mark.parametrize(
    "options",
    [
        {"punctuation": "some"},
        {"profanity": "more"},
        {"segmentation": "never"},
        {"segmentation_silence_ms": 99},
        {"segmentation_silence_ms": 5001},
        {"segmentation_maximum_ms": 19_999},
        {"segmentation_maximum_ms": 70_001},
        {"initial_silence_ms": -1},
        {"initial_silence_ms": 60_001},
        {"stable_partials": 0},
        {"stable_partials": 11},
        {"true_text": True, "post_refinement": True},
    ],
)
def test_values_out_of_range_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(RecognitionError) as caught:
        sdk_options(config(options=RecognitionOptions(**options)))
    assert caught.value.failure.code is FailureCode.BAD_OPTION


def test_post_refinement_needs_one_language() -> None:
    options = RecognitionOptions(post_refinement=True)
    with pytest.raises(RecognitionError):
        sdk_options(config(languages=("en-US", "de-DE"), options=options))


@pytest.mark.parametrize(
    "options",
    [
        {"segmentation_silence_ms": 100, "segmentation_maximum_ms": 20_000},
        {"segmentation_silence_ms": 5000, "segmentation_maximum_ms": 70_000},
        {"initial_silence_ms": 0, "stable_partials": 1},
        {"initial_silence_ms": 60_000, "stable_partials": 10},
    ],
)
def test_the_edges_of_the_ranges_are_taken(options: dict[str, Any]) -> None:
    assert sdk_options(config(options=RecognitionOptions(**options))).properties


def test_ten_languages_can_be_told_apart_continuously() -> None:
    options = sdk_options(config(languages=TEN, identify_continuously=True))
    assert [language.tag for language in options.languages] == list(TEN)


def test_the_connections_own_model_is_that_of_the_first_language() -> None:
    connection = Connection(endpoint_id="model-1")
    options = sdk_options(
        config(
            connection=connection,
            languages=("en-US", "de-DE", "fr-FR"),
            endpoint_ids=(("fr-FR", "model-2"),),
        )
    )
    assert options.languages == (
        SourceLanguage("en-US", "model-1"),
        SourceLanguage("de-DE"),
        SourceLanguage("fr-FR", "model-2"),
    )


def test_phrases_are_cleaned_and_said_once() -> None:
    options = sdk_options(config(phrases=("Contoso", " Contoso", "", "a\u202eb\n")))
    assert options.phrases == ("Contoso", "ab")


def test_full_speed_is_asked_for_only_when_wanted() -> None:
    name = "SPEECH-TransmitLengthBeforThrottleMs"
    assert name in dict(sdk_options(config(fast=True)).named)
    assert name not in dict(sdk_options(config()).named)
