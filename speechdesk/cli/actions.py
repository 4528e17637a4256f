"""The actions of a subcommand that has several, such as `history list`."""

import argparse
from collections.abc import Mapping

from speechdesk.cli.argument_types import path


def add_actions(
    parser: argparse.ArgumentParser, actions: Mapping[str, str]
) -> dict[str, argparse.ArgumentParser]:
    """Add actions (name: what it does) as `args.action` and return their parsers by name.

    `--json` and `--home` stand before or after the action.
    """
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--json", action="store_true", help="answer in JSON")
    shared.add_argument("--home", type=path, metavar="DIR", help="keep everything it writes in DIR")
    choices = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    return {
        name: choices.add_parser(
            name, help=text, description=text, parents=[shared], allow_abbrev=False
        )
        for name, text in actions.items()
    }
