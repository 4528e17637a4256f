"""What a recognizer is told, made of the settings."""

from dataclasses import replace

from speechdesk.domain.connection import RecognitionOptions, RecognizerConfig, Service
from speechdesk.settings.choice import Chosen, settings_connection
from speechdesk.settings.choices import CatchUp, Identify
from speechdesk.settings.in_effect import in_effect, spoken_languages
from speechdesk.settings.schema import Settings


def recognizer_config(settings: Settings, chosen: Chosen, language: str = "") -> RecognizerConfig:
    """Return the configuration for what was chosen, which may be another than the settings' own.

    `language` replaces the language of the settings and their identification. Options that have
    no effect there are left out.
    """
    own_models = settings_connection(settings).secret_name == chosen.connection.secret_name
    settings = replace(settings, service=chosen.connection.service)
    if language:
        settings = replace(settings, language=language, identify=Identify.OFF)
    languages = spoken_languages(settings)
    return RecognizerConfig(
        connection=chosen.connection,
        languages=languages,
        credential=chosen.credential,
        identify_continuously=in_effect(settings, "identify") is Identify.CONTINUOUSLY,
        endpoint_ids=tuple(
            pair for pair in settings.endpoint_ids if own_models and pair[0] in languages
        ),
        phrases=in_effect(settings, "phrases"),
        phrase_weight=in_effect(settings, "phrase_weight"),
        options=_recognition_options(settings),
        fast=_is_fast(settings),
    )


def _recognition_options(settings: Settings) -> RecognitionOptions:
    longest_s = in_effect(settings, "longest_segment_s")
    return RecognitionOptions(
        dictation=in_effect(settings, "dictation"),
        punctuation=in_effect(settings, "punctuation").value,
        profanity=in_effect(settings, "profanity").value,
        true_text=in_effect(settings, "true_text"),
        post_refinement=in_effect(settings, "post_refinement"),
        stable_partials=in_effect(settings, "stable_partials"),
        segmentation=in_effect(settings, "segmentation").value,
        segmentation_silence_ms=in_effect(settings, "pause_ms"),
        segmentation_maximum_ms=None if longest_s is None else longest_s * 1000,
        initial_silence_ms=in_effect(settings, "initial_silence_ms"),
    )


def _is_fast(settings: Settings) -> bool:
    if settings.catch_up is CatchUp.AUTOMATIC:
        return settings.service is not Service.AZURE
    return settings.catch_up is CatchUp.FAST
