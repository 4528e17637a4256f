"""Where and how speech is recognized, as frozen data."""

from dataclasses import dataclass, field
from enum import StrEnum

LOCAL_LANGUAGE = "en-US"
"""The only one that this computer recognizes."""


class Service(StrEnum):
    """The kinds of service that recognize."""

    LOCAL = "local"
    AZURE = "azure"
    CONTAINER = "container"


class CredentialKind(StrEnum):
    """What lets the user in. For ENTRA the worker signs in by itself, and the value is empty."""

    KEY = "key"
    TOKEN = "token"  # noqa: S105 - the name of a kind, not a secret
    ENTRA = "entra"  # Microsoft Entra ID


@dataclass(frozen=True, slots=True)
class Credential:
    """A secret and what it is. It never shows in a repr, a log or an error."""

    kind: CredentialKind
    value: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy between this computer and the service."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Connection:
    """One place where speech is recognized.

    `url` is the container's host or an Azure endpoint; of an Azure resource either `region` or
    `url` is set. For `Service.LOCAL` the URL is known once the local service runs.
    """

    service: Service = Service.LOCAL
    url: str = ""
    region: str = ""
    endpoint_id: str = ""
    allow_plain: bool = False
    proxy: Proxy | None = None

    @property
    def leads_somewhere(self) -> bool:
        """Whether it is known where speech is recognized."""
        return self.service is Service.LOCAL or bool(self.url or self.region)

    def spoken(self, language: str) -> str:
        """Return the language that is recognized here where `language` is set."""
        return LOCAL_LANGUAGE if self.service is Service.LOCAL else language

    @property
    def secret_name(self) -> str:
        """The name under which this connection's secret is kept; "" where there is none."""
        if self.service is Service.LOCAL:
            return ""
        return f"{self.service}:{self.url or self.region}"


@dataclass(frozen=True, slots=True)
class RecognitionOptions:
    """What the service is asked to do with the speech, beyond the language.

    Empty strings and None leave the service's own default. See `limits`.
    """

    dictation: bool = False
    punctuation: str = ""  # "automatic" | "none" | "explicit"
    profanity: str = ""  # "masked" | "removed" | "raw"
    true_text: bool = False
    post_refinement: bool = False
    stable_partials: int | None = None
    segmentation: str = ""  # "pauses" | "meaning"
    segmentation_silence_ms: int | None = None
    segmentation_maximum_ms: int | None = None
    initial_silence_ms: int | None = None


@dataclass(frozen=True, slots=True)
class RecognizerConfig:
    """All a recognizer needs to know before it starts.

    One language is fixed; several are identified by the service, at the start or continuously.
    `endpoint_ids` names a custom model for a language. `fast` hands audio out as fast as the
    service takes it, within a window; otherwise the SDK's own pace (twice real time) holds.
    """

    connection: Connection
    languages: tuple[str, ...]
    credential: Credential | None = None
    identify_continuously: bool = False
    endpoint_ids: tuple[tuple[str, str], ...] = ()
    phrases: tuple[str, ...] = ()
    phrase_weight: float = 1.0
    options: RecognitionOptions = RecognitionOptions()
    fast: bool = False
    sdk_log: str = ""
