"""`speechdesk recover`: interrupted takes are recognized to their end."""

import argparse

from speechdesk.cli.argument_types import seconds
from speechdesk.cli.service_arguments import add_service_arguments


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `recover`."""
    parser.add_argument("--list", action="store_true", help="only list the interrupted takes")
    parser.add_argument(
        "--give-up-after",
        type=seconds,
        metavar="S",
        help="seconds to wait for a service that does not answer (900; 60 if it never did)",
    )
    add_service_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """List or recognize the interrupted takes and return the exit status."""
    from speechdesk.cli.recovery import list_interrupted, recover

    return list_interrupted(args) if args.list else recover(args)
