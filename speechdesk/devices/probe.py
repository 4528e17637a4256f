"""The child's side of a listing: what a fresh process sees of this computer's microphones."""

import json
import os
import signal
import sys
from dataclasses import asdict

from speechdesk.devices import pulse
from speechdesk.devices.listing import Device, Listing
from speechdesk.errors import DeviceError

_GIVE_UP_S = 20


def print_listing() -> int:
    """Print the listing as one JSON line on stdout, whatever the libraries print there."""
    if hasattr(signal, "alarm"):
        signal.alarm(_GIVE_UP_S)  # a parent that was killed leaves no hanging child behind
    answer_descriptor = os.dup(1)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.close(null)
    listing = probe()
    line = json.dumps(asdict(listing))
    with os.fdopen(answer_descriptor, "w", encoding="utf-8") as answer:
        answer.write(line + "\n")
    return 0


def probe() -> Listing:
    """Return the microphones this process sees: the sound server's own where there is one."""
    is_linux = sys.platform.startswith("linux")
    sources = pulse.sources() if is_linux else None
    if sources is not None:
        return Listing(_server_devices(sources))
    from speechdesk.devices.portaudio import input_devices, load_library

    try:
        library = load_library()
    except DeviceError as error:
        return Listing((), error.code)
    found, left_out = input_devices(library)
    problem = "no_sound_server" if is_linux else ""
    if left_out:
        problem = "unreadable_names"
    return Listing(tuple(device for device, _index in found), problem)


def _server_devices(sources: list[pulse.Source]) -> tuple[Device, ...]:
    """Leave out what sinks play, unless there is nothing else; tell twins apart."""
    real = [source for source in sources if not source.monitor] or sources
    titles = [source.description or source.name for source in real]
    return tuple(
        Device(
            name=title if titles.count(title) == 1 else f"{title} ({source.name})",
            host_api=pulse.HOST_API,
            default=source.default,
            pulse_source=source.name,
        )
        for source, title in zip(real, titles, strict=True)
    )
