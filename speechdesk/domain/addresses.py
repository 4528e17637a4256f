"""Addresses of speech services: taken apart as users write and paste them, and found sound."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

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
REGIONAL_PORTAL = re.compile(
    r"([a-z0-9]+)\.api\.cognitive\.(?:microsoft\.com|azure\.cn|microsoft\.us)"
)
_REGION = re.compile(r"[a-z0-9]{3,40}")
_OTHER_CLOUDS = {"usgov": "speech.azure.us", "china": "speech.azure.cn"}
_PUBLIC_CLOUD = "speech.microsoft.com"
_REGIONAL_SPEECH = re.compile(r"([a-z0-9]+)\.stt\.speech\.(?:microsoft\.com|azure\.cn|azure\.us)")
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")
_PATH_AND_QUERY = re.compile(r"[!$%&'()*+,./0-9:;=?@A-Z\[\]_a-z~-]*")
_SCHEMES = {"wss": "wss", "https": "wss", "ws": "ws", "http": "ws"}
_PORTS = {"wss": 443, "ws": 80}
# Never part of an address: sound kept by the service, and secrets.
_FORBIDDEN_QUERY = frozenset(
    {"storeaudio", "ocp-apim-subscription-key", "subscription-key", "authorization", "access_token"}
)


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

    @property
    def region(self) -> str:
        """The Azure region whose own endpoint this is; "" for other hosts and special queries."""
        name = self.host.rstrip(".")
        if portal := REGIONAL_PORTAL.fullmatch(name):
            return portal.group(1)
        speech = _REGIONAL_SPEECH.fullmatch(name)
        return speech.group(1) if speech and "?" not in self.resource else ""


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
        raise bad_address("not a URL") from error
    scheme = _SCHEMES.get(parts.scheme.lower())
    if scheme is None:
        raise bad_address("an address begins with wss:// or https://")
    if "@" in parts.netloc:
        raise bad_address("an address holds no user name")
    if not _is_host(host) or port == 0:
        raise bad_address("not a host name")
    path = "" if parts.path == "/" else parts.path
    resource = f"{path}?{parts.query}" if parts.query else path
    if resource.startswith("?"):
        resource = f"/{resource}"
    if not _PATH_AND_QUERY.fullmatch(resource):
        raise bad_address("the path of the address has characters that do not belong there")
    for name, _ in parse_qsl(parts.query, keep_blank_values=True):
        if name.lower() in _FORBIDDEN_QUERY:
            raise bad_address(f"an address does not say {name}")
    return Address(scheme, host, port or _PORTS[scheme], resource)


def is_region(text: str) -> bool:
    """Whether `text` has the form of an Azure region's short name, and so is no address."""
    return _REGION.fullmatch(text) is not None


def regional_host(region: str) -> str:
    """Return the host at which an Azure region, by its short name, recognizes speech."""
    domains = (domain for start, domain in _OTHER_CLOUDS.items() if region.startswith(start))
    return f"{region}.stt.{next(domains, _PUBLIC_CLOUD)}"


def _is_host(host: str) -> bool:
    if ":" not in host:
        return bool(_HOST.fullmatch(host)) and len(host) <= 253
    try:
        return ipaddress.ip_address(host).version == 6
    except ValueError:
        return False


def bad_address(detail: str) -> RecognitionError:
    """Return the error for an address that our rules do not let pass."""
    return RecognitionError(Failure(FailureCode.BAD_ADDRESS, detail))
