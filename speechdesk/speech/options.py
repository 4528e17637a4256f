"""What the user wants of the recognizer, in the Speech SDK's own names.

The SDK checks nothing, so values and combinations that the service does not take are refused here,
with a reason.
"""

import re
from dataclasses import dataclass

from speechdesk.domain import limits
from speechdesk.domain.connection import RecognitionOptions, RecognizerConfig
from speechdesk.errors import Failure, FailureCode, RecognitionError
from speechdesk.speech.cleaning import clean_text

# The SDK takes a longest segment only together with a silence; this is the service's typical one.
_TYPICAL_SILENCE_MS = 500
# Once so much has been sent, the SDK falls back to twice real time: 100 hours.
_NEVER_THROTTLED_MS = "360000000"
_NAMED = {
    # The SDK gives up once it holds a minute of unanswered sound; our limit is the feed's window.
    "SPEECH-MaxBufferSizeMs": "7200000",
    "SPEECH-StopRecognitionTimeoutInSeconds": "1",
    # Nobody needs to know this computer's device id; and the first connection comes 0.5 s sooner.
    "SPEECH-TelemetryDataEnabled": "false",
}

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PUNCTUATION = {"": "", "automatic": "implicit", "none": "none", "explicit": "explicit"}
_PROFANITY = {"": "", "masked": "Masked", "removed": "Removed", "raw": "Raw"}
_SEGMENTATION = {"": "", "pauses": "Time", "meaning": "Semantic"}


@dataclass(frozen=True, slots=True)
class SourceLanguage:
    """A language to recognize, with the id of a custom model or ""."""

    tag: str
    endpoint_id: str = ""


@dataclass(frozen=True, slots=True)
class SdkOptions:
    """Options in the SDK's names: `properties` by PropertyId, `named` by string.

    `query` goes into the URL; `profanity` is the name of a ProfanityOption or "".
    """

    languages: tuple[SourceLanguage, ...]
    phrases: tuple[str, ...]
    phrase_weight: float
    dictation: bool
    profanity: str
    properties: tuple[tuple[str, str], ...]
    named: tuple[tuple[str, str], ...]
    query: tuple[tuple[str, str], ...]


def sdk_options(config: RecognizerConfig) -> SdkOptions:
    """Return `config`'s options for the SDK. Raises RecognitionError with code BAD_OPTION."""
    options = config.options
    languages = _languages(config)
    properties = _segmentation(options) | _texts(options, len(languages))
    if len(languages) > 1:
        mode = "Continuous" if config.identify_continuously else "AtStart"
        properties["SpeechServiceConnection_LanguageIdMode"] = mode
    named = dict(_NAMED)
    if config.fast:
        # Sic: the SDK knows the name in this spelling only.
        named["SPEECH-TransmitLengthBeforThrottleMs"] = _NEVER_THROTTLED_MS
    punctuation = _choice("punctuation", options.punctuation, _PUNCTUATION)
    return SdkOptions(
        languages=languages,
        phrases=_phrases(config.phrases),
        phrase_weight=_weight(config.phrase_weight),
        dictation=options.dictation,
        profanity=_choice("profanity", options.profanity, _PROFANITY),
        properties=tuple(properties.items()),
        named=tuple(named.items()),
        query=(("punctuation", punctuation),) if punctuation else (),
    )


def _languages(config: RecognizerConfig) -> tuple[SourceLanguage, ...]:
    tags = config.languages
    if not tags:
        raise _bad("no language")
    for tag in tags:
        if not _LANGUAGE.fullmatch(tag):
            raise _bad(f"not a language: {tag}")
    continuously = config.identify_continuously
    most = limits.LANGUAGES_CONTINUOUSLY if continuously else limits.LANGUAGES_AT_START
    if len(tags) > most:
        raise _bad(f"at most {most} languages can be told apart")
    if len({tag.partition("-")[0].lower() for tag in tags}) < len(tags):
        raise _bad("only one locale of each language can be told apart")
    models = dict(config.endpoint_ids)
    # The connection's own model is that of the language the user mainly speaks.
    models.setdefault(tags[0], config.connection.endpoint_id)
    return tuple(SourceLanguage(tag, models.get(tag, "")) for tag in tags)


def _segmentation(options: RecognitionOptions) -> dict[str, str]:
    strategy = _choice("segmentation", options.segmentation, _SEGMENTATION)
    silence = _within("segmentation_silence_ms", options.segmentation_silence_ms, limits.PAUSE_MS)
    least_s, most_s = limits.LONGEST_SEGMENT_S
    longest_ms = (least_s * 1000, most_s * 1000)
    longest = _within("segmentation_maximum_ms", options.segmentation_maximum_ms, longest_ms)
    initial = _within("initial_silence_ms", options.initial_silence_ms, limits.INITIAL_SILENCE_MS)
    properties = {}
    if strategy:
        properties["Speech_SegmentationStrategy"] = strategy
    if initial is not None:
        properties["SpeechServiceConnection_InitialSilenceTimeoutMs"] = str(initial)
    if strategy == "Semantic":  # a silence or a length would turn it into cutting by time again
        return properties
    if longest is not None:
        properties["Speech_SegmentationMaximumTimeMs"] = str(longest)
        silence = silence or _TYPICAL_SILENCE_MS
    if silence is not None:
        properties["Speech_SegmentationSilenceTimeoutMs"] = str(silence)
    return properties


def _texts(options: RecognitionOptions, languages: int) -> dict[str, str]:
    stable = _within("stable_partials", options.stable_partials, limits.STABLE_PARTIALS)
    properties = {}
    if stable is not None:
        properties["SpeechServiceResponse_StablePartialResultThreshold"] = str(stable)
    if options.true_text and options.post_refinement:
        raise _bad("TrueText and post-refinement exclude each other")
    if options.post_refinement and languages > 1:
        raise _bad("post-refinement needs exactly one language")
    if options.true_text or options.post_refinement:
        name = "TrueText" if options.true_text else "PostRefinement"
        properties["SpeechServiceResponse_PostProcessingOption"] = name
    return properties


def _phrases(phrases: tuple[str, ...]) -> tuple[str, ...]:
    cleaned = (clean_text(phrase).strip() for phrase in phrases)
    unique = tuple(dict.fromkeys(phrase for phrase in cleaned if phrase))
    if len(unique) > limits.PHRASES:
        raise _bad(f"at most {limits.PHRASES} phrases can be expected")
    return unique


def _weight(weight: float) -> float:
    least, most = limits.PHRASE_WEIGHT
    if not least <= weight <= most:  # nor is a number that is none
        raise _bad(f"phrase_weight is outside {least:g} to {most:g}: {weight}")
    return weight


def _choice(name: str, value: str, known: dict[str, str]) -> str:
    if value not in known:
        raise _bad(f"{name} is unknown: {value}")
    return known[value]


def _within(name: str, value: int | None, limit: tuple[int, int]) -> int | None:
    least, most = limit
    if value is not None and not least <= value <= most:
        raise _bad(f"{name} is outside {least} to {most}: {value}")
    return value


def _bad(detail: str) -> RecognitionError:
    return RecognitionError(Failure(FailureCode.BAD_OPTION, detail))
