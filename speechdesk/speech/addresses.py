"""Which addresses may hear the user, and how the SDK is told about them.

Only `wss://`, and `ws://` on this computer; `ws://` to another machine only where the user has
allowed that host, and never with a credential.
"""

import ipaddress
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from speechdesk.domain.connection import Connection, Service
from speechdesk.errors import Failure, FailureCode, RecognitionError

AZURE_DOMAINS = (
    # public cloud
    "speech.microsoft.com",
    "api.cognitive.microsoft.com",
    "cognitiveservices.azure.com",
    "services.ai.azure.com",
    # China
    "speech.azure.cn",
    "api.cognitive.azure.cn",
    "cognitiveservices.azure.cn",
    # US government
    "speech.azure.us",
    "api.cognitive.microsoft.us",
    "cognitiveservices.azure.us",
)
# The portal shows this host as a resource's "endpoint"; speech is recognized at the region's own.
_REGIONAL_PORTAL = re.compile(
    r"([a-z0-9]+)\.api\.cognitive\.(?:microsoft\.com|azure\.cn|microsoft\.us)"
)
_REGION = re.compile(r"[a-z0-9]{2,40}")
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")
_PATH_AND_QUERY = re.compile(r"[!$%&'()*+,./0-9:;=?@A-Z\[\]_a-z~-]*")
_SCHEMES = {"wss": "wss", "https": "wss", "ws": "ws", "http": "ws"}
_PORTS = {"wss": 443, "ws": 80}
# Never part of an address: sound kept by the service, and secrets.
_FORBIDDEN_QUERY = frozenset(
    {"storeaudio", "ocp-apim-subscription-key", "subscription-key", "authorization", "access_token"}
)
_DEFAULT_PATH = "/stt/speech/universal/v2"
_HOST_PATH = "/speech/recognition/conversation/cognitiveservices/v1"


@dataclass(frozen=True, slots=True)
class Address:
    """A URL taken apart and found sound. `host` has no brackets; `resource` is path and query."""

    scheme: str
    host: str
    port: int
    resource: str

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.resource}"

    @property
    def is_secure(self) -> bool:
        return self.scheme == "wss"

    @property
    def is_loopback(self) -> bool:
        if self.host.rstrip(".") == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def is_azure(self) -> bool:
        """Whether the host lies in a domain that Azure itself runs."""
        name = self.host.rstrip(".")
        return any(name.endswith(f".{domain}") for domain in AZURE_DOMAINS)


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
    """Return where `connection` leads. Raises RecognitionError with code BAD_ADDRESS."""
    if not connection.url:
        return _region_target(connection.region)
    address = parse(connection.url)
    _check_plain(connection, address, with_credential)
    if connection.service is Service.LOCAL:
        if not address.is_loopback:
            raise _bad("the local service is on this computer only")
        # No probe: our own child made up its key for this run, and it opens no other door.
        return Target(endpoint=address.url, address=address)
    probed = with_credential and not address.is_azure
    if connection.service is Service.AZURE and (
        portal := _REGIONAL_PORTAL.fullmatch(address.host.rstrip("."))
    ):
        return _region_target(portal.group(1))
    if connection.service is Service.CONTAINER and not address.resource:
        return Target(host=address.url, address=address, must_be_probed=probed)
    return Target(endpoint=address.url, address=address, must_be_probed=probed)


def parse(text: str) -> Address:
    """Take a URL, or a host with or without port, apart as users write and paste it.

    `https://` is taken for `wss://` and `http://` for `ws://`; without a scheme it is `ws://` on
    this computer and `wss://` elsewhere. Raises RecognitionError with code BAD_ADDRESS.
    """
    text = text.strip()
    if "://" not in text:
        secure = parse(f"wss://{text}")
        return parse(f"ws://{text}") if secure.is_loopback else secure
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise _bad("not a URL") from error
    scheme = _SCHEMES.get(parts.scheme.lower())
    if scheme is None:
        raise _bad("an address begins with wss:// or https://")
    if "@" in parts.netloc:
        raise _bad("an address holds no user name")
    if not _is_host(host) or port == 0:
        raise _bad("not a host name")
    path = "" if parts.path == "/" else parts.path
    resource = f"{path}?{parts.query}" if parts.query else path
    if resource.startswith("?"):
        resource = f"/{resource}"
    if not _PATH_AND_QUERY.fullmatch(resource):
        raise _bad("the path of the address has characters that do not belong there")
    for name, _ in parse_qsl(parts.query, keep_blank_values=True):
        if name.lower() in _FORBIDDEN_QUERY:
            raise _bad(f"an address does not say {name}")
    return Address(scheme, host, port or _PORTS[scheme], resource)


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
    if not _REGION.fullmatch(name):
        raise _bad(f"not a region: {region[:40]}" if name else "neither region nor address")
    if name.startswith("usgov"):
        # The SDK would take these to the public cloud's domain.
        address = Address("wss", f"{name}.stt.speech.azure.us", _PORTS["wss"], "")
        return Target(endpoint=address.url, address=address)
    return Target(region=name)


def _check_plain(connection: Connection, address: Address, with_credential: bool) -> None:
    if address.is_secure or address.is_loopback:
        return
    if address.is_azure or connection.service is Service.AZURE:
        raise _bad("Azure is reached over wss:// only")
    if with_credential:
        raise _bad("a key never goes over ws:// to another machine; use wss://")
    if not connection.allow_plain:
        raise _bad("ws:// to another machine has to be allowed for this host")


def _is_host(host: str) -> bool:
    if ":" not in host:
        return bool(_HOST.fullmatch(host)) and len(host) <= 253
    try:
        return ipaddress.ip_address(host).version == 6
    except ValueError:
        return False


def _bad(detail: str) -> RecognitionError:
    return RecognitionError(Failure(FailureCode.BAD_ADDRESS, detail))
