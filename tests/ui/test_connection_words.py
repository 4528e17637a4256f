"""What is said about a connection."""

import pytest

from speechdesk.domain.connection import Service
from speechdesk.errors import SecretsError
from speechdesk.session.service_check import ServiceCheck
from speechdesk.settings.schema import Settings
from speechdesk.settings.secrets import Lookup, Presence
from speechdesk.ui.connection_words import (
    Verdict,
    masked,
    refusal,
    region_note,
    secret_words,
    verdict,
)

WEST = Settings(service=Service.AZURE, region="westeurope")


@pytest.mark.parametrize(
    ("check", "settings", "found"),
    [
        (ServiceCheck(cancelled=True), WEST, Verdict(None, "Cancelled.")),
        (ServiceCheck(text="Hello.", answer_ms=812, latency_ms=310), WEST,
         Verdict(True, "It works.", "“Hello.” was recognized in 0.8 s by westeurope.",
                 "Latency by the service's own figure: 310 ms")),
        (ServiceCheck(text="Hello.", answer_ms=1200),
         Settings(service=Service.CONTAINER, url="wss://a.example:1/x"),
         Verdict(True, "It works.", "“Hello.” was recognized in 1.2 s by a.example.")),
        (ServiceCheck(answer_ms=900), WEST,
         Verdict(True, "It answers.",
                 "westeurope answered in 0.9 s, but wrote nothing: is the language right?")),
    ],
)  # fmt: skip
def test_a_verdict(check: ServiceCheck, settings: Settings, found: Verdict) -> None:
    assert verdict(check, settings) == found


def test_a_test_that_could_not_begin() -> None:
    assert refusal(SecretsError("locked")).text == "The keyring is locked. Unlock it and try again."
    assert refusal(OSError("no room")).text == "no room"


@pytest.mark.parametrize(
    ("lookup", "words"),
    [
        (None, "Kept in your system's keyring"),
        (Lookup(Presence.FOUND, "k"), "Kept in your system's keyring"),
        (Lookup(Presence.FOUND, "k", this_run_only=True), "Kept for this run only"),
        (Lookup(Presence.ABSENT), "None yet."),
        (Lookup(Presence.LOCKED, error=SecretsError("locked")), "The keyring is locked."),
        (Lookup(Presence.UNAVAILABLE, error=SecretsError("no_answer")), "does not answer"),
        (Lookup(Presence.UNAVAILABLE, error=SecretsError("too_long")), "too long"),
        (Lookup(Presence.UNAVAILABLE, error=SecretsError("not_kept")), "did not keep it"),
        (Lookup(Presence.UNAVAILABLE, error=SecretsError("disabled")), "turn it off"),
    ],
)
def test_how_a_secret_is_kept(lookup: Lookup | None, words: str) -> None:
    assert words in secret_words(lookup)


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("", ""),
        ("westeurope", ""),
        ("westeurop", "“westeurop” is not among the regions known to have Speech. "
                      "Did you mean westeurope?"),
        ("qqq", "“qqq” is not among the regions known to have Speech."),
    ],
)  # fmt: skip
def test_a_region_is_doubted(name: str, note: str) -> None:
    assert region_note(name) == note


def test_a_mask_gives_away_the_end_of_long_secrets_only() -> None:
    assert masked("a" * 28 + "3f9c") == "•" * 20 + "3f9c"
    assert masked("short-password") == "•" * 20
