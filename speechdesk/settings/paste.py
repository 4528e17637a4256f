"""What users paste from the Azure portal, from mails and from scripts, understood."""

import re
from dataclasses import dataclass, field

from speechdesk.domain.addresses import Address, parse
from speechdesk.errors import RecognitionError
from speechdesk.settings.tables import find_region

_URL = re.compile(r"\b(?:https?|wss?)://[^\s\"'<>«»“”‘’`,;]+", re.IGNORECASE)
_AZURE_HOST = re.compile(r"\b[a-z0-9.-]+\.(?:microsoft|azure)\.(?:com|cn|us)\b", re.IGNORECASE)
# 32 hexadecimal digits, or the 84 characters that newer resources have.
_KEY = re.compile(r"(?<![A-Za-z0-9_-])(?:[0-9a-fA-F]{32}|[A-Za-z0-9]{84})(?![A-Za-z0-9_-])")
_GUID = re.compile(
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE
)
_WORD = re.compile(r"[a-z0-9]+", re.IGNORECASE)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_QUOTES = "\"'`“”‘’«»<>"
_LABEL = re.compile(
    r"(?:export\s+|set\s+|\$env:)?[\"']?(?:speech[_ ]key|ocp-apim-subscription-key|"
    r"subscription[_ ]?key|api[_ ]?key|key\s*[12]?|authorization|bearer|token)[\"']?"
    r"\s*[:=\s]\s*(?:bearer\s+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was found in a pasted text; "" where a thing was not there."""

    key: str = field(default="", repr=False)
    region: str = ""
    url: str = ""
    endpoint_id: str = ""


def understand(text: str) -> Pasted:
    """Find key, region, address and endpoint id in `text`.

    An address that is a region's own endpoint is given as that region.
    """
    text = text.translate(_INVISIBLE).replace("\u00a0", " ")
    address = _address(text)
    rest = _URL.sub(" ", text)
    key = _KEY.search(rest)
    guid = _GUID.search(rest)
    region = address.region if address is not None else ""
    return Pasted(
        key=key.group() if key else "",
        region=region or _region(_AZURE_HOST.sub(" ", rest)),
        url="" if address is None or region else address.url,
        endpoint_id=guid.group().lower() if guid else "",
    )


def clean_secret(text: str) -> str:
    """Return the key or token in `text`: without quotes, spaces, line ends and a label before it.

    What looks like no key that is known is taken as it stands: a container's keys are its own.
    """
    if found := understand(text).key:
        return found
    secret = _bare(text.translate(_INVISIBLE).replace("\u00a0", " "))
    label = _LABEL.match(secret)
    return _bare(secret[label.end() :]) if label and label.end() < len(secret) else secret


def _bare(text: str) -> str:
    return text.strip().strip(_QUOTES).strip()


def _address(text: str) -> Address | None:
    for found in [*_URL.finditer(text), *_AZURE_HOST.finditer(text)]:
        try:
            return parse(found.group().rstrip("."))
        except RecognitionError:
            continue
    return None


def _region(text: str) -> str:
    """Return the region named by `text`, in its short form or as the portal words it."""
    words = _WORD.findall(text)
    for count in (4, 3, 2, 1):
        for start in range(len(words) - count + 1):
            if found := find_region("".join(words[start : start + count])):
                return found.name
    return ""
