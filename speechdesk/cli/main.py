"""The parser of the command line, and what all subcommands share.

Each subcommand is a module of this package with `add_arguments(parser)` and `run(args) -> status`.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType

from speechdesk import __version__
from speechdesk.cli.argument_types import path

COMMANDS = {
    "transcribe": "turn audio files into text",
    "dictate": "turn the microphone into text, without a window",
    "devices": "list the microphones",
    "serve": "run the local speech service for any Speech SDK client",
    "doctor": "check the set-up and say how to mend it",
    "settings": "show and change settings and keys",
    "recover": "finish dictations that were interrupted",
    "history": "list, search, show, export and delete takes",
}
_BAD_USAGE = 2
_WITHOUT_KEYRING = (
    "A key can also be given each time, by --key-stdin or by SPEECH_KEY beside SPEECH_REGION or "
    "SPEECH_ENDPOINT; a token by --token-stdin."
)


def run(arguments: Sequence[str]) -> int:
    """Run the command line `arguments` and return its exit status."""
    command, rest = split_command(arguments)
    if command is None:
        return _status(partial(_window, window_parser().parse_args(rest)))
    return _status(partial(_subcommand, command, rest))


def _status(work: Callable[[], int]) -> int:
    """Do the work, and say in a line why it failed if it does."""
    from speechdesk.errors import SecretsError, SpeechDeskError, UsageError

    try:
        status = work()
        sys.stdout.flush()
        return status
    except UsageError as error:
        _say(error.detail)
        return _BAD_USAGE
    except SpeechDeskError as error:
        from speechdesk.messages import message_for

        _say(message_for(error).line)
        if isinstance(error, SecretsError) and error.code != "no_command":
            _say(_WITHOUT_KEYRING)
        return 1
    except BrokenPipeError:
        # The reader of our output went away (such as `| head`): not a failure worth a line.
        _write_no_more()
        return 1
    except OSError as error:
        _write_no_more()
        where = f"{error.filename}: " if error.filename else ""
        _say(f"{where}{error.strerror or error}")
        return 1


def _say(text: str) -> None:
    from speechdesk.cli.terminal import say

    say(text)


def _write_no_more() -> None:
    """Drop what is left to write: Python would try once more at its end, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def window_parser() -> argparse.ArgumentParser:
    """Return the parser of `speechdesk` without a subcommand."""
    listing = "\n".join(f"  {name:<12}{text}" for name, text in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="speechdesk",
        description="Dictation with Azure AI Speech that never loses a word.\n"
        "Without a command it opens the window, with FILE… it opens them.",
        epilog=f"commands (speechdesk COMMAND --help tells more):\n{listing}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("files", nargs="*", type=path, metavar="FILE", help="audio to open")
    _add_home(parser)
    parser.add_argument("--version", action="version", version=f"speechdesk {__version__}")
    remote = parser.add_mutually_exclusive_group()
    remote.add_argument(
        "--toggle", action="store_true", help="press Record or Stop in the running window"
    )
    remote.add_argument("--stop", action="store_true", help="press Stop in the running window")
    remote.add_argument(
        "--install-desktop", action="store_true", help="add SpeechDesk to the applications menu"
    )
    return parser


def command_parser(command: str, module: ModuleType) -> argparse.ArgumentParser:
    """Return the parser of one subcommand."""
    parser = argparse.ArgumentParser(
        prog=f"speechdesk {command}",
        description=COMMANDS[command],
        allow_abbrev=False,  # --key would be --key-stdin, and the key behind it a file's name
    )
    _add_home(parser)
    module.add_arguments(parser)
    return parser


def split_command(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """Take the subcommand out of `arguments`, whose options may stand before it."""
    if COMMANDS.keys().isdisjoint(arguments):
        return None, list(arguments)  # spares the start of the window the modules of them all
    takes_value: frozenset[str] | None = None
    skip = False
    for position, word in enumerate(arguments):
        if skip:
            skip = False
        elif word == "--":
            break
        elif word.startswith("-"):
            if takes_value is None:
                takes_value = frozenset(_options_with_values())
            skip = word in takes_value
        elif word in COMMANDS:
            return word, [*arguments[:position], *arguments[position + 1 :]]
        else:
            break
    return None, list(arguments)


def _options_with_values() -> Iterator[str]:
    for command in COMMANDS:
        parser = command_parser(command, _module(command))
        for action in parser._actions:
            if action.nargs != 0:
                yield from action.option_strings


def _add_home(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--home",
        type=path,
        metavar="DIR",
        default=None,
        help="keep everything it writes in DIR",
    )


def _module(command: str) -> ModuleType:
    return importlib.import_module(f"speechdesk.cli.{command}")


def _subcommand(command: str, rest: Sequence[str]) -> int:
    module = _module(command)
    args = command_parser(command, module).parse_args(rest)
    if command != "serve":  # which has no other place for its log
        import logging

        # Standard error is for the user, who is told of what is logged in other words.
        logging.getLogger("speechdesk").addHandler(logging.NullHandler())
    return int(module.run(args))


def _window(args: argparse.Namespace) -> int:
    if args.files and (args.toggle or args.stop or args.install_desktop):
        from speechdesk.errors import UsageError

        raise UsageError("FILE goes with none of --toggle, --stop and --install-desktop")
    if args.install_desktop:
        from speechdesk.desktop_entry import install_desktop

        for path in install_desktop():
            print(path)
        return 0
    _check_for_slips(args.files)
    from speechdesk.remote import Order, send

    order = Order.TOGGLE if args.toggle else Order.STOP if args.stop else Order.SHOW
    if send(args.home, order, args.files) or args.stop:
        return 0
    from speechdesk.devices.listing import ListingAhead

    # Before the window is loaded, which takes longer than the list does.
    ahead = ListingAhead()
    from speechdesk.ui.loading import prepare

    prepare()
    from speechdesk.app import run_window

    return run_window(args.home, args.files, record=args.toggle, list_devices=ahead)


def _check_for_slips(files: Sequence[Path]) -> None:
    """Raise UsageError for what can only be a command that is misspelt."""
    for file in files:
        if file.suffix or str(file) != file.name or file.exists():
            continue
        from difflib import get_close_matches

        from speechdesk.errors import UsageError

        near = get_close_matches(file.name, COMMANDS, 1)
        hint = f"did you mean {near[0]}?" if near else "speechdesk --help lists the commands"
        raise UsageError(f"there is no command or file {file.name}: {hint}")
