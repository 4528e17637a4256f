"""`speechdesk serve`: the local service for any Speech SDK client."""

import argparse
import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from speechdesk.cli.argument_types import port

if TYPE_CHECKING:
    from speechdesk.host.options import HostOptions


def add_arguments(parser: argparse.ArgumentParser) -> None:
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
        return _complain("--script goes with --engine script", status=2)
    key = sys.stdin.readline().strip() if args.key_stdin else ""
    if args.key_stdin and not key:
        return _complain("--key-stdin: no key on stdin", status=2)
    try:
        script = load_script(args.script) if args.script else Script()
    except ScriptError as error:
        return _complain(f"{args.script}: {error}")
    options = HostOptions(engine=engine, key=key, script=script, port=args.port)
    try:
        asyncio.run(_serve(options))
    except OSError as error:
        # asyncio's own words name the port once more.
        return _complain(f"port {args.port}: {os.strerror(error.errno) if error.errno else error}")
    except KeyboardInterrupt:
        # Where there are no signal handlers (Windows), Ctrl+C arrives like this.
        return 0
    return 0


async def _serve(options: "HostOptions") -> None:
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
    await server.start(options.port)
    try:
        print(server.url, flush=True)
        await ended.wait()
    finally:
        await server.stop()


def _complain(what: str, status: int = 1) -> int:
    print(f"speechdesk serve: {what}", file=sys.stderr)
    return status
