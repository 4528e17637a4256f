"""Runs the command that prints an authorization token. What it prints is never logged or kept."""

import os
import shutil
import signal
import subprocess
import sys
import threading

from speechdesk.domain import command_line
from speechdesk.errors import Failure, FailureCode, RecognitionError
from speechdesk.processes import child_environment

DEADLINE_S = 30.0
_LONGEST_TOKEN = 16_384


def fetch_token(command: str, deadline_s: float = DEADLINE_S) -> str:
    """Return the token that `command` prints. Blocks; raises RecognitionError with code SIGN_IN."""
    try:
        program, *arguments = command_line.split(command)
    except ValueError:
        raise _failed("no token command is set, or it cannot be read") from None
    found = shutil.which(program)
    if found is None:
        raise _failed("the program of the token command was not found")
    try:
        process = subprocess.Popen(
            [found, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            start_new_session=True,
        )
    except OSError as error:
        raise _failed(f"the token command cannot be run: {error.strerror}") from error
    timer = threading.Timer(deadline_s, _end, [process])
    timer.start()
    try:
        # One byte more than a token may have, so that a flood is neither kept nor taken for one.
        printed = process.stdout.read(_LONGEST_TOKEN + 1) if process.stdout else b""
        if len(printed) > _LONGEST_TOKEN:
            _end(process)
        status = process.wait()
    finally:
        in_time = timer.is_alive()
        timer.cancel()
        timer.join()
        if process.stdout:
            process.stdout.close()
    if not in_time:
        raise _failed(f"the token command took longer than {deadline_s:.0f} s")
    if status != 0 and len(printed) <= _LONGEST_TOKEN:
        raise _failed(f"the token command ended with status {status}")
    return _token_in(printed)


def _token_in(printed: bytes) -> str:
    token = printed.decode("ascii", "replace").strip().removeprefix("Bearer ").strip('"')
    if not token or len(printed) > _LONGEST_TOKEN or not token.isascii() or " " in token:
        raise _failed("the token command printed no token")
    if not token.isprintable():
        raise _failed("the token command printed more than a token")
    return token


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the command with all that it started."""
    if sys.platform == "win32":
        process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()


def _failed(detail: str) -> RecognitionError:
    return RecognitionError(Failure(FailureCode.SIGN_IN, detail))
