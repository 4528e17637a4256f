"""Every failure has words of its own."""

import pytest

from speechdesk.errors import DeviceError, Failure, FailureCode, SoundError, SpeechDeskError
from speechdesk.messages import Mend, message_for


@pytest.mark.parametrize("code", FailureCode)
def test_each_failure_says_what_happened_and_what_is_safe(code: FailureCode) -> None:
    message = message_for(Failure(code, "detail", "0123"), recording=True)
    assert message.what.endswith((".", ":"))
    assert message.safe
    # Only a missing SDK has no button: its mend is a command named in the words.
    assert message.mend_label or "speechdesk doctor" in message.what
    assert message.details == "detail, session 0123"


def test_no_two_failures_are_told_alike() -> None:
    told = [message_for(Failure(code)).what for code in FailureCode]
    assert len(set(told)) == len(told)


def test_a_missing_library_names_the_command_that_installs_it() -> None:
    message = message_for(DeviceError("portaudio_missing"))
    assert message.mend is Mend.COPY_COMMAND
    assert "libportaudio2" in message.line


@pytest.mark.parametrize(
    "problem", [SoundError("not_audio", "a.txt"), SpeechDeskError("something_new", "a.txt")]
)
def test_the_detail_stands_in_the_line(problem: SpeechDeskError) -> None:
    assert "a.txt" in message_for(problem).line


def test_a_session_that_the_sdk_names_is_not_named_twice() -> None:
    failure = Failure(FailureCode.NAME_NOT_FOUND, "no such host SessionId: 0123", "0123")
    assert message_for(failure).details == failure.detail
