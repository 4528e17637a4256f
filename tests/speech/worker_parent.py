"""A program that dictates, to be killed: prints the process ids of its workers as JSON."""

import json
import sys
import threading
from pathlib import Path

import psutil

from speechdesk.domain.connection import (
    Connection,
    Credential,
    CredentialKind,
    RecognizerConfig,
    Service,
)
from speechdesk.domain.events import Partial
from speechdesk.sound.recording import BYTES_PER_MS
from speechdesk.speech.worker import WorkerPool
from tests.speech.collected import Collected


def main(url: str, key: str, recording: str) -> None:
    workers = WorkerPool(keep_warm=False)
    heard = Collected()
    config = RecognizerConfig(
        Connection(Service.LOCAL, url), ("en-US",), Credential(CredentialKind.KEY, key)
    )
    recognizer = workers.start(config, Path(recording), 0, heard)
    recognizer.audio_until(1000 * BYTES_PER_MS)
    heard.wait_for(Partial)
    workers.warm()
    json.dump([child.pid for child in psutil.Process().children()], sys.stdout)
    sys.stdout.write("\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
