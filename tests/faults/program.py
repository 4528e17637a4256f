"""A whole dictation as a program, to be killed at any moment, or to run where its disk is full.

Its first line of input is a JSON object: home, url, key, seconds, speed and, if files may not grow
beyond that, limit_bytes. A line of output for each thing that happened: `heard MS` before the sound
that reaches to there is delivered, `final TEXT` once it is committed, `notice CODE`, and at the end
`ended COMPLETE`.
"""

import json
import os
import queue
import sys
from pathlib import Path

from speechdesk import paths
from speechdesk.domain.connection import (
    Connection,
    Credential,
    CredentialKind,
    RecognizerConfig,
    Service,
)
from speechdesk.session.events import (
    JobEnded,
    NoticeCode,
    Noticed,
    SegmentCommitted,
    SessionEvent,
    StateChanged,
)
from speechdesk.session.request import RecordRequest
from speechdesk.session.session import Session
from speechdesk.session.state import State
from speechdesk.speech.worker import WorkerPool
from speechdesk.storage.rescue import open_history
from tests.faults.measure import numbers
from tests.faults.recital import Recital

_POLL_S = 0.2


def say(*words: object) -> None:
    """Print a line at once and whole, whichever thread says it."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


class Program:
    """Records a recital to its end, stops, and waits for the rest."""

    def __init__(self, options: dict[str, object]) -> None:
        home = paths.home(Path(str(options["home"])))
        paths.private_folder(home.data)
        key = Credential(CredentialKind.KEY, str(options["key"]))
        connection = Connection(Service.LOCAL, str(options["url"]))
        self._config = RecognizerConfig(connection, ("en-US",), key, fast=True)
        self._recital = Recital(
            numbers(float(str(options["seconds"]))),
            float(str(options["speed"])),
            heard=lambda milliseconds: say("heard", milliseconds),
        )
        self._events: queue.SimpleQueue[SessionEvent] = queue.SimpleQueue()
        self._history, _ = open_history(home.history_file)
        self._workers = WorkerPool(keep_warm=False)
        self._session = Session(
            history=self._history,
            recordings=home.recordings,
            start_recognizer=self._workers.start,
            open_microphone=self._recital.open,
            post=self._events.put,
        )

    def run(self) -> None:
        self._session.record(None, RecordRequest("en-US", None, lambda: self._config))
        complete = self._take_in_all()
        self._session.close(deadline_s=1.0)
        self._workers.close()
        self._history.close()
        say("ended", complete)

    def _take_in_all(self) -> bool:
        stopped = rest_comes = False
        while True:
            if self._recital.over.is_set() and not stopped:
                stopped = True
                self._session.stop()
            try:
                event = self._events.get(timeout=_POLL_S)
            except queue.Empty:
                continue
            match event:
                case SegmentCommitted(_, _, segment, _):
                    say("final", segment.text)
                case Noticed(NoticeCode.REST_LATER):
                    rest_comes = True
                case Noticed(code, over=False):
                    say("notice", code)
                case JobEnded(_, complete, _):
                    return complete
                case StateChanged(State.IDLE) if not rest_comes:
                    return True


def main() -> None:
    options = json.loads(sys.stdin.readline())
    if limit := options.pop("limit_bytes", 0):
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    Program(options).run()


if __name__ == "__main__":
    main()
