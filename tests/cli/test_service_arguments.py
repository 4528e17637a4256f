"""Keys and tokens that are typed at a terminal."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a terminal as POSIX has it")


def at_a_terminal(typed: bytes, *words: str) -> tuple[int, str]:
    """Type something once it is asked for; return the exit status and what the terminal shows."""
    ours, theirs = os.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "speechdesk", *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,  # so that it asks on this terminal, not on that of the tests
    )
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):  # so it ends
        while chunk := os.read(ours, 4096):
            shown += chunk
            if shown.endswith(b": ") and typed:
                os.write(ours, typed)
                typed = b""
    os.close(ours)
    return running.wait(60), shown.decode()


@pytest.mark.parametrize(("kind", "prompt"), [("key", "Key: "), ("token", "Token: ")])
@pytest.mark.parametrize("typed", [b"\x04", b"\n"], ids=["Ctrl+D", "Return"])
def test_nothing_typed_is_bad_usage(tmp_path: Path, kind: str, prompt: str, typed: bytes) -> None:
    words = ["--home", str(tmp_path), "dictate", "--region", "westeurope", f"--{kind}-stdin"]
    status, shown = at_a_terminal(typed, *words)
    assert status == 2
    assert shown.startswith(prompt)
    assert shown.endswith(f"speechdesk: no {kind} came from standard input\r\n")


def test_what_is_typed_is_not_shown(tmp_path: Path) -> None:
    words = ["--home", str(tmp_path), "dictate", "--service", "local", "--key-stdin"]
    status, shown = at_a_terminal(b"do not look\n", *words)
    assert status == 2
    assert shown.startswith("Key: ") and "do not look" not in shown
