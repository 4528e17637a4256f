"""What a recognizer is told, made of the settings."""

from dataclasses import replace

from speechdesk.domain.connection import (
    Connection,
    Credential,
    CredentialKind,
    RecognitionOptions,
    RecognizerConfig,
    Service,
)
from speechdesk.settings.choice import Chosen, settings_connection
from speechdesk.settings.choices import (
    CatchUp,
    Identify,
    Profanity,
    Punctuation,
    Segmentation,
)
from speechdesk.settings.in_effect import spoken_languages
from speechdesk.settings.recognition import recognizer_config
from speechdesk.settings.schema import Settings

AZURE = Settings(service=Service.AZURE, region="westeurope", language="de-DE")
KEY = Credential(CredentialKind.KEY, "k")


def config(settings: Settings, language: str = "") -> RecognizerConfig:
    return recognizer_config(settings, Chosen(settings_connection(settings), KEY), language)


def test_the_defaults_ask_for_nothing_special() -> None:
    assert config(AZURE) == RecognizerConfig(
        connection=Connection(service=Service.AZURE, region="westeurope"),
        languages=("de-DE",),
        credential=KEY,
    )


def test_all_options_reach_the_recognizer() -> None:
    settings = replace(
        AZURE,
        punctuation=Punctuation.EXPLICIT,
        dictation=True,
        profanity=Profanity.RAW,
        true_text=True,
        stable_partials=3,
        segmentation=Segmentation.PAUSES,
        pause_ms=800,
        longest_segment_s=40,
        initial_silence_ms=0,
        phrases=("Contoso",),
        phrase_weight=1.5,
        endpoint_id="model",
        endpoint_ids=(("de-DE", "german"), ("fr-FR", "french")),
    )
    found = config(settings)
    assert found.options == RecognitionOptions(
        dictation=True,
        punctuation="explicit",
        profanity="raw",
        true_text=True,
        stable_partials=3,
        segmentation="pauses",
        segmentation_silence_ms=800,
        segmentation_maximum_ms=40_000,
        initial_silence_ms=0,
    )
    assert (found.phrases, found.phrase_weight) == (("Contoso",), 1.5)
    assert found.endpoint_ids == (("de-DE", "german"),)
    assert found.connection.endpoint_id == "model"


def test_what_this_computer_cannot_do_is_not_asked_of_it() -> None:
    settings = Settings(
        punctuation=Punctuation.NONE,
        phrases=("Contoso",),
        identify=Identify.CONTINUOUSLY,
        identify_languages=("fr-FR",),
        endpoint_ids=(("en-US", "x"),),
    )
    found = recognizer_config(settings, Chosen(Connection()))
    assert found.options == RecognitionOptions()
    assert (found.phrases, found.languages) == ((), ("en-US",))


def test_options_that_exclude_each_other_do_not_go_out_together() -> None:
    both = replace(AZURE, post_refinement=True, true_text=True)
    assert config(both).options == RecognitionOptions(post_refinement=True)
    identified = replace(both, identify=Identify.AT_START, identify_languages=("fr-FR",))
    assert config(identified).options == RecognitionOptions(true_text=True)


def test_custom_models_stay_with_their_resource() -> None:
    settings = replace(AZURE, endpoint_ids=(("de-DE", "german"),))
    elsewhere = Chosen(Connection(service=Service.AZURE, region="eastus"), KEY)
    assert recognizer_config(settings, elsewhere).endpoint_ids == ()


def test_languages_are_kept_within_the_services_limits() -> None:
    many = tuple(f"{first}{second}-XX" for first in "abc" for second in "efghij")
    settings = replace(AZURE, identify=Identify.AT_START, identify_languages=("de-AT", *many))
    assert spoken_languages(settings) == ("de-DE", *many[:3])
    settings = replace(settings, identify=Identify.CONTINUOUSLY)
    assert len(spoken_languages(settings)) == 10
    assert config(settings).identify_continuously


def test_a_language_picked_for_a_take_is_not_identified() -> None:
    settings = replace(AZURE, identify=Identify.AT_START, identify_languages=("fr-FR",))
    assert config(settings, "it-IT").languages == ("it-IT",)


def test_catching_up_is_fast_but_for_azure() -> None:
    container = Settings(service=Service.CONTAINER, url="wss://speech.example")
    assert not config(AZURE).fast
    assert config(container).fast
    assert config(replace(AZURE, catch_up=CatchUp.FAST)).fast
    assert not config(replace(container, catch_up=CatchUp.STEADY)).fast
