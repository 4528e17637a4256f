"""`speechdesk transcribe`: audio files become text, each a take in the history."""

import argparse

from speechdesk.cli.argument_types import language, output, path, seconds
from speechdesk.cli.formats import FORMATS
from speechdesk.cli.service_arguments import add_service_arguments


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `transcribe`."""
    parser.add_argument("files", nargs="+", type=path, metavar="FILE", help="audio to recognize")
    parser.add_argument(
        "--language", type=language, metavar="L", help="what is spoken, such as en-US"
    )
    parser.add_argument("--format", choices=FORMATS, default="txt", help="of the result (txt)")
    parser.add_argument(
        "--output", type=output, metavar="PATH", help="a file, or a folder for several FILEs"
    )
    parser.add_argument(
        "--commands", action="store_true", help='carry out what is said, such as "new line"'
    )
    parser.add_argument(
        "--resume", action="store_true", help="go on where an earlier call was interrupted"
    )
    parser.add_argument(
        "--give-up-after",
        type=seconds,
        metavar="S",
        help="seconds to wait for a service that does not answer (900; 60 if it never did)",
    )
    add_service_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Recognize the files and return the exit status."""
    from speechdesk.cli.transcription import Transcription

    return Transcription(args).run()
