"""`speechdesk devices`: the microphones, as they are now."""

import argparse
import json

from speechdesk.cli.terminal import say

_FATAL = frozenset({"portaudio_missing", "timeout", "listing_failed"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `devices`."""
    parser.add_argument("--json", action="store_true", help="for programs")


def run(args: argparse.Namespace) -> int:
    """Print the microphones; status 1 where they cannot be listed, or PortAudio is missing."""
    from speechdesk.devices.listing import list_devices
    from speechdesk.errors import DeviceError
    from speechdesk.messages import message_for

    listing = list_devices()
    if args.json:
        devices = [
            {"name": device.name, "host_api": device.host_api, "default": device.default}
            for device in listing.devices
        ]
        print(json.dumps({"version": 1, "devices": devices}, ensure_ascii=False, indent=2))
    else:
        for device in listing.devices:
            print(f"{device.name}  ({device.host_api}){'  default' if device.default else ''}")
    problems = [listing.problem] if listing.problem else []
    if not listing.devices and not _FATAL.intersection(problems):
        problems.append("no_device")
    for problem in problems:
        say(message_for(DeviceError(problem)).line)
    return 1 if _FATAL.intersection(problems) else 0
