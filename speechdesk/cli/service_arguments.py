"""The options that say where speech is recognized, for all commands that recognize."""

import argparse
import sys
from typing import TYPE_CHECKING, TextIO

from speechdesk.domain.connection import Credential, CredentialKind, Service
from speechdesk.errors import UsageError

if TYPE_CHECKING:
    from speechdesk.settings.choice import Asked


def add_service_arguments(parser: argparse.ArgumentParser) -> None:
    """Add `--service`, `--url` and the others; not given, the settings hold."""
    group = parser.add_argument_group("where speech is recognized")
    group.add_argument("--service", choices=[str(service) for service in Service], default=None)
    group.add_argument("--url", metavar="URL", default="", help="container host or Azure endpoint")
    group.add_argument("--region", metavar="R", default="", help="Azure region, such as westeurope")
    group.add_argument("--endpoint-id", metavar="ID", default="", help="custom model")
    group.add_argument(
        "--allow-plain",
        action="store_true",
        help="allow ws:// to another machine (only without a key)",
    )
    secret = group.add_mutually_exclusive_group()
    secret.add_argument("--key-stdin", action="store_true", help="read the key from stdin")
    secret.add_argument("--token-stdin", action="store_true", help="read a token from stdin")


def asked_for(args: argparse.Namespace, stdin: TextIO | None = None) -> "Asked":
    """Return what `args` say; a key or token is read from `stdin` (the process's, if None).

    Raises UsageError where a secret was announced and did not come.
    """
    from speechdesk.settings.choice import Asked

    return Asked(
        service=Service(args.service) if args.service else None,
        url=args.url,
        region=args.region,
        endpoint_id=args.endpoint_id,
        allow_plain=args.allow_plain,
        credential=_credential(args, sys.stdin if stdin is None else stdin),
    )


def read_secret(stdin: TextIO, kind: CredentialKind = CredentialKind.KEY) -> str:
    """Return the key or token that comes first on `stdin`, cleaned. Raises UsageError."""
    from speechdesk.settings.paste import clean_secret

    secret = clean_secret(secret_line(stdin, kind))
    if not secret:
        raise UsageError(f"no {kind} came from standard input")
    return secret


def secret_line(stdin: TextIO, kind: CredentialKind = CredentialKind.KEY) -> str:
    """Return the first line of `stdin`, "" at its end. Typed at a terminal, it is not shown."""
    if not stdin.isatty():
        return stdin.readline()
    from getpass import getpass

    try:
        return getpass(f"{kind.capitalize()}: ")
    except EOFError:
        return ""


def _credential(args: argparse.Namespace, stdin: TextIO) -> Credential | None:
    if args.key_stdin:
        return Credential(CredentialKind.KEY, read_secret(stdin))
    if args.token_stdin:
        return Credential(CredentialKind.TOKEN, read_secret(stdin, CredentialKind.TOKEN))
    return None
