"""Which addresses may hear the user, and how the SDK is told about them.

Only `wss://`, and `ws://` on this computer; `ws://` to another machine only where the user has
allowed that host, and never with a credential.
"""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass

from speechdesk.domain.addresses import (
    REGIONAL_PORTAL,
    Address,
    bad_address,
    is_region,
    parse,
    regional_host,
)
from speechdesk.domain.connection import Connection, Service
from speechdesk.errors import Failure, FailureCode, RecognitionError

_DEFAULT_PATH = "/stt/speech/universal/v2"
_HOST_PATH = "/speech/recognition/conversation/cognitiveservices/v1"


@dataclass(frozen=True, slots=True)
class Target:
    """What the SDK is given: exactly one of a region, an endpoint and a host.

    `address` is None for a region. `must_be_probed`: the host is neither Azure's nor our own local
    service, so it has to show first that it sends no caller elsewhere.
    """

    region: str = ""
    endpoint: str = ""
    host: str = ""
    address: Address | None = None
    must_be_probed: bool = False

    @property
    def resource(self) -> str:
        """The path and query that the SDK will ask for."""
        if self.address is not None and self.address.resource:
            return self.address.resource
        return _HOST_PATH if self.host else _DEFAULT_PATH


def target_of(connection: Connection, *, with_credential: bool) -> Target:
    """Return where `connection` leads. Raises RecognitionError: NO_PLACE, BAD_ADDRESS."""
    if not connection.url:
        return _region_target(connection.region)
    address = parse(connection.url)
    _check_plain(connection, address, with_credential)
    if connection.service is Service.LOCAL:
        if not address.is_loopback:
            raise bad_address("the local service is on this computer only")
        # No probe: our own child made up its key for this run, and it opens no other door.
        return Target(endpoint=address.url, address=address)
    # Without a credential too: what is said shall go nowhere but where the user said.
    probed = not address.is_azure
    if connection.service is Service.AZURE and (
        portal := REGIONAL_PORTAL.fullmatch(address.host.rstrip("."))
    ):
        return _region_target(portal.group(1))
    if connection.service is Service.CONTAINER and not address.resource:
        return Target(host=address.url, address=address, must_be_probed=probed)
    return Target(endpoint=address.url, address=address, must_be_probed=probed)


def has_only_ipv6(
    host: str, resolve: Callable[[str, int, int], object] = socket.getaddrinfo
) -> bool:
    """Whether `host` can be reached over IPv6 only: the SDK uses IPv4 unless it is told."""
    try:
        return ipaddress.ip_address(host).version == 6
    except ValueError:
        return not _resolves(host, socket.AF_INET, resolve) and _resolves(
            host, socket.AF_INET6, resolve
        )


def _resolves(
    host: str, family: socket.AddressFamily, resolve: Callable[[str, int, int], object]
) -> bool:
    try:
        resolve(host, 443, family)
    except (OSError, UnicodeError):
        return False
    return True


def _region_target(region: str) -> Target:
    name = region.strip().lower()
    if not name:
        raise RecognitionError(Failure(FailureCode.NO_PLACE))
    if not is_region(name):
        raise bad_address(f"not a region: {region[:40]}")
    if name.startswith("usgov"):
        # The SDK would take these to the public cloud's domain.
        address = Address("wss", regional_host(name), 443, "")
        return Target(endpoint=address.url, address=address)
    return Target(region=name)


def _check_plain(connection: Connection, address: Address, with_credential: bool) -> None:
    if address.is_secure or address.is_loopback:
        return
    if address.is_azure or connection.service is Service.AZURE:
        raise bad_address("Azure is reached over wss:// only")
    if with_credential:
        raise bad_address("a key never goes over ws:// to another machine; use wss://")
    if not connection.allow_plain:
        raise bad_address("ws:// to another machine has to be allowed for this host")
