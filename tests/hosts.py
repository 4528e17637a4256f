"""A host with the script engine in a process of its own, for every test that needs a service."""

import base64
import json
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from speechdesk.host.engines.numbers import encode_numbers
from speechdesk.processes import child_command, child_environment

_STOP_SECONDS = 10

__all__ = ["ScriptHost", "encode_numbers", "script_host"]


class ScriptHost:
    """A running host. `url` is `ws://127.0.0.1:PORT`; clients present `key`."""

    def __init__(self, script: dict[str, Any], key: str, *, controlled: bool = True) -> None:
        """`script` is what `speechdesk.host.engines.script` describes.

        One that is not `controlled` takes no commands, and keeps nothing of what clients send.
        """
        self.key = key
        self._process = subprocess.Popen(
            child_command("host"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=child_environment(),
            text=True,
            encoding="utf-8",
        )
        options = {"engine": "script", "key": key, "script": script, "controlled": controlled}
        self.url = self._exchange(options)
        if not self.url.startswith("ws://"):
            self.close()
            raise ValueError(f"the host did not start: {self.url}")

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    @property
    def pid(self) -> int:
        return self._process.pid

    def requests(self) -> list[dict[str, Any]]:
        """Return what each connection sent so far, in the order in which they were made.

        Names: path, query, headers (lower case), status (HTTP), close_code, config, telemetry,
        turns (request_id, context, complete, audio_bytes).
        """
        found: list[dict[str, Any]] = self._command(do="requests")
        return found

    def audio(self, connection: int = 0, turn: int = 0) -> bytes:
        """Return the sound one turn sent, without its RIFF header."""
        return base64.b64decode(self._command(do="audio", connection=connection, turn=turn))

    def fault(self, kind: str, **details: Any) -> None:
        """Plan a fault, described as in `speechdesk.host.faults.Fault`.

        `fault("http", code=503, times=2)`: the first two handshakes from now on;
        `fault("close", code=1011, after_ms=3000, times=1)`: once, after 3 s of answered sound.
        """
        self._command(do="fault", fault={"kind": kind, **details})

    def strike(self, kind: str, **details: Any) -> None:
        """Commit a fault at once, on all connections that stand."""
        self._command(do="fault", fault={"kind": kind, **details}, now=True)

    def clear(self) -> None:
        """Forget all planned faults."""
        self._command(do="clear")

    def refuse(self) -> None:
        """Stop listening; standing connections go on."""
        self._command(do="refuse")

    def accept(self) -> None:
        """Listen again on the same port."""
        self._command(do="accept")

    def kill(self) -> None:
        """End it as by kill -9."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.close()
            self._process.wait(_STOP_SECONDS)
        finally:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()

    def _command(self, **command: Any) -> Any:
        answer = json.loads(self._exchange(command))
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer["result"]

    def _exchange(self, value: dict[str, Any]) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(value) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


@contextmanager
def script_host(
    script: dict[str, Any] | None = None, *, key: str | None = None, controlled: bool = True
) -> Iterator[ScriptHost]:
    """Run a host with `script` while the block runs. `key` None: a random one; "": none asked."""
    key = secrets.token_hex(16) if key is None else key
    host = ScriptHost(script or {}, key, controlled=controlled)
    try:
        yield host
    finally:
        host.close()
