"""Signing in with a token that a command prints: on the wire of the real SDK, from the settings."""

import shlex
import sys
import time
from pathlib import Path

from speechdesk.domain.connection import Service
from speechdesk.errors import FailureCode
from speechdesk.host.local import LocalService
from speechdesk.session.configuring import Configuring
from speechdesk.session.events import Half, SegmentCommitted, StateChanged
from speechdesk.session.renewal import RENEW_AFTER_S
from speechdesk.session.state import State
from speechdesk.settings.choices import SignIn
from speechdesk.settings.schema import Settings
from speechdesk.settings.secrets import Secrets
from speechdesk.speech.worker import WorkerPool
from tests.hosts import ScriptHost, script_host
from tests.session.conftest import DEADLINE_S, Studio

COUNTING = """
from pathlib import Path
file = Path({file!r})
number = len(file.read_text()) + 1 if file.exists() else 1
file.write_text("x" * number)
print(f"token-{{number}}")
"""
PHRASE = {"text": "Hello.", "at_ms": 100, "end_ms": 900}


def configuring(url: str, command: str) -> Configuring:
    settings = Settings(
        service=Service.CONTAINER, url=url, sign_in=SignIn.COMMAND, token_command=command
    )

    def no_keyring() -> object:
        raise AssertionError("the keyring is not asked")

    return Configuring(lambda: settings, Secrets(no_keyring), LocalService())  # type: ignore[arg-type]


def tokens(host: ScriptHost) -> list[str]:
    upgrades = [each for each in host.requests() if each["turns"] or each["status"] == 101]
    return [each["headers"].get("authorization", "") for each in upgrades]


def test_a_fresh_token_is_used_as_soon_as_the_connection_is_made_anew(tmp_path: Path) -> None:
    code = COUNTING.format(file=str(tmp_path / "count"))
    command = shlex.join([sys.executable, "-c", code])
    with script_host({"phrases": [PHRASE], "repeat_ms": 1000}, key="") as host:
        workers = WorkerPool(keep_warm=False)
        studio = Studio(tmp_path, workers.start)
        config = configuring(host.url, command).configure("en-US")
        microphone = studio.record(config=config)
        microphone.hear(2000)
        studio.wait(SegmentCommitted)
        assert tokens(host) == ["Bearer token-1"]
        studio.ahead_s = RENEW_AFTER_S + 1
        studio.until(lambda: (tmp_path / "count").read_text() == "xx")
        give_up_at = time.monotonic() + DEADLINE_S
        while tokens(host)[-1] != "Bearer token-2":
            # The token may still be on its way to the worker: the next connection has it.
            assert time.monotonic() < give_up_at
            connections = len(tokens(host))
            host.strike("close", code=1012)
            microphone.hear(1000)
            studio.until(lambda: len(tokens(host)) > connections)  # noqa: B023
        assert not studio.seen(StateChanged, state=State.FAILED)
        assert studio.session.close(deadline_s=1.0)
        workers.close()
        studio.history.close()


def test_a_command_that_fails_rests_recognition_and_keeps_recording(tmp_path: Path) -> None:
    workers = WorkerPool(keep_warm=False)
    studio = Studio(tmp_path, workers.start)
    command = shlex.join([sys.executable, "-c", "print('a secret'); raise SystemExit(2)"])
    config = configuring("ws://127.0.0.1:9", command).configure("en-US")
    studio.record(config=config).hear(200)
    failed = studio.wait(StateChanged, state=State.FAILED, half=Half.RECOGNITION)
    assert failed.failure.code is FailureCode.SIGN_IN
    assert failed.failure.detail == "the token command ended with status 2"
    assert studio.session.close(deadline_s=1.0)
    workers.close()
    studio.history.close()
