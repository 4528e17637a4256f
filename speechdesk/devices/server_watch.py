"""Follows the sound server through a child process, which may hang or die without harm."""

import contextlib
import json
import logging
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from speechdesk.processes import child_command, child_environment, own_group

_log = logging.getLogger(__name__)
_END_DEADLINE_S = 2.0


@dataclass(frozen=True, slots=True)
class ServerState:
    """What the sound server has: sources as (name, description), and which source each process
    records from, by its id. `running` is False where there is no server.
    """

    running: bool = False
    default: str = ""
    sources: tuple[tuple[str, str], ...] = ()
    streams: Mapping[int, str] = field(default_factory=dict)

    def has(self, source: str) -> bool:
        return any(name == source for name, _description in self.sources)


class ServerWatch:
    """Calls `changed` with the state at once and at each change, on a thread of its own.

    `ended` is called when the child ends unasked; there are no news after it. `command` stands in
    for the child's command line.
    """

    def __init__(
        self,
        changed: Callable[[ServerState], None],
        ended: Callable[[], None],
        *,
        command: Sequence[str] | None = None,
    ) -> None:
        self._changed = changed
        self._ended = ended
        self._stopping = False
        self._child = subprocess.Popen(
            command or [*child_command("devices"), "watch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            **own_group(),
        )
        self._thread = threading.Thread(target=self._read, name="server-watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the child and the thread."""
        self._stopping = True
        with contextlib.suppress(OSError):
            self._child.kill()
        if threading.current_thread() is not self._thread:
            self._thread.join(_END_DEADLINE_S)

    def _read(self) -> None:
        with self._child as child:
            for line in child.stdout or ():
                try:
                    state = _parse(line)
                except (ValueError, KeyError, TypeError, AttributeError) as error:
                    _log.warning("unreadable news of the sound server: %s", error)
                    continue
                if not self._stopping:
                    self._changed(state)
        if not self._stopping:
            self._ended()


def _parse(line: bytes) -> ServerState:
    news = json.loads(line)
    if not news["server"]:
        return ServerState()
    return ServerState(
        running=True,
        default=str(news["default"]),
        sources=tuple((str(name), str(description)) for name, description in news["sources"]),
        streams={int(pid): str(source) for pid, source in news["streams"].items() if pid.isdigit()},
    )
