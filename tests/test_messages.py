"""Every failure has words of its own."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from speechdesk import errors
from speechdesk.errors import DeviceError, Failure, FailureCode, SoundError, SpeechDeskError
from speechdesk.messages import Mend, message_for

PACKAGE = Path(errors.__file__).parent
# Whoever cancels knows it; the others have the words for whatever is not known better.
WITHOUT_OWN_WORDS = {"cancelled", "device_failed", "refused"}


def raised() -> Iterator[tuple[str, str]]:
    """Yield the class and the code of each of our errors that is made with a code in writing."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(code)), *_]):
                    if name.endswith("Error") and hasattr(errors, name) and name != "UsageError":
                        yield name, code


@pytest.mark.parametrize(("name", "code"), sorted(set(raised())))
def test_each_code_is_documented_and_has_words(name: str, code: str) -> None:
    kind = getattr(errors, name)
    assert code in re.findall(r"\w+", kind.__doc__)
    if code not in WITHOUT_OWN_WORDS:
        assert message_for(kind(code)).what != message_for(kind("something_new")).what


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
