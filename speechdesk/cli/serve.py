"""`speechdesk serve`: the local service for any Speech SDK client."""

import argparse
import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from speechdesk.cli.argument_types import port
from speechdesk.cli.service_arguments import secret_line
from speechdesk.cli.terminal import say
from speechdesk.errors import UsageError

if TYPE_CHECKING:
    from speechdesk.host.options import HostOptions


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `serve`."""
    parser.add_argument(
        "--port", type=port, default=0, metavar="N", help="the port to listen on; 0 (default): any"
    )
    parser.add_argument(
        "--engine",
        choices=("pocketsphinx", "script"),  # host.options.ENGINES, which --help does not load
        help="what recognizes (default: pocketsphinx, or script where one is given)",
    )
    parser.add_argument(
        "--script", type=Path, metavar="FILE", help="JSON that says what the script engine answers"
    )
    parser.add_argument(
        "--key-stdin",
        action="store_true",
        help="read a key from stdin that clients must then send; without it none is asked for",
    )


def run(args: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl+C; the first line of stdout is the address."""
    import asyncio

    from speechdesk.host.engines.script_format import Script, ScriptError, load_script
    from speechdesk.host.options import HostOptions

    engine = args.engine or ("script" if args.script else "pocketsphinx")
    if args.script and engine != "script":
        raise UsageError("--script goes with --engine script")
    key = secret_line(sys.stdin).strip() if args.key_stdin else ""
    if args.key_stdin and not key:
        raise UsageError("no key came from standard input")
    try:
        script = load_script(args.script) if args.script else Script()
    except ScriptError as error:
        say(f"{args.script}: {error}")
        return 1
    options = HostOptions(engine=engine, key=key, script=script, port=args.port)
    try:
        return asyncio.run(_serve(options))
    except KeyboardInterrupt:
        # Where there are no signal handlers (Windows), Ctrl+C arrives like this.
        return 0


async def _serve(options: "HostOptions") -> int:
    """Return the exit status."""
    import asyncio

    from speechdesk.host.faults import FaultPlan
    from speechdesk.host.options import make_engine
    from speechdesk.host.server import HostServer

    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, ended.set)
    faults = options.script.faults
    server = HostServer(
        make_engine(options), key=options.key, plan=FaultPlan(faults) if faults else None
    )
    try:
        await server.start(options.port)
    except OSError as error:
        # asyncio's own words name the port once more.
        say(f"port {options.port}: {os.strerror(error.errno) if error.errno else error}")
        return 1
    try:
        print(server.url, flush=True)
        await ended.wait()
    finally:
        await server.stop()
    return 0
