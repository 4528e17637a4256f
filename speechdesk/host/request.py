"""What a client asks for: the address it connects to and its speech.context."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from speechdesk.host.engines.engine import Mode, TurnRequest

TICKS_PER_MS = 10_000
_UNIVERSAL = ("/stt/speech/universal/v2", "/speech/universal/v2")
_V1 = {f"/speech/recognition/{mode}/cognitiveservices/v1": mode for mode in Mode}
_MAX_TICKS = 2**62


@dataclass(frozen=True, slots=True)
class Address:
    """The path and query of a connection. `mode` is set where the path names one (v1)."""

    path: str
    query: Mapping[str, str]
    mode: Mode | None

    @property
    def universal(self) -> bool:
        """Whether this is the second version of the protocol."""
        return self.mode is None


def parse_address(target: str) -> Address | None:
    """Return the address in an HTTP request's target; None if no service answers there."""
    parts = urlsplit(target)
    path = parts.path.rstrip("/").lower()
    if path not in _UNIVERSAL and path not in _V1:
        return None
    query = {name.lower(): values[-1] for name, values in parse_qs(parts.query).items()}
    return Address(path, query, _V1.get(path))


def turn_request(
    address: Address, request_id: str, context: Mapping[str, Any], start_ms: int = 0
) -> TurnRequest:
    """Return what a turn asks for. A value of the wrong type counts as not given."""
    query = address.query
    detection = _object(context, "phraseDetection")
    mode = address.mode or _mode(detection.get("mode"))
    enrichment = _object(_object(detection, "enrichment"), mode.value)
    marks = _text(enrichment.get("punctuationMode")).lower()
    settings = _object(detection, mode.value.upper())
    segmentation = _object(settings, "segmentation")
    output = _object(context, "phraseOutput")
    options = _object(output, "detailed").get("options")
    identification = _object(context, "languageId")
    candidates = _strings(identification.get("languages"))
    language = _text(detection.get("language")) or query.get("language", "")
    form = _text(output.get("format")) or query.get("format", "")
    return TurnRequest(
        request_id=request_id,
        mode=mode,
        detailed=form.lower() == "detailed",
        word_timings="WordTimings" in _strings(options)
        or query.get("wordleveltimestamps", "").lower() == "true",
        languages=candidates or ((language,) if language else ()),
        identify=bool(candidates),
        spoken_punctuation=marks == "explicit" or (marks != "none" and mode is Mode.DICTATION),
        automatic_punctuation=marks not in ("explicit", "none"),
        empty_is_success=address.universal,
        start_ms=_continuation_ms(context, start_ms),
        segmentation_silence_ms=_positive(
            segmentation.get("segmentationSilenceTimeoutMs"),
            query.get("segmentationsilencetimeoutms"),
        ),
        segmentation_maximum_ms=_positive(
            segmentation.get("segmentationForcedTimeoutMs"), query.get("segmentationmaximumtimems")
        ),
        initial_silence_ms=_positive(
            detection.get("initialSilenceTimeout"), query.get("initialsilencetimeoutms")
        ),
    )


def _continuation_ms(context: Mapping[str, Any], otherwise: int) -> int:
    """Return where the sound begins after a reconnect, which `continuation` says in ticks."""
    streams = _object(_object(_object(context, "continuation"), "audio"), "streams")
    offset = _object(streams, "1").get("offset")
    if isinstance(offset, str) and offset.isdecimal() and len(offset) < 20:
        offset = int(offset)
    if isinstance(offset, int) and 0 <= offset < _MAX_TICKS:
        return offset // TICKS_PER_MS
    return otherwise


def _mode(value: object) -> Mode:
    try:
        return Mode(_text(value).lower())
    except ValueError:
        return Mode.CONVERSATION


def _object(parent: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the object called `name`, in whatever case; an empty one where there is none."""
    for key, value in parent.items():
        if key.lower() == name.lower() and isinstance(value, dict):
            return value
    return {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _strings(value: object) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _positive(*values: object) -> int | None:
    """Return the first of `values` that is a whole number above zero, or the digits of one."""
    for value in values:
        if isinstance(value, str) and value.isdecimal() and len(value) < 10:
            value = int(value)  # noqa: PLW2901 - the same number, read
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
    return None
