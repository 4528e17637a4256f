"""What the Speech SDK says when it gives up, as one of our codes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from speechdesk.errors import Failure, FailureCode
from speechdesk.speech.cleaning import clean_detail

_STATUS = re.compile(r"\((\d{3})\)")
_CLOSE = re.compile(r"Error code: (\d{4})\b")
_SESSION = re.compile(r"SessionId: ([0-9a-fA-F]{32})")
_QUOTA = re.compile(r"(?i)quota|concurren")

# The SDK's numbers for what its socket met, on Linux, and words that other systems use.
_NAME = re.compile(r"(?i)\[DNS\]|DNS resolution|name resolution")
_REFUSED = re.compile(r"(?i)connection refused|no service listening")
_TLS = re.compile(r"(?i)code=2859\b|\bTLS\b|\bSSL\b|certificate")
_PROXY = re.compile(r"(?i)code=801\b|proxy")
_REDIRECT = re.compile(r"URL scheme is invalid")  # of a Location

_BY_STATUS = {
    400: FailureCode.BAD_REQUEST,
    401: FailureCode.KEY_REFUSED,
    403: FailureCode.FORBIDDEN,
    404: FailureCode.NOT_FOUND,
    407: FailureCode.PROXY,
    408: FailureCode.TIMEOUT,
    429: FailureCode.TOO_MANY,
}
_BY_CLOSE = {
    1007: FailureCode.BAD_REQUEST,
    1011: FailureCode.UNAVAILABLE,
    1013: FailureCode.UNAVAILABLE,
    4429: FailureCode.TOO_MANY,
}
_BY_SDK_CODE = {
    "AuthenticationFailure": FailureCode.KEY_REFUSED,
    "BadRequest": FailureCode.BAD_REQUEST,
    "TooManyRequests": FailureCode.TOO_MANY,
    "Forbidden": FailureCode.FORBIDDEN,
    "ServiceTimeout": FailureCode.TIMEOUT,
    "ServiceError": FailureCode.UNAVAILABLE,
    "ServiceUnavailable": FailureCode.UNAVAILABLE,
    "ServiceRedirectTemporary": FailureCode.REDIRECT,
    "ServiceRedirectPermanent": FailureCode.REDIRECT,
}


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A cancellation as the SDK gives it: the name of its CancellationErrorCode, and its text."""

    code: str
    details: str


def failure_of(cancellation: Cancellation, secrets: Iterable[str] = ()) -> Failure:
    """Return the failure that a cancellation by error means; `secrets` never show in it."""
    session = _SESSION.search(cancellation.details)
    return Failure(
        _code(cancellation.code, cancellation.details),
        clean_detail(cancellation.details, secrets),
        session.group(1) if session else "",
    )


def code_of_status(status: int) -> FailureCode:
    """Return the code for an HTTP status that is no success."""
    if 300 <= status < 400:
        return FailureCode.REDIRECT
    if status >= 500:
        return FailureCode.UNAVAILABLE
    return _BY_STATUS.get(status, FailureCode.HTTP_OTHER)


def _code(sdk_code: str, details: str) -> FailureCode:
    head = details.partition("SessionId:")[0]
    if close := _CLOSE.search(head):
        number = int(close.group(1))
        if number == 1007 and _QUOTA.search(head):
            return FailureCode.TOO_MANY
        return _BY_CLOSE.get(number, FailureCode.CONNECTION_LOST)
    # A status the SDK names stands in brackets before the URL and the service's own words.
    if status := _STATUS.search(head.partition("://")[0]):
        return code_of_status(int(status.group(1)))
    if sdk_code == "Forbidden" and _QUOTA.search(head):
        return FailureCode.QUOTA_USED_UP
    if _REDIRECT.search(head):
        return FailureCode.REDIRECT
    if sdk_code == "ConnectionFailure":
        return _socket_code(head.partition("://")[0])
    return _BY_SDK_CODE.get(sdk_code, FailureCode.CONNECTION_LOST)


def _socket_code(words: str) -> FailureCode:
    for pattern, code in (
        (_NAME, FailureCode.NAME_NOT_FOUND),
        (_REFUSED, FailureCode.REFUSED),
        (_PROXY, FailureCode.PROXY),
        (_TLS, FailureCode.TLS),
    ):
        if pattern.search(words):
            return code
    return FailureCode.CONNECTION_LOST
