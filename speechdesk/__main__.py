"""The program's entry: a child of ours, or the command line."""

import codecs
import os
import sys
from collections.abc import Callable
from io import FileIO, TextIOWrapper

from speechdesk.processes import CHILD_FLAG

_INTERRUPTED = 130


def main() -> int:
    """Run what the command line asks for and return the exit status."""
    _open_standard_streams()
    arguments = sys.argv[1:]
    if arguments[:1] == [CHILD_FLAG]:
        return _child(arguments[1])()
    _let_all_text_pass()
    _keep_stderr()
    try:
        from speechdesk.cli.main import run

        return run(arguments)
    except KeyboardInterrupt:
        # Python's own way out would wait for threads, and for a microphone that is still open.
        os._exit(_INTERRUPTED)


def main_gui() -> int:
    """Run `speechdesk-gui`: the same, from a program without a console."""
    return main()


def _open_standard_streams() -> None:
    """Let no file that we open take the place of a stream that is closed, or is none (Windows)."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            null = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(null, mode, encoding="utf-8"))


def _let_all_text_pass() -> None:
    """Let no character, and no byte of a file's name, stop what is read or written.

    A terminal gets the encoding it has; a file or a pipe gets UTF-8, as an exported file does.
    """
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")
    if not isinstance(sys.stdout, TextIOWrapper):
        return
    if not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")
    is_utf_8 = codecs.lookup(sys.stdout.encoding).name == "utf-8"
    sys.stdout.reconfigure(errors="surrogateescape" if is_utf_8 else "backslashreplace")


def _keep_stderr() -> None:
    """Have a descriptor of our own for what the user is told.

    Descriptor 2 leads nowhere while PortAudio opens a device, and one that hangs takes seconds.
    """
    if sys.platform.startswith("linux"):
        # Without a buffer: what could not be written is not tried again at the program's end.
        own = FileIO(os.dup(sys.stderr.fileno()), "w", closefd=False)
        sys.stderr = TextIOWrapper(
            own, sys.stderr.encoding, "backslashreplace", line_buffering=True
        )


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
    if role == "file":
        from speechdesk.sound.decoder import child_main as file

        return file
    raise SystemExit(f"unknown child: {role}")


if __name__ == "__main__":
    sys.exit(main())
