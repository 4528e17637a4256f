"""Speaks to a window that is open on the same home; for small callers, so without Qt.

A line of JSON goes to the window's local socket, and "ok" comes back. On Unix the socket is a file
in the user's runtime folder, or in the home where there is none; on Windows it is a named pipe.
"""

import hashlib
import json
import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from speechdesk.paths import Home, home

ANSWER = b"ok\n"
_LONGEST_PATH = 100  # a socket's path has room for 104 bytes on macOS, 108 on Linux
_DEADLINE_S = 5.0
_RETRY_S = 0.05


class Order(StrEnum):
    """What a window can be asked to do."""

    SHOW = "show"
    TOGGLE = "toggle"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Request:
    """One order, with the files that SHOW is to open."""

    order: Order
    files: tuple[Path, ...] = ()

    def to_line(self) -> bytes:
        files = [str(file.absolute()) for file in self.files]
        return json.dumps({"order": self.order, "files": files}).encode() + b"\n"


def parse_request(line: bytes) -> Request:
    """Return the request of a line, or raise ValueError."""
    data = json.loads(line)
    if not isinstance(data, dict) or not isinstance(data.get("files"), list):
        raise ValueError("not a request")
    return Request(Order(str(data.get("order"))), tuple(Path(str(file)) for file in data["files"]))


def server_name(place: Home) -> str:
    """Return the full name of the socket or pipe for the window of a home."""
    # One name for all ways to write the folder.
    mark = hashlib.sha256(os.fsencode(os.path.realpath(place.data))).hexdigest()[:16]
    if sys.platform == "win32":
        return rf"\\.\pipe\speechdesk-{os.environ.get('USERNAME', '')}-{mark}"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and Path(runtime).is_dir():
        return str(Path(runtime) / f"speechdesk-{mark}")
    inside = place.data / "window.socket"
    if len(os.fsencode(inside)) <= _LONGEST_PATH:
        return str(inside)
    # A folder that others may not look into; the server refuses one that is not the user's own.
    return str(Path(tempfile.gettempdir()) / f"speechdesk-{os.getuid()}" / mark)


def send(directory: Path | None, order: str, files: Iterable[Path] = ()) -> bool:
    """Give `order` to the window of this home; False where there is none that answers."""
    request = Request(Order(order), tuple(files))
    return deliver(server_name(home(directory)), request)


def deliver(name: str, request: Request) -> bool:
    """Give `request` to the server `name`; False where none answers."""
    try:
        if sys.platform == "win32":
            return _over_pipe(name, request)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(_DEADLINE_S)
            connection.connect(name)
            connection.sendall(request.to_line())
            return connection.recv(len(ANSWER)) == ANSWER
    except OSError:
        return False


def _over_pipe(name: str, request: Request) -> bool:
    deadline = time.monotonic() + _DEADLINE_S
    while True:
        try:
            with Path(name).open("r+b", buffering=0) as pipe:
                pipe.write(request.to_line())
                return pipe.read(len(ANSWER)) == ANSWER
        except FileNotFoundError:
            return False
        except OSError:
            # All instances of the pipe are busy with other callers.
            if time.monotonic() > deadline:
                return False
            time.sleep(_RETRY_S)
