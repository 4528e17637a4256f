"""A service that is not set up: recognition says what is missing, and the sound is kept."""

import pytest

from speechdesk.domain.connection import RecognizerConfig
from speechdesk.errors import FailureCode, SecretsError, SpeechDeskError, UsageError
from speechdesk.session.events import Half, Recorded, StateChanged
from speechdesk.session.state import State
from tests.session.conftest import Studio


@pytest.mark.parametrize(
    ("error", "code", "detail"),
    [
        (SecretsError("no_key", "westeurope"), FailureCode.NO_KEY, "westeurope"),
        (SecretsError("no_keyring"), FailureCode.NO_KEY, "gnome-keyring"),
        (SecretsError("disabled"), FailureCode.NO_KEY, "turn it off"),
        (SecretsError("locked"), FailureCode.KEYRING, ""),
        (SecretsError("no_answer"), FailureCode.KEYRING, ""),
        (SecretsError("no_command"), FailureCode.SIGN_IN, "Sign in with"),
        (UsageError("SPEECH_KEY needs …"), FailureCode.CONTRADICTION, "SPEECH_KEY needs …"),
    ],
)
def test_the_recording_goes_on_and_what_is_missing_is_said(
    studio: Studio, error: SpeechDeskError, code: FailureCode, detail: str
) -> None:
    def configure() -> RecognizerConfig:
        raise error

    microphone = studio.record(config=configure)
    failed = studio.wait(StateChanged, state=State.FAILED, half=Half.RECOGNITION)
    assert failed.failure.code is code
    assert detail in failed.failure.detail
    studio.forget()
    microphone.hear(1000)
    studio.wait(Recorded)
