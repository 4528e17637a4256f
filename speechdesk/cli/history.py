"""`speechdesk history`: the takes that were made, their text, and what becomes of it."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from speechdesk.cli.actions import add_actions
from speechdesk.cli.argument_types import names_a_folder, output, take_number
from speechdesk.cli.formats import BINARY, FORMATS
from speechdesk.cli.terminal import printable, say
from speechdesk.errors import UsageError

if TYPE_CHECKING:
    from speechdesk.paths import Home
    from speechdesk.storage.history import History
    from speechdesk.storage.takes import Take

_ACTIONS = {
    "list": "list all takes, newest first",
    "search": "list the takes in which all of the words are found",
    "show": "print the text of a take",
    "export": "write a take in another format",
    "delete": "delete a take and its recording",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the actions."""
    parsers = add_actions(parser, _ACTIONS)
    parsers["search"].add_argument("text", nargs="+", metavar="TEXT")
    for name in ("show", "export", "delete"):
        parsers[name].add_argument(
            "id", type=take_number, metavar="ID", help="the number in the list"
        )
    parsers["export"].add_argument("--format", choices=FORMATS, help="txt; json with --json")
    parsers["export"].add_argument(
        "--output", type=output, metavar="PATH", help="a file, or a folder"
    )


def run(args: argparse.Namespace) -> int:
    """Do what `args.action` says and return the exit status."""
    actions: dict[str, Callable[[argparse.Namespace, Home, History], int]] = {
        "list": _list,
        "search": _search,
        "show": _show,
        "export": _export,
        "delete": _delete,
    }
    if args.action == "export" and args.format is None:
        args.format = "json" if args.json else "txt"
    if args.action == "export" and args.format in BINARY and args.output is None:
        raise UsageError(f"{args.format} is written to a file: give --output")
    with _opened(args) as (home, history):
        return actions[args.action](args, home, history)


@contextmanager
def _opened(args: argparse.Namespace) -> "Iterator[tuple[Home, History]]":
    from speechdesk import paths
    from speechdesk.cli.opened_history import history_to_read, opened_history

    home = paths.home(args.home)
    changes = args.action == "delete"
    if changes or home.data.exists():
        paths.private_folder(home.data)
    with closing(opened_history(home)) if changes else history_to_read(home) as history:
        yield home, history


def _list(args: argparse.Namespace, home: "Home", history: "History") -> int:
    del home
    takes = history.takes()
    _print(args, takes, map(_line, takes))
    return 0


def _search(args: argparse.Namespace, home: "Home", history: "History") -> int:
    del home
    hits = history.search(" ".join(args.text), limit=sys.maxsize)
    found = [(history.take(hit.take_id), hit.snippet) for hit in hits]
    found.sort(key=lambda pair: pair[0].started, reverse=True)
    lines = (f"{_line(take)}: {printable(snippet)}" for take, snippet in found)
    _print(args, [take for take, _ in found], lines)
    return 0


def _show(args: argparse.Namespace, home: "Home", history: "History") -> int:
    from speechdesk.exporters.base import export
    from speechdesk.exporters.exportable import exportable_of

    take = history.take(args.id)
    text = export("txt", exportable_of(history, args.id, home.recordings)).decode()
    if args.json:
        _print_json([_fields(take) | {"text": text}])
    else:
        sys.stdout.write(text)
    return 0


def _export(args: argparse.Namespace, home: "Home", history: "History") -> int:
    from speechdesk.cli.results import write_result
    from speechdesk.exporters.base import export
    from speechdesk.exporters.exportable import exportable_of
    from speechdesk.exporters.file_names import file_name, free_path
    from speechdesk.settings.store import SettingsStore
    from speechdesk.sound.opus import encode_opus

    take = exportable_of(history, args.id, home.recordings)
    data = export(args.format, take, encode_opus=encode_opus)
    if args.output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return 0
    path = Path(args.output)
    if names_a_folder(args.output):
        name = file_name(
            SettingsStore(home.settings_file).load().settings.file_names,
            title=take.title,
            started=take.started,
            language=take.language,
            ending=args.format,
        )
        path = free_path(path, name)
    try:
        write_result(path, data)
    except OSError as error:
        say(f"{error.filename or path}: cannot be written: {error.strerror}")
        return 1
    return 0


def _delete(args: argparse.Namespace, home: "Home", history: "History") -> int:
    from speechdesk.errors import SoundError
    from speechdesk.sound.recording import is_locked
    from speechdesk.storage.recordings import path_of

    take = history.take(args.id)
    recording = path_of(home.recordings, take)
    if recording is not None and is_locked(recording):
        raise SoundError("locked", f"take {args.id}")
    history.delete(args.id)
    _print(args, [take], ())
    return 0


def _print(
    args: argparse.Namespace, takes: "Sequence[Take]", lines: Iterator[str] | tuple[()]
) -> None:
    if args.json:
        _print_json([_fields(take) for take in takes])
        return
    for line in lines:
        print(line)


def _print_json(takes: list[dict[str, Any]]) -> None:
    print(json.dumps({"version": 1, "takes": takes}, ensure_ascii=False, indent=2))


def _fields(take: "Take") -> dict[str, Any]:
    return {
        "id": take.id,
        "title": take.title,
        "started": take.started.astimezone().isoformat(timespec="seconds"),
        "seconds": take.length_ms / 1000,
        "language": take.language,
        "state": take.state.value,
    }


def _line(take: "Take") -> str:
    minutes, seconds = divmod(round(take.length_ms / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    length = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    started = take.started.astimezone().strftime("%Y-%m-%d %H:%M")
    title = printable(take.title) or "untitled"
    return f"{take.id}  {started}  {length}  {take.language}  {take.state.value}  {title}"
