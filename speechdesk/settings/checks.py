"""What the texts of options must look like."""

import re
from urllib.parse import urlsplit

from speechdesk.settings.kinds import bad_value

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}", re.IGNORECASE)
_REGION = re.compile(r"[a-z0-9]{3,40}")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[?[0-9a-f:.]*:[0-9a-f:.]*\]?")
_ENDPOINT_ID = re.compile(r"[A-Za-z0-9-]{1,100}")


def language(text: str) -> str:
    """Return a language tag in its usual capitals: `en-US`, `zh-Hans-CN`, `zh-CN-henan`."""
    if not _LANGUAGE.fullmatch(text):
        raise bad_value("must be a language such as en-US")
    first, *rest = text.split("-")
    return "-".join([first.lower(), *map(_subtag, rest)])


def _subtag(subtag: str) -> str:
    if len(subtag) == 2:
        return subtag.upper()
    return subtag.title() if len(subtag) == 4 and subtag.isalpha() else subtag.lower()


def region(text: str) -> str:
    """Return an Azure region's short name; "West Europe" is `westeurope`."""
    name = re.sub(r"[\s_-]", "", text).casefold()
    if not _REGION.fullmatch(name):
        raise bad_value("must be a region such as westeurope")
    return name


def service_url(text: str) -> str:
    """Return the address of a service: https://, http://, wss:// or ws:// with a host."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise bad_value("must be an address such as wss://speech.example.com") from None
    if parts.scheme not in ("https", "http", "wss", "ws") or not parts.hostname or port == 0:
        raise bad_value("must be an address such as wss://speech.example.com")
    if parts.username is not None or parts.password is not None:
        raise bad_value("must not contain a user or password")
    if any(character.isspace() for character in text):
        raise bad_value("must not contain spaces")
    return text


def host(text: str) -> str:
    """Return the name or address of a computer, without scheme, port and path."""
    name = text.casefold()
    if len(name) > 253 or not _HOST.fullmatch(name):
        raise bad_value("must be the name of a computer, without http:// and port")
    return name


def endpoint_id(text: str) -> str:
    """Return the id of a custom model."""
    if not _ENDPOINT_ID.fullmatch(text):
        raise bad_value("must be an endpoint id: letters, digits and dashes")
    return text
