"""How tests reach a script host: configuration and scripts."""

from collections.abc import Sequence
from typing import Any

from speechdesk.domain.connection import (
    Connection,
    Credential,
    CredentialKind,
    RecognizerConfig,
    Service,
)
from tests.hosts import ScriptHost
from tests.scripted_recognizer import Phrase


def config_for(host: ScriptHost, *languages: str, **options: Any) -> RecognizerConfig:
    """Return what connects to `host` with its key; `options` are fields of RecognizerConfig."""
    return RecognizerConfig(
        **{
            "connection": Connection(Service.LOCAL, host.url),
            "languages": languages or ("en-US",),
            "credential": Credential(CredentialKind.KEY, host.key) if host.key else None,
            **options,
        }
    )


def script_of(phrases: Sequence[Phrase], stream_start_ms: int = 0) -> dict[str, Any]:
    """Return the script of a host whose client streams from `stream_start_ms` on."""
    return {
        "phrases": [
            {
                "text": phrase.text,
                "at_ms": phrase.start_ms - stream_start_ms,
                "end_ms": phrase.end_ms - stream_start_ms,
            }
            for phrase in phrases
            if phrase.start_ms >= stream_start_ms
        ]
    }
