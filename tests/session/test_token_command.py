"""The command that prints a token: real programs, well and badly behaved."""

import shlex
import sys

import pytest

from speechdesk.domain.command_line import split
from speechdesk.errors import FailureCode, RecognitionError
from speechdesk.session.token_command import fetch_token


def python(code: str) -> str:
    return shlex.join([sys.executable, "-c", code])


@pytest.mark.parametrize(
    "printed", ["abc.def-1", "  abc.def-1\n", "Bearer abc.def-1", '"abc.def-1"']
)
def test_a_token_is_what_is_printed(printed: str) -> None:
    assert fetch_token(python(f"print({printed!r})")) == "abc.def-1"


@pytest.mark.parametrize(
    ("command", "detail"),
    [
        ("", "no token command is set, or it cannot be read"),
        ("'open", "no token command is set, or it cannot be read"),
        ("no-such-program-here", "the program of the token command was not found"),
        (python("raise SystemExit(3)"), "the token command ended with status 3"),
        (python("print('secret'); raise SystemExit(3)"), "the token command ended with status 3"),
        (python(""), "the token command printed no token"),
        (python("print('Please sign in first.')"), "the token command printed no token"),
        (python("print('a\\nb')"), "the token command printed more than a token"),
        (python("print('a' * 20000)"), "the token command printed no token"),
        (python("while True: print('a' * 9999)"), "the token command printed no token"),
    ],
)
def test_whatever_else_happens_is_said_without_what_was_printed(command: str, detail: str) -> None:
    with pytest.raises(RecognitionError) as caught:
        fetch_token(command)
    assert caught.value.failure.code is FailureCode.SIGN_IN
    assert caught.value.failure.detail == detail


def test_a_command_that_hangs_is_ended_with_its_children() -> None:
    child = "import time; time.sleep(600)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with pytest.raises(RecognitionError) as caught:
        # The child holds the pipe too: only its end lets the reading end.
        fetch_token(python(parent), deadline_s=1.0)
    assert caught.value.failure.detail == "the token command took longer than 1 s"


def test_the_key_of_the_environment_is_not_given_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECH_KEY", "secret")
    printed = python("import os; print(os.environ.get('SPEECH_KEY', 'nothing'))")
    assert fetch_token(printed) == "nothing"


def test_a_command_line_is_taken_apart_as_its_system_does() -> None:
    assert split("az 'a b' --query c", windows=False) == ["az", "a b", "--query", "c"]
    windows = split(r'"C:\Program Files\az.cmd" account --query c', windows=True)
    assert windows == [r"C:\Program Files\az.cmd", "account", "--query", "c"]
