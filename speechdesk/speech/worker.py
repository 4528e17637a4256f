"""The program's side of the recognizer: a worker process and the pipe to it."""

import contextlib
import subprocess
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import IO

from speechdesk.domain.connection import RecognizerConfig
from speechdesk.domain.events import Connected, Ended, Failed, RecognizerEvent
from speechdesk.errors import Failure, FailureCode, RecognitionError
from speechdesk.processes import child_command, child_environment, own_group
from speechdesk.speech.pipe import (
    Audio,
    AudioUntil,
    Command,
    Finish,
    LineError,
    RenewToken,
    Start,
    decode_event,
    encode_command,
)
from speechdesk.speech.recognizer import Post

_EXIT_DEADLINE_S = 3.0
_LONGEST_LINE = 64 * 1024 * 1024

Spawn = Callable[[], subprocess.Popen[bytes]]


def spawn_worker() -> subprocess.Popen[bytes]:
    """Start a worker process, which warms itself up. Raises RecognitionError."""
    try:
        return subprocess.Popen(
            child_command("worker"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            **own_group(),
        )
    except OSError as error:
        raise RecognitionError(Failure(FailureCode.WORKER_GONE, str(error))) from error


class WorkerRecognizer:
    """A `Recognizer` that plays in `process`. Events are posted on its pipe reader thread."""

    def __init__(self, process: subprocess.Popen[bytes], start: Start, post: Post) -> None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("a worker is talked to through pipes")
        self._process = process
        self._post = post
        self._lock = threading.RLock()
        self._over = False
        self._killer = threading.Timer(_EXIT_DEADLINE_S, process.kill)
        self._outbox = _Outbox(process.stdin)
        self._outbox.put(start)
        self._reader = threading.Thread(
            target=self._read, args=(process.stdout,), name="worker-pipe-reader", daemon=True
        )
        self._reader.start()

    def audio_until(self, length_bytes: int) -> None:
        self._outbox.put(AudioUntil(length_bytes))

    def audio(self, position_bytes: int, pcm: bytes) -> None:
        self._outbox.put(Audio(position_bytes, pcm))

    def finish(self) -> None:
        self._outbox.put(Finish())

    def renew_token(self, token: str) -> None:
        self._outbox.put(RenewToken(token))

    def close(self) -> None:
        with self._lock:
            self._end()

    def join(self, deadline_s: float) -> bool:
        """Wait until process and threads are gone; return whether they are."""
        self._reader.join(deadline_s)
        return not self._reader.is_alive()

    def _end(self) -> None:
        """Let nothing more out, tell the worker to go, and see to it that it does."""
        if not self._over:
            self._over = True
            self._outbox.close()
            self._killer.daemon = True
            self._killer.start()

    def _read(self, lines: IO[bytes]) -> None:
        try:
            detail = self._relay(lines)
            self._deliver(Failed(Failure(FailureCode.WORKER_GONE, detail or self._last_words())))
        finally:
            self.close()
            self._reap(lines)

    def _relay(self, lines: IO[bytes]) -> str:
        """Post what the worker says until it says no more; return what was wrong with it."""
        while line := lines.readline(_LONGEST_LINE):
            try:
                event = decode_event(line)
            except LineError as error:
                # A final may be lost with it: whoever owns the take starts again at its end.
                return f"the worker said {error}"
            self._deliver(event)
        return ""

    def _deliver(self, event: RecognizerEvent) -> None:
        with self._lock:
            if self._over:
                return
            if isinstance(event, Ended | Failed):
                self._end()
            self._post(event)

    def _last_words(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return f"exit status {self._process.wait(_EXIT_DEADLINE_S)}"
        return "the worker closed its pipe"

    def _reap(self, lines: IO[bytes]) -> None:
        self._process.wait()
        self._killer.cancel()
        self._killer.join()
        lines.close()
        self._outbox.join()


class _Outbox:
    """Writes commands to a worker on a thread of its own: a worker that hangs blocks nobody."""

    def __init__(self, stdin: IO[bytes]) -> None:
        self._stdin = stdin
        self._changed = threading.Condition()
        self._commands: deque[Command] = deque()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="worker-pipe-writer", daemon=True)
        self._thread.start()

    def put(self, command: Command) -> None:
        with self._changed:
            last = self._commands[-1] if self._commands else None
            if isinstance(command, AudioUntil) and isinstance(last, AudioUntil):
                self._commands.pop()  # only the newest length counts
            self._commands.append(command)
            self._changed.notify()

    def close(self) -> None:
        """Drop what is not written yet and close the worker's stdin."""
        with self._changed:
            self._closed = True
            self._commands.clear()
            self._changed.notify()

    def join(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        # A worker that is gone is noticed and told by the reader.
        with contextlib.suppress(OSError), self._stdin:
            while (command := self._next()) is not None:
                self._stdin.write(encode_command(command))
                self._stdin.flush()

    def _next(self) -> Command | None:
        with self._changed:
            self._changed.wait_for(lambda: self._commands or self._closed)
            return None if self._closed else self._commands.popleft()


class WorkerPool:
    """Starts recognizers in worker processes and, with `keep_warm`, keeps one ready.

    It is a `StartRecognizer`'s `start`. `close` ends what it started.
    """

    def __init__(self, *, keep_warm: bool = True, spawn: Spawn = spawn_worker) -> None:
        self._keep_warm = keep_warm
        self._spawn = spawn
        self._lock = threading.Lock()
        self._spare: subprocess.Popen[bytes] | None = None
        self._started: list[WorkerRecognizer] = []
        self._closed = False

    def warm(self) -> None:
        """See to it that a worker is ready. Raises RecognitionError where none can be started."""
        with self._lock:
            if self._closed or (self._spare is not None and self._spare.poll() is None):
                return
            dead, self._spare = self._spare, self._spawn()
        _discard(dead)

    def start(
        self, config: RecognizerConfig, recording: Path, start_ms: int, post: Post
    ) -> WorkerRecognizer:
        """Start a recognizer; see `StartRecognizer`. Raises RecognitionError."""
        with self._lock:
            process, self._spare = self._spare, None
        if process is None or process.poll() is not None:
            _discard(process)
            process = self._spawn()

        def post_and_warm(event: RecognizerEvent) -> None:
            post(event)
            if self._keep_warm and isinstance(event, Connected):
                # Only now: it shall not slow the start down. A failure shows at the next start.
                with contextlib.suppress(RecognitionError):
                    self.warm()

        recognizer = WorkerRecognizer(process, Start(config, recording, start_ms), post_and_warm)
        with self._lock:
            self._started = [each for each in self._started if not each.join(0)]
            self._started.append(recognizer)
        return recognizer

    def close(self, deadline_s: float = 2 * _EXIT_DEADLINE_S) -> None:
        """End the spare worker and all recognizers, and wait until they are gone."""
        with self._lock:
            self._closed = True
            spare, self._spare = self._spare, None
            started, self._started = self._started, []
        for recognizer in started:
            recognizer.close()
        _discard(spare)
        for recognizer in started:
            recognizer.join(deadline_s)


def _discard(process: subprocess.Popen[bytes] | None) -> None:
    if process is not None:
        process.kill()
        process.communicate()
