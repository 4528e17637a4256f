"""Asks a host outside Azure's own domains whether it sends its callers elsewhere.

The SDK follows redirects, to any host and down to plain `ws://`, and takes the key along. So before
it gets the key, a plain GET (without Upgrade, hence no session) is made without and then with a
made-up key. A host that redirects only the true key is not caught by this.
"""

import base64
import secrets
import socket
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urljoin

from speechdesk.domain.addresses import Address, parse
from speechdesk.domain.connection import Proxy
from speechdesk.errors import Failure, FailureCode, RecognitionError
from speechdesk.speech.cleaning import clean_detail

_REDIRECTS = frozenset({300, 301, 302, 303, 305, 307, 308})
_KEY_HEADER = "Ocp-Apim-Subscription-Key"


def refuse_redirects(
    address: Address, resource: str, proxy: Proxy | None = None, *, deadline_s: float = 5.0
) -> None:
    """Return if `address` answers `resource` (path and query) without sending us elsewhere.

    Each step of the network takes at most `deadline_s`. Raises RecognitionError: redirect, and
    what already shows that the host cannot be used: name_not_found, refused, tls, proxy, timeout.
    """
    for headers in ({}, {_KEY_HEADER: secrets.token_hex(16)}):
        location = _location(address, resource, headers, proxy, deadline_s)
        if location is not None and not _stays(address, resource, location):
            detail = f"{address.url} sends its callers to {location or 'nowhere'}"
            raise RecognitionError(Failure(FailureCode.REDIRECT, clean_detail(detail)))


def _location(
    address: Address,
    resource: str,
    headers: dict[str, str],
    proxy: Proxy | None,
    deadline_s: float,
) -> str | None:
    """Return where the host redirects to; None if it does not."""
    connection = _connection(address, proxy, deadline_s)
    try:
        connection.request("GET", resource, headers=headers)
        response = connection.getresponse()
        return response.getheader("Location", "") if response.status in _REDIRECTS else None
    except (HTTPException, ConnectionResetError, BrokenPipeError):
        return None  # no answer to a GET is no redirect
    except OSError as error:
        failure = Failure(_code(error), clean_detail(f"{address.url}: {error.strerror or error}"))
        raise RecognitionError(failure) from error
    finally:
        connection.close()


def _connection(address: Address, proxy: Proxy | None, deadline_s: float) -> HTTPConnection:
    host, port = (proxy.host, proxy.port) if proxy else (address.host, address.port)
    connection = (
        HTTPSConnection(host, port, timeout=deadline_s, context=ssl.create_default_context())
        if address.is_secure
        else HTTPConnection(host, port, timeout=deadline_s)
    )
    if proxy:
        connection.set_tunnel(address.host, address.port, headers=_proxy_headers(proxy))
    return connection


def _proxy_headers(proxy: Proxy) -> dict[str, str]:
    if not proxy.user:
        return {}
    pair = base64.b64encode(f"{proxy.user}:{proxy.password}".encode()).decode()
    return {"Proxy-Authorization": f"Basic {pair}"}


def _stays(address: Address, resource: str, location: str) -> bool:
    """Whether `location` is the same scheme, host and port as `address`."""
    base = address.url.removesuffix(address.resource) + resource
    web = base.replace("ws", "http", 1)  # urljoin knows relative references of http only
    if not location:
        return False
    try:
        there = parse(urljoin(web, location))
    except (RecognitionError, ValueError):
        return False
    return (there.scheme, there.host.rstrip("."), there.port) == (
        address.scheme,
        address.host.rstrip("."),
        address.port,
    )


def _code(error: OSError) -> FailureCode:
    match error:
        case socket.gaierror():
            return FailureCode.NAME_NOT_FOUND
        case ConnectionRefusedError():
            return FailureCode.REFUSED
        case ssl.SSLError():
            return FailureCode.TLS
        case TimeoutError():
            return FailureCode.TIMEOUT
    # http.client says in words what a proxy answered.
    return FailureCode.PROXY if "407" in str(error) else FailureCode.CONNECTION_LOST
