"""The microphones of this computer, looked up afresh by a child process each time.

PortAudio reads its list once in a process, and reading it again would end a running stream; a
driver that hangs or crashes does so in the child alone.
"""

import json
import logging
import subprocess
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from speechdesk.processes import child_command, child_environment, own_group

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Device:
    """A microphone. `pulse_source` is the sound server's own name for it, where there is one."""

    name: str
    host_api: str
    default: bool = False
    pulse_source: str = ""

    @property
    def key(self) -> str:
        """What settings remember it by: it outlives unplugging and a new start."""
        return f"{self.name}|{self.host_api}"


@dataclass(frozen=True, slots=True)
class Listing:
    """The microphones, and why some or all may be missing.

    `problem`: portaudio_missing; no_sound_server and no_alsa_bridge (Linux: PortAudio's own list is
    shown instead of the sound server's); unreadable_names (some devices were left out); timeout;
    listing_failed.
    """

    devices: tuple[Device, ...]
    problem: str = ""


def list_devices(deadline_s: float = 5.0, *, command: Sequence[str] | None = None) -> Listing:
    """Return the microphones as they are now; never raises and is done by `deadline_s`.

    `command` stands in for the child's command line.
    """
    try:
        child = subprocess.run(
            command or child_command("devices"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=deadline_s,
            env=child_environment(),
            check=False,
            **own_group(),
        )
    except subprocess.TimeoutExpired:
        return Listing((), "timeout")
    except OSError as error:
        _log.warning("microphones cannot be listed: %s", error)
        return Listing((), "listing_failed")
    try:
        return _parse(child.stdout)
    except (ValueError, KeyError, TypeError) as error:
        noise = child.stderr.decode(errors="replace")[-2000:]
        _log.warning("listing ended with %s: %s; %s", child.returncode, error, noise)
        return Listing((), "listing_failed")


class ListingAhead:
    """Makes one list before anybody asks: its child works while this process still loads.

    Called as `list_devices` is; only the first call gets the list that was made ahead.
    """

    def __init__(self, listing: Callable[[], Listing] = list_devices) -> None:
        self._list = listing
        self._lock = threading.Lock()
        self._first: Future[Listing] | None = Future()
        threading.Thread(
            target=self._look, args=(self._first,), name="listing ahead", daemon=True
        ).start()

    def __call__(self) -> Listing:
        with self._lock:
            first, self._first = self._first, None
        return self._list() if first is None else first.result()

    def _look(self, first: Future[Listing]) -> None:
        try:
            first.set_result(self._list())
        except BaseException as error:
            first.set_exception(error)
            raise


def find_device(listing: Listing, key_or_name: str) -> Device | None:
    """Return the device with that key, name or sound server's name; else the only one whose name
    contains it, upper or lower case alike.
    """
    wanted = key_or_name.strip().casefold()
    if not wanted:
        return None
    for device in listing.devices:
        if wanted == device.key.casefold():
            return device
    for device in listing.devices:
        if wanted in (device.name.casefold(), device.pulse_source.casefold()):
            return device
    containing = [device for device in listing.devices if wanted in device.name.casefold()]
    return containing[0] if len(containing) == 1 else None


def _parse(line: bytes) -> Listing:
    answer = json.loads(line)
    devices = tuple(
        Device(
            name=str(device["name"]),
            host_api=str(device["host_api"]),
            default=device["default"] is True,
            pulse_source=str(device["pulse_source"]),
        )
        for device in answer["devices"]
    )
    return Listing(devices, str(answer["problem"]))
