"""`speechdesk settings`: show and change settings and keys, and try them out."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from speechdesk.cli.actions import add_actions
from speechdesk.cli.service_arguments import read_secret
from speechdesk.cli.terminal import say
from speechdesk.errors import SettingsError, UsageError

if TYPE_CHECKING:
    from speechdesk.domain.connection import Connection
    from speechdesk.paths import Home
    from speechdesk.session.service_check import ServiceCheck
    from speechdesk.settings.schema import Settings
    from speechdesk.settings.secrets import Lookup, Secrets
    from speechdesk.settings.store import Problem

_ACTIONS = {
    "list": "show all settings",
    "get": "show one setting",
    "set": "change one setting",
    "set-key": "keep the key of the service in use in the system's keyring",
    "delete-key": "forget the key of the service in use",
    "test": "recognize a short clip with the service in use",
    "paths": "show where everything is kept",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the actions."""
    parsers = add_actions(parser, _ACTIONS)
    parsers["get"].add_argument("name", metavar="NAME")
    parsers["set"].add_argument("name", metavar="NAME")
    parsers["set"].add_argument("value", metavar="VALUE", help='"" empties a setting')
    parsers["set-key"].add_argument(
        "--key-stdin", action="store_true", required=True, help="read the key from stdin"
    )


def run(args: argparse.Namespace) -> int:
    """Do what `args.action` says and return the exit status."""
    from speechdesk.paths import home

    actions: dict[str, Callable[[argparse.Namespace, Home], int]] = {
        "list": _list,
        "get": _get,
        "set": _set,
        "set-key": _set_key,
        "delete-key": _delete_key,
        "test": _test,
        "paths": _paths,
    }
    return actions[args.action](args, home(args.home))


def _list(args: argparse.Namespace, home: "Home") -> int:
    from speechdesk.settings.schema import OPTIONS

    settings = _load(home)
    if args.json:
        values = {
            name: known.kind.plain(getattr(settings, name)) for name, known in OPTIONS.items()
        }
        _print_json({"settings": values})
        return 0
    for name in OPTIONS:
        print(_line(name, settings))
    return 0


def _get(args: argparse.Namespace, home: "Home") -> int:
    from speechdesk.settings.schema import option

    name = _known_name(args.name)
    value = getattr(_load(home), name)
    kind = option(name).kind
    if args.json:
        _print_json({"name": name, "value": kind.plain(value)})
    else:
        print(kind.show(value))
    return 0


def _set(args: argparse.Namespace, home: "Home") -> int:
    from speechdesk.settings.schema import option
    from speechdesk.settings.store import SettingsStore

    name = _known_name(args.name)
    kind = option(name).kind
    try:
        value = kind.parse(args.value)
    except SettingsError as error:
        raise UsageError(f"{name} {error.detail}") from None
    store = SettingsStore(home.settings_file)
    before = store.load()
    after = store.change(_with_consequences(name, value, before.settings))
    # What was damaged is whole again, and the rest of what was in it is in the copy alone.
    _tell([*(each for each in before.problems if each.code == "damaged"), *after.problems])
    settings = after.settings
    if args.json:
        _print_json({"name": name, "value": kind.plain(getattr(settings, name))})
    else:
        print(_line(name, settings))
    if doubt := _doubt(name, str(value)):
        say(doubt)
    return 0


def _doubt(name: str, value: str) -> str:
    """Return what may be wrong with a value that is taken all the same; "" where nothing is."""
    from speechdesk.settings.tables import find_locale, find_region

    known = {"language": find_locale, "region": find_region}.get(name)
    if known is None or not value or known(value):
        return ""
    return f"“{value}” is not among the {name}s known to have Speech"


def _with_consequences(name: str, value: Any, settings: "Settings") -> dict[str, Any]:
    """Return what is written for `name`: an Azure resource has a region or an address, not both."""
    from speechdesk.domain.connection import Service
    from speechdesk.settings.switching import switched

    if name == "service":
        return switched(settings, value) or {name: value}
    other = {"region": "url", "url": "region"}.get(name)
    if not other or not value or settings.service is Service.CONTAINER:
        return {name: value}
    if getattr(settings, other):
        say(f"{other} was emptied, since {name} holds now")
    return {name: value, other: ""}


def _set_key(args: argparse.Namespace, home: "Home") -> int:
    connection = _connection_in_use(home)
    secret = read_secret(sys.stdin)
    answer = _secrets().set(connection.secret_name, secret)
    return _say_key(args, connection, answer, "The key is kept in the system's keyring for")


def _delete_key(args: argparse.Namespace, home: "Home") -> int:
    connection = _connection_in_use(home)
    answer = _secrets().delete(connection.secret_name)
    return _say_key(args, connection, answer, "No key is kept any more for")


def _say_key(
    args: argparse.Namespace, connection: "Connection", answer: "Lookup", text: str
) -> int:
    if answer.error is not None:
        raise answer.error
    if args.json:
        _print_json({"connection": connection.secret_name, "key": answer.presence})
    else:
        print(f"{text} {connection.secret_name}.")
    return 0


def _test(args: argparse.Namespace, home: "Home") -> int:
    from speechdesk.messages import message_for

    check = _check_service(_load(home))
    message = message_for(check.failure).line if check.failure else ""
    if args.json:
        code = check.failure.code if check.failure else "ok"
        _print_json(
            {"code": code, "text": check.text, "answer_ms": check.answer_ms, "message": message}
        )
    elif not check.failure:
        seconds = (check.answer_ms or 0) / 1000
        print(f"It works: “{check.text}” was recognized in {seconds:.1f} s.")
    if message:
        say(message)
    return 1 if check.failure else 0


def _check_service(settings: "Settings") -> "ServiceCheck":
    """Recognize the sample clip as `dictate` would. Raises UsageError, SecretsError."""
    import os

    from speechdesk.host.local import LocalService
    from speechdesk.session.configuring import Configuring
    from speechdesk.session.one_shot import OneShots
    from speechdesk.session.service_check import check_service
    from speechdesk.settings.choice import take_environment
    from speechdesk.speech.worker import WorkerPool

    local = LocalService()
    workers = WorkerPool()
    configuring = Configuring(
        lambda: settings, _secrets(), local, environment=take_environment(os.environ)
    )
    try:
        chosen = configuring.choose()
        if chosen.problem is not None:
            raise chosen.problem
        configure = configuring.configure(chosen.connection.spoken(settings.language))
        return check_service(configure, OneShots(workers.start))
    finally:
        workers.close()
        local.stop()


def _paths(args: argparse.Namespace, home: "Home") -> int:
    paths = {
        "settings": home.settings_file,
        "history": home.history_file,
        "recordings": home.recordings,
        "log": home.log_file,
    }
    if args.json:
        _print_json({"paths": {name: str(path) for name, path in paths.items()}})
        return 0
    for name, path in paths.items():
        print(f"{name:<12}{path}")
    return 0


def _connection_in_use(home: "Home") -> "Connection":
    """Return the connection whose key is meant. Raises UsageError where none can have a key."""
    from speechdesk.domain.connection import Service
    from speechdesk.settings.choice import is_plain_elsewhere, settings_connection

    connection = settings_connection(_load(home))
    if not connection.secret_name:
        raise UsageError("this computer recognizes without a key: set service, region or url first")
    if not connection.leads_somewhere:
        place = "url" if connection.service is Service.CONTAINER else "region or url"
        raise UsageError(f"{place} of {connection.service} is not set yet")
    if is_plain_elsewhere(connection.url):
        raise UsageError("a key never goes unencrypted to another machine: set a wss:// url first")
    return connection


def _secrets() -> "Secrets":
    from speechdesk.settings.secrets import Secrets

    return Secrets()


def _load(home: "Home") -> "Settings":
    from speechdesk.settings.store import SettingsStore

    loaded = SettingsStore(home.settings_file).load()
    _tell(loaded.problems)
    return loaded.settings


def _tell(problems: Iterable["Problem"]) -> None:
    """Say what of the file could not be taken."""
    from speechdesk.messages import message_for

    for problem in problems:
        say(message_for(problem.error).line)


def _known_name(text: str) -> str:
    from speechdesk.settings.schema import option

    name = text.replace("-", "_")
    try:
        option(name)
    except SettingsError:
        raise UsageError(
            f"there is no setting {text}; “speechdesk settings list” shows all"
        ) from None
    return name


def _line(name: str, settings: "Settings") -> str:
    from speechdesk.settings.schema import option

    shown = option(name).kind.show(getattr(settings, name))
    return f"{name} = {', '.join(shown.splitlines())}".rstrip()


def _print_json(answer: dict[str, Any]) -> None:
    print(json.dumps({"version": 1, **answer}, ensure_ascii=False))
