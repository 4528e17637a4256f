"""What a PulseAudio or PipeWire server knows of its sources; used in child processes alone.

pulsectl waits without end for a server that hangs, so whoever asks must be one that can be killed.
"""

import json
import os
import sys
import threading
import time
from dataclasses import dataclass
from typing import Any

HOST_API = "PulseAudio"

_CLIENT = "speechdesk-devices"
_NO_INDEX = 0xFFFFFFFF
_RETRY_S = 2.0


@dataclass(frozen=True, slots=True)
class Source:
    """A source of the server. `monitor`: it delivers what a sink plays."""

    index: int
    name: str
    description: str
    monitor: bool
    default: bool


def sources() -> list[Source] | None:
    """Return the server's sources, or None where there is no server."""
    try:
        import pulsectl
    except (ImportError, OSError):  # OSError: libpulse is missing
        return None
    try:
        with pulsectl.Pulse(_CLIENT, connect=False) as server:
            server.connect()  # its own timeout would always be waited out
            return _sources(server)
    except pulsectl.PulseError:
        return None


def follow() -> int:
    """Print the server's state as a JSON line, and again at each change, until stdin is closed.

    A line: {"server", "default", "sources": [[name, description]], "streams": {pid: source name}}.
    """
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        import pulsectl
    except (ImportError, OSError):
        _print_state({"server": False})
        return 0
    while True:
        try:
            with pulsectl.Pulse(_CLIENT, connect=False) as server:
                server.connect()
                _follow_server(server, pulsectl.PulseLoopStop)
        except pulsectl.PulseError:
            _print_state({"server": False})
        time.sleep(_RETRY_S)


def _follow_server(server: Any, stop_loop: type[Exception]) -> None:
    changed = True

    def on_event(_event: object) -> None:
        nonlocal changed
        changed = True
        raise stop_loop

    server.event_mask_set("source", "source_output", "server")
    server.event_callback_set(on_event)
    printed: dict[str, Any] = {}
    while True:
        while changed:  # also while an answer was awaited, when no loop could be stopped
            changed = False
            state = _state(server)
            if state != printed:
                _print_state(state)
                printed = state
        server.event_listen()


def _state(server: Any) -> dict[str, Any]:
    known = _sources(server)
    names = {source.index: source.name for source in known}
    streams = {
        stream.proplist.get("application.process.id", ""): names.get(stream.source, "")
        for stream in server.source_output_list()
    }
    return {
        "server": True,
        "default": next((source.name for source in known if source.default), ""),
        "sources": [[source.name, source.description] for source in known],
        "streams": streams,
    }


def _sources(server: Any) -> list[Source]:
    default = server.server_info().default_source_name
    return [
        Source(
            index=source.index,
            name=source.name,
            description=source.description or "",
            monitor=source.monitor_of_sink != _NO_INDEX,
            default=source.name == default,
        )
        for source in server.source_list()
    ]


def _print_state(state: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(state) + "\n")
    sys.stdout.flush()


def _end_with_parent() -> None:
    while os.read(0, 4096):
        pass
    os._exit(0)
