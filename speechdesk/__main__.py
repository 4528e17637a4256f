"""The program's entry: a child of ours, or the command line."""

import sys
from collections.abc import Callable

from speechdesk.processes import CHILD_FLAG


def main() -> int:
    """Run what the command line asks for and return the exit status."""
    arguments = sys.argv[1:]
    if arguments[:1] == [CHILD_FLAG]:
        return _child(arguments[1])()
    from speechdesk.cli.main import run

    return run(arguments)


def main_gui() -> int:
    """Run `speechdesk-gui`: the same, from a program without a console."""
    return main()


def _child(role: str) -> Callable[[], int]:
    """Return the main function of the child that plays `role`; each loads only its own part."""
    if role == "worker":
        from speechdesk.speech.worker_main import child_main as worker

        return worker
    if role == "host":
        from speechdesk.host.child import child_main as host

        return host
    if role == "decoder":
        from speechdesk.host.engines.decoder_child import child_main as decoder

        return decoder
    if role == "devices":
        from speechdesk.devices.probe import child_main as devices

        return devices
    if role == "decode":
        from speechdesk.sound.decoder import child_main as decoder

        return decoder
    raise SystemExit(f"unknown child: {role}")


if __name__ == "__main__":
    sys.exit(main())
