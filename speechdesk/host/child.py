"""The host as a child process: it serves until its parent closes its stdin or ends."""

import asyncio
import json
import os
import signal
import sys
import threading
from dataclasses import fields

from speechdesk.errors import FailureCode, RecognitionError
from speechdesk.host.control import Control
from speechdesk.host.engines.script_format import ScriptError, parse_script
from speechdesk.host.faults import FaultPlan
from speechdesk.host.options import HostOptions, make_engine
from speechdesk.host.records import Records
from speechdesk.host.server import HostServer


def child_main() -> int:
    """Serve as the first line of stdin says; the first line of stdout is the address.

    The line is a JSON object with the names of `HostOptions`. Where the host cannot start, the
    first line of stdout is an object with "code" and "detail" instead, and the status is 1.
    """
    # Ctrl+C in a terminal reaches the whole group; our parent still drains and then ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        options = _options(sys.stdin.readline())
        asyncio.run(_serve(options))
    except BrokenPipeError:
        return _unheard()
    except RecognitionError as error:
        return _failed(error.failure.code, error.failure.detail)
    except (OSError, ValueError) as error:
        return _failed(FailureCode.BAD_OPTION, str(error))
    return 0


def _options(line: str) -> HostOptions:
    value = json.loads(line)
    names = {each.name for each in fields(HostOptions)}
    if not isinstance(value, dict) or not value.keys() <= names:
        raise ScriptError(f"the first line is not an object with names of {sorted(names)}")
    return HostOptions(**{**value, "script": parse_script(value.get("script", {}))})


async def _serve(options: HostOptions) -> None:
    plan, records = FaultPlan(options.script.faults), Records()
    server = HostServer(
        make_engine(options),
        key=options.key,
        plan=plan if options.controlled or options.script.faults else None,
        records=records if options.controlled else None,
    )
    await server.start(options.port)
    try:
        print(server.url, flush=True)  # noqa: T201 - stdout is the road to the parent
        control = Control(server, plan, records)
        lines = _lines_of_stdin()
        while line := await lines.get():
            if options.controlled:
                print(await control.answer(line), flush=True)  # noqa: T201 - the same road
    finally:
        await server.stop()


def _lines_of_stdin() -> "asyncio.Queue[str]":
    """Return a queue of the lines of stdin; the empty string is its end.

    A thread reads them, since asyncio cannot wait for stdin on Windows.
    """
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str] = asyncio.Queue()

    def read() -> None:
        while True:
            line = sys.stdin.readline()
            loop.call_soon_threadsafe(lines.put_nowait, line)
            if not line:
                return

    threading.Thread(target=read, name="parent", daemon=True).start()
    return lines


def _failed(code: str, detail: str) -> int:
    try:
        print(json.dumps({"code": code, "detail": detail}), flush=True)  # noqa: T201 - the same road
    except BrokenPipeError:
        return _unheard()
    return 1


def _unheard() -> int:
    """End where the parent has ended meanwhile; Python would complain when it closes stdout."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
