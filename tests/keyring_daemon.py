"""A real Secret Service for tests: gnome-keyring on a D-Bus session of its own."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

_PASSWORD = b"a test's own keyring"


@contextmanager
def keyring_session(folder: Path, *, unlocked: bool = True) -> Iterator[dict[str, str]]:
    """Run a keyring that keeps its files in `folder`; yield the environment of its users.

    Run the code under test in child processes with this environment. Without `unlocked`, the
    keyring has a locked collection and nobody who would answer the prompt.
    """
    for program, package in (
        ("dbus-daemon", "dbus-daemon"),
        ("gnome-keyring-daemon", "gnome-keyring"),
    ):
        if shutil.which(program) is None:
            pytest.skip(f"needs the package {package}")
    environment = _environment(folder)
    with ExitStack() as stack:
        address = stack.enter_context(_bus(environment))
        environment["DBUS_SESSION_BUS_ADDRESS"] = address
        if not unlocked:
            with _daemon(environment, _PASSWORD):
                pass  # it has written its collection, which the next daemon finds locked
        stack.enter_context(_daemon(environment, _PASSWORD if unlocked else None))
        yield environment


def _environment(folder: Path) -> dict[str, str]:
    environment = dict(os.environ)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHON_KEYRING_BACKEND"):
        environment.pop(name, None)
    for name, below in (
        ("HOME", "home"),
        ("XDG_DATA_HOME", "home/data"),
        ("XDG_CONFIG_HOME", "home/config"),
        ("XDG_CACHE_HOME", "home/cache"),
        ("XDG_RUNTIME_DIR", "run"),
    ):
        path = folder / below
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        environment[name] = str(path)
    return environment


@contextmanager
def _bus(environment: dict[str, str]) -> Iterator[str]:
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with _ended(bus):
        assert bus.stdout is not None
        yield bus.stdout.readline().strip()


@contextmanager
def _daemon(environment: dict[str, str], password: bytes | None) -> Iterator[None]:
    command = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
    daemon = subprocess.Popen(
        [*command, "--unlock"] if password else command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with _ended(daemon):
        assert daemon.stdin is not None
        assert daemon.stdout is not None
        daemon.stdin.write(password or b"")
        daemon.stdin.close()
        daemon.stdout.readline()  # it prints its socket's place once it is up
        _wait_for_service(environment)
        yield


@contextmanager
def _ended(process: subprocess.Popen[Any]) -> Iterator[None]:
    with process:
        try:
            yield
        finally:
            process.terminate()


def _wait_for_service(environment: dict[str, str]) -> None:
    place = ["--dest=org.freedesktop.secrets", "/org/freedesktop/secrets"]
    subprocess.run(
        ["dbus-send", "--session", "--print-reply", *place, "org.freedesktop.DBus.Peer.Ping"],
        env=environment,
        check=True,
        timeout=30,
        stdout=subprocess.DEVNULL,
    )
