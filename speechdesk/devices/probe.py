"""The child's side of a listing: what a fresh process sees of this computer's microphones."""

import json
import os
import signal
import sys
from dataclasses import asdict

from speechdesk.devices import pulse
from speechdesk.devices.listing import Device, Listing
from speechdesk.devices.portaudio import input_devices, load_library, pulse_index
from speechdesk.errors import DeviceError

_GIVE_UP_S = 20


def child_main() -> int:
    """Print the listing, or follow the sound server where the command line ends with "watch"."""
    return pulse.follow() if sys.argv[-1] == "watch" else print_listing()


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
    try:
        library = load_library()
    except DeviceError as error:
        return Listing((), error.code)
    own, left_out = input_devices(library)
    own_devices = tuple(device for device, _index in own)
    own_problem = "unreadable_names" if left_out else ""
    if not sys.platform.startswith("linux"):
        return Listing(own_devices, own_problem)
    sources = pulse.sources()
    if sources is None:
        return Listing(own_devices, own_problem or "no_sound_server")
    if pulse_index(library, "max_input_channels") is None:
        return Listing(own_devices, own_problem or "no_alsa_bridge")
    return Listing(_server_devices(sources))


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
