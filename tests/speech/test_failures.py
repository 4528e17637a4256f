"""The SDK's texts, as they were seen, become our codes. The real ones: test_service_faults."""

import pytest

from speechdesk.errors import FailureCode
from speechdesk.speech.failures import Cancellation, code_of_status, failure_of

SESSION = "0123456789abcdef0123456789abcdef"
UPGRADE = "WebSocket upgrade failed: "
CLOSED = "Connection was closed by the remote host. Error code: "
SOCKET = (
    "Connection failed (no connection to the remote host). Internal error: 1. Error details: "
    "Failed with error: WS_OPEN_ERROR_UNDERLYING_IO_OPEN_FAILED "
)


@pytest.mark.parametrize(
    ("code", "details", "ours"),
    [
        ("AuthenticationFailure", f"{UPGRADE}Authentication error (401).", "key_refused"),
        ("AuthenticationFailure", f"{UPGRADE}Authentication error (403).", "forbidden"),
        ("AuthenticationFailure", "no token", "key_refused"),
        ("BadRequest", f"{CLOSED}1007. Error details: Quota exceeded. Cid: 1", "too_many"),
        ("BadRequest", f"{CLOSED}1007. Error details: (500)", "bad_request"),
        ("ServiceError", f"{CLOSED}1011. Error details: x", "unavailable"),
        ("ConnectionFailure", f"{SOCKET}(code=-2: [DNS] DNS resolution failed", "name_not_found"),
        ("ConnectionFailure", f"{SOCKET}(code=111: Connection refused", "refused"),
        ("ConnectionFailure", f"{SOCKET}(code=2859: Unknown error 2859)", "tls"),
        ("ConnectionFailure", f"{SOCKET}(code=801: Unknown error 801)", "proxy"),
        ("ConnectionFailure", f"{SOCKET}(code=5) wss://proxy/certificate", "connection_lost"),
        ("ConnectionFailure", "Error details: WS_ERROR_UNDERLYING_IO_ERROR", "connection_lost"),
        ("Forbidden", "a free subscription that ran out of quota.", "quota_used_up"),
        ("Forbidden", "This is not allowed.", "forbidden"),
        ("ServiceTimeout", "Timeout: no recognition result received.", "timeout"),
        ("ServiceRedirectPermanent", "elsewhere", "redirect"),
        ("RuntimeError", "Exception with an error code: 0x21", "connection_lost"),
        ("SomethingNew", "", "connection_lost"),
    ],
)
def test_a_cancellation_has_a_code(code: str, details: str, ours: str) -> None:
    failure = failure_of(Cancellation(code, f"{details} SessionId: {SESSION}"))
    assert failure.code == ours
    assert failure.sdk_session == SESSION


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (301, FailureCode.REDIRECT),
        (401, FailureCode.KEY_REFUSED),
        (418, FailureCode.HTTP_OTHER),
        (504, FailureCode.UNAVAILABLE),
    ],
)
def test_a_status_has_a_code(status: int, code: FailureCode) -> None:
    assert code_of_status(status) is code


def test_the_detail_holds_neither_key_nor_query() -> None:
    details = "Bad request (400). wss://host/path?secret=1 with KEY SessionId: none"
    failure = failure_of(Cancellation("BadRequest", details), ["KEY"])
    assert failure.detail == "Bad request (400). wss://host/path with … SessionId: none"
    assert failure.sdk_session == ""
