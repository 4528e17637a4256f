"""The parent's side of the host: "this computer" as a child process with a key of its own."""

import contextlib
import json
import secrets
import subprocess
import threading
from pathlib import Path
from typing import IO, Any

from speechdesk.errors import Failure, FailureCode, RecognitionError
from speechdesk.host.engines.script_format import load_script
from speechdesk.processes import child_command, child_environment, own_group

_STOP_SECONDS = 5.0


class LocalService:
    """A host for this process alone. It ends with `stop`, or when this process ends.

    All methods may be called from any thread.
    """

    def __init__(self, engine: str = "pocketsphinx", script: Path | None = None) -> None:
        """`script` is the script engine's file."""
        self.key = secrets.token_hex(16)
        self._engine = engine
        self._script = script
        self._changing = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._answered = threading.Event()
        self._first_line = ""

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """The child's process id, for logs and for those who watch processes."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start the child, anew if it has ended, and return at once.

        Raises OSError where no process can be started, `ScriptError` where the script is wrong.
        """
        with self._changing:
            if not self.running:
                self._end()
                self._begin()

    def url(self, deadline_s: float) -> str:
        """Return the address, waiting for it up to `deadline_s`; raises `RecognitionError`."""
        if not self._answered.wait(deadline_s):
            raise RecognitionError(
                Failure(FailureCode.TIMEOUT, "the local service has not started in time")
            )
        if self._first_line.startswith("ws://"):
            return self._first_line
        try:
            answer = json.loads(self._first_line)
            failure = Failure(FailureCode(answer["code"]), answer["detail"])
        except (ValueError, KeyError, TypeError):
            failure = Failure(FailureCode.UNAVAILABLE, "the local service ended by itself")
        raise RecognitionError(failure)

    def stop(self) -> None:
        """End the child; harmless where there is none."""
        with self._changing:
            self._end()

    def _begin(self) -> None:
        options: dict[str, Any] = {"engine": self._engine, "key": self.key}
        if self._script is not None:
            load_script(self._script)
            options["script"] = json.loads(self._script.read_text(encoding="utf-8"))
        self._answered = threading.Event()
        self._first_line = ""
        process = subprocess.Popen(
            child_command("host"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=child_environment(),
            text=True,
            encoding="utf-8",
            **own_group(),
        )
        self._process = process
        # A child that has ended already says why on its stdout.
        with contextlib.suppress(BrokenPipeError):
            _stdin(process).write(json.dumps(options) + "\n")
            _stdin(process).flush()
        threading.Thread(
            target=self._read_first_line,
            args=(process, self._answered),
            name="local service",
            daemon=True,
        ).start()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        # It may have ended already.
        with contextlib.suppress(OSError):
            _stdin(process).close()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._answered.wait(_STOP_SECONDS)
        _stdout(process).close()

    def _read_first_line(self, process: "subprocess.Popen[str]", answered: threading.Event) -> None:
        self._first_line = _stdout(process).readline().strip()
        answered.set()


def _stdin(process: "subprocess.Popen[str]") -> IO[str]:
    return _present(process.stdin)


def _stdout(process: "subprocess.Popen[str]") -> IO[str]:
    return _present(process.stdout)


def _present(stream: IO[str] | None) -> IO[str]:
    """Return a stream that is there because the process was started with a pipe for it."""
    if stream is None:
        raise ValueError("the process was started without this pipe")
    return stream
