"""What a recognizer is told, made of the settings."""

from dataclasses import replace
from typing import Any

from speechdesk.domain.connection import RecognitionOptions, RecognizerConfig, Service
from speechdesk.settings.choice import Chosen, settings_connection
from speechdesk.settings.choices import CatchUp, Identify
from speechdesk.settings.schema import (
    AT_START_LANGUAGES,
    CONTINUOUS_LANGUAGES,
    OPTIONS,
    Settings,
)


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
        identify_continuously=_in_effect(settings, "identify") is Identify.CONTINUOUSLY,
        endpoint_ids=tuple(
            pair for pair in settings.endpoint_ids if own_models and pair[0] in languages
        ),
        phrases=_in_effect(settings, "phrases"),
        phrase_weight=_in_effect(settings, "phrase_weight"),
        options=_recognition_options(settings),
        fast=_is_fast(settings),
    )


def spoken_languages(settings: Settings) -> tuple[str, ...]:
    """Return the language, and those it is told apart from, within the service's limits.

    One variety of each language, and at most 4 at the start or 10 continuously: the client does
    not check this, so we do.
    """
    identify = _in_effect(settings, "identify")
    if identify is Identify.OFF:
        return (settings.language,)
    most = AT_START_LANGUAGES if identify is Identify.AT_START else CONTINUOUS_LANGUAGES
    varieties: dict[str, str] = {}
    for tag in (settings.language, *settings.identify_languages):
        varieties.setdefault(tag.partition("-")[0], tag)
    return tuple(varieties.values())[:most]


def _recognition_options(settings: Settings) -> RecognitionOptions:
    longest_s = _in_effect(settings, "longest_segment_s")
    return RecognitionOptions(
        dictation=_in_effect(settings, "dictation"),
        punctuation=_in_effect(settings, "punctuation").value,
        profanity=_in_effect(settings, "profanity").value,
        true_text=_in_effect(settings, "true_text"),
        post_refinement=_in_effect(settings, "post_refinement"),
        stable_partials=_in_effect(settings, "stable_partials"),
        segmentation=_in_effect(settings, "segmentation").value,
        segmentation_silence_ms=_in_effect(settings, "pause_ms"),
        segmentation_maximum_ms=None if longest_s is None else longest_s * 1000,
        initial_silence_ms=_in_effect(settings, "initial_silence_ms"),
    )


def _is_fast(settings: Settings) -> bool:
    if settings.catch_up is CatchUp.AUTOMATIC:
        return settings.service is not Service.AZURE
    return settings.catch_up is CatchUp.FAST


def _in_effect(settings: Settings, name: str) -> Any:
    """Return the option's value, or its default where it has no effect."""
    option = OPTIONS[name]
    return option.default if option.unavailable(settings) else getattr(settings, name)
