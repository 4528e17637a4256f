"""Text from outside becomes plain text: no control, no direction, nothing half."""

import re
from collections.abc import Iterable

_SPACES = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
# Controls, bidirectional marks, the byte-order mark, interlinear marks, lone surrogates and
# noncharacters. Joiners stay: Hindi, Persian and emoji are spelled with them.
_REMOVED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_URL_QUERY = re.compile(r"(\b(?:wss?|https?)://[^\s?#]*)[?#]\S*")
_URL_USER = re.compile(r"(\b(?:wss?|https?)://)[^\s/@]*@")
_SECRET_HEADER = re.compile(
    r"(?i)\b(ocp-apim-subscription-key|authorization|proxy-authorization)\s*:\s*(?:(?:bearer|basic)\s+)?\S+"
)
_LONGEST_DETAIL = 500


def clean_text(text: str) -> str:
    """Return `text` without control and bidi characters; line breaks and tabs become spaces."""
    return _REMOVED.sub("", _SPACES.sub(" ", text))


def clean_detail(text: str, secrets: Iterable[str] = ()) -> str:
    """Return an error's detail fit to be shown and logged.

    Without the `secrets`, without queries and user names of URLs, without control characters, cut
    to 500 characters.
    """
    for secret in secrets:
        if secret:
            text = text.replace(secret, "…")
    text = _SECRET_HEADER.sub(r"\1: …", text)
    text = _URL_USER.sub(r"\1", _URL_QUERY.sub(r"\1", text))
    text = " ".join(clean_text(text).split())
    return text if len(text) <= _LONGEST_DETAIL else text[: _LONGEST_DETAIL - 1] + "…"
