"""`speechdesk dictate`: the microphone becomes text, without a window."""

import argparse

from speechdesk.cli.argument_types import language, seconds
from speechdesk.cli.service_arguments import add_service_arguments


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `dictate`."""
    parser.add_argument("--device", metavar="NAME", help="the microphone (that of the settings)")
    parser.add_argument(
        "--language", type=language, metavar="L", help="what is spoken, such as en-US"
    )
    parser.add_argument(
        "--seconds", type=seconds, metavar="N", help="stop by itself after N seconds"
    )
    parser.add_argument(
        "--once", action="store_true", help="stop after one utterance, or 15 seconds"
    )
    parser.add_argument(
        "--commands",
        action="store_true",
        help='carry out what is said, such as "new line"; the text then comes at the end',
    )
    parser.add_argument(
        "--give-up-after",
        type=seconds,
        metavar="S",
        help="seconds to wait, after the end, for a service that does not answer "
        "(900; 60 if it never did)",
    )
    add_service_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Dictate until the user stops, and return the exit status."""
    from speechdesk.cli.dictation import Dictation

    return Dictation(args).run()
