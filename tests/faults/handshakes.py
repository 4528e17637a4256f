"""Nothing that is tried comes through to the service: HTTP statuses, names, ports, TLS, proxies."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from speechdesk.domain.connection import Connection, Credential, CredentialKind, Proxy, Service
from speechdesk.errors import FailureCode
from tests.faults.ordeal import Fault
from tests.servers import listening, tls_server

STATUSES = {
    302: FailureCode.REDIRECT,
    307: FailureCode.REDIRECT,
    308: FailureCode.REDIRECT,
    400: FailureCode.BAD_REQUEST,
    401: FailureCode.KEY_REFUSED,
    403: FailureCode.FORBIDDEN,
    404: FailureCode.NOT_FOUND,
    408: FailureCode.TIMEOUT,
    429: FailureCode.TOO_MANY,
    500: FailureCode.UNAVAILABLE,
    502: FailureCode.UNAVAILABLE,
    503: FailureCode.UNAVAILABLE,
}
_KEY = Credential(CredentialKind.KEY, "0123456789abcdef" * 2)


def statuses() -> Iterator[Fault]:
    """Return each HTTP status as the answer to every handshake until it is told."""
    for status, told in STATUSES.items():
        yield Fault(
            f"HTTP {status}", partial(_answer, status=status), _accept_all, lasts_s=None, told=told
        )


def refused() -> Fault:
    """Return the fault of a service that nobody serves any more."""
    return Fault("connection refused", _refuse, _accept_all, lasts_s=None, told=FailureCode.REFUSED)


@contextmanager
def elsewhere(folder: Path) -> Iterator[list[Fault]]:
    """Give the faults of addresses that lead nowhere; their servers live as long as the block.

    `folder` holds a certificate of our own making.
    """
    with ExitStack() as stack:
        tls_port = stack.enter_context(tls_server(folder))
        proxy_port = stack.enter_context(listening(_refuse_proxy))
        proxy = Proxy("127.0.0.1", proxy_port, "user", "password")
        yield [
            _led_to(
                "a name that does not exist",
                Connection(Service.AZURE, region="nosuchregion"),
                FailureCode.NAME_NOT_FOUND,
            ),
            _led_to(
                "a certificate nobody vouches for",
                Connection(Service.CONTAINER, f"wss://localhost:{tls_port}"),
                FailureCode.TLS,
            ),
            _led_to(
                "HTTP 407 from a proxy",
                Connection(Service.AZURE, region="westeurope", proxy=proxy),
                FailureCode.PROXY,
            ),
        ]


def _led_to(name: str, connection: Connection, told: FailureCode) -> Fault:
    ways_back: list[Callable[[], None]] = []

    def lead_astray(stage: Any) -> None:
        right = stage.config
        ways_back.append(lambda: setattr(stage, "config", right))
        stage.config = replace(right, connection=connection, credential=_KEY)
        _refuse(stage)

    def lead_back(stage: Any) -> None:
        ways_back.pop()()
        _accept_all(stage)

    # The SDK alone cannot be led elsewhere in the middle.
    return Fault(name, lead_astray, lead_back, lasts_s=None, told=told, alone=False)


def _answer(struck: Any, status: int) -> None:
    struck.host.fault("http", code=status)
    struck.host.strike("reset")


def _refuse(struck: Any) -> None:
    struck.host.refuse()
    struck.host.strike("reset")


def _accept_all(struck: Any) -> None:
    struck.host.clear()
    struck.host.accept()


def _refuse_proxy(client: socket.socket) -> None:
    with client:
        client.recv(4096)
        client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
