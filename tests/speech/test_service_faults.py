"""What a service does wrong becomes the right failure: the real SDK, faults on the wire."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from speechdesk.domain.connection import (
    Connection,
    Credential,
    CredentialKind,
    Proxy,
    RecognizerConfig,
    Service,
)
from speechdesk.domain.events import Connected, Disconnected, Ended, Final
from speechdesk.errors import Failure, FailureCode
from speechdesk.sound.recording import BYTES_PER_MS
from speechdesk.speech.worker import WorkerPool
from tests.hosts import ScriptHost, script_host
from tests.servers import listening, tls_server
from tests.speech.collected import Collected
from tests.speech.services import config_for

LENGTH_BYTES = 5000 * BYTES_PER_MS
PHRASE = {"at_ms": 500, "end_ms": 1500, "text": "Hello world."}
KEY = Credential(CredentialKind.KEY, "0123456789abcdef" * 2)


@pytest.fixture(scope="module")
def shared_host() -> Iterator[ScriptHost]:
    with script_host({"phrases": [PHRASE]}) as host:
        yield host


@pytest.fixture
def host(shared_host: ScriptHost) -> Iterator[ScriptHost]:
    yield shared_host
    shared_host.clear()


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "take.pcm"
    path.write_bytes(bytes(LENGTH_BYTES))
    return path


def recognize(workers: WorkerPool, config: RecognizerConfig, recording: Path) -> Collected:
    """Recognize all of `recording` and return what came, once it is over."""
    heard = Collected()
    recognizer = workers.start(config, recording, 0, heard)
    recognizer.audio_until(LENGTH_BYTES)
    recognizer.finish()
    heard.wait_for_end()
    recognizer.close()
    return heard


def fails(workers: WorkerPool, config: RecognizerConfig, recording: Path) -> Failure:
    failure = recognize(workers, config, recording).wait_for_failure()
    secret = config.credential.value if config.credential else ""
    assert not secret or secret not in failure.detail
    assert failure.detail.isprintable()
    return failure


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (302, FailureCode.REDIRECT),
        (303, FailureCode.REDIRECT),
        (307, FailureCode.REDIRECT),
        (308, FailureCode.REDIRECT),
        (400, FailureCode.BAD_REQUEST),
        (401, FailureCode.KEY_REFUSED),
        (403, FailureCode.FORBIDDEN),
        (404, FailureCode.NOT_FOUND),
        (407, FailureCode.PROXY),
        (408, FailureCode.TIMEOUT),
        (418, FailureCode.HTTP_OTHER),
        (429, FailureCode.TOO_MANY),
        (500, FailureCode.UNAVAILABLE),
        (502, FailureCode.UNAVAILABLE),
        (503, FailureCode.UNAVAILABLE),
    ],
)
def test_each_http_status_has_its_code(
    module_workers: WorkerPool, host: ScriptHost, recording: Path, status: int, code: FailureCode
) -> None:
    host.fault("http", code=status)
    failure = fails(module_workers, config_for(host), recording)
    assert failure.code is code
    assert len(failure.sdk_session) == 32


@pytest.mark.parametrize(
    ("close", "reason", "code"),
    [
        (1002, "", FailureCode.CONNECTION_LOST),
        (1003, "", FailureCode.CONNECTION_LOST),
        (1006, "", FailureCode.CONNECTION_LOST),
        (1007, "Bad language", FailureCode.BAD_REQUEST),
        (1007, "Quota exceeded. Cid: 1", FailureCode.TOO_MANY),
        (1008, "", FailureCode.CONNECTION_LOST),
        (1011, "", FailureCode.UNAVAILABLE),
        (1012, "", FailureCode.CONNECTION_LOST),
        (1013, "", FailureCode.UNAVAILABLE),
        (4000, "", FailureCode.CONNECTION_LOST),
        (4429, "", FailureCode.TOO_MANY),
    ],
)
def test_each_close_code_that_goes_on_has_its_code(
    module_workers: WorkerPool,
    host: ScriptHost,
    recording: Path,
    close: int,
    reason: str,
    code: FailureCode,
) -> None:
    host.fault("close", code=close, reason=reason, after_ms=800)
    assert fails(module_workers, config_for(host), recording).code is code


@pytest.mark.parametrize("close", [1000, 1003, 1006, 1008, 1011, 1012, 1013])
def test_a_connection_lost_once_is_replaced_and_no_word_is_lost_or_doubled(
    module_workers: WorkerPool, host: ScriptHost, recording: Path, close: int
) -> None:
    host.fault("close", code=close, after_ms=800, times=1)
    heard = recognize(module_workers, config_for(host), recording)
    assert heard.events[-1] == Ended()
    assert heard.texts == ["Hello world."]
    connections = [each for each in heard.events if isinstance(each, Connected | Disconnected)]
    assert connections[:3] == [Connected(), Disconnected(), Connected()]


def test_normal_closes_one_after_the_other_leave_it_disconnected(
    module_workers: WorkerPool, host: ScriptHost, recording: Path
) -> None:
    """The SDK gives up after five without a word: whoever owns the take watches for that."""
    heard = Collected()
    host.fault("close", code=1000, after_ms=800)
    recognizer = module_workers.start(config_for(host), recording, 0, heard)
    recognizer.audio_until(LENGTH_BYTES)
    recognizer.finish()
    heard.wait_for(Disconnected, lambda _: heard.events.count(Disconnected()) == 5)
    recognizer.close()
    assert heard.events.count(Connected()) == 5
    assert heard.events[-1] == Disconnected()


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("Error", FailureCode.UNAVAILABLE),
        ("TooManyRequests", FailureCode.TOO_MANY),
        ("BadRequest", FailureCode.BAD_REQUEST),
        ("Forbidden", FailureCode.QUOTA_USED_UP),
    ],
)
def test_each_status_of_a_phrase_has_its_code(
    module_workers: WorkerPool, recording: Path, status: str, code: FailureCode
) -> None:
    with script_host({"phrases": [{**PHRASE, "status": status}]}) as host:
        assert fails(module_workers, config_for(host), recording).code is code


@pytest.mark.parametrize("status", ["NoMatch", "InitialSilenceTimeout", "BabbleTimeout"])
def test_nothing_recognized_is_a_final_without_text(
    module_workers: WorkerPool, recording: Path, status: str
) -> None:
    with script_host({"phrases": [{**PHRASE, "status": status}]}) as host:
        heard = recognize(module_workers, config_for(host), recording)
    assert heard.events[-1] == Ended()
    assert [(each.segment.text, each.segment.end_ms) for each in heard.finals][:1] == [("", 1500)]


def test_nobody_listens(module_workers: WorkerPool, recording: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    config = RecognizerConfig(Connection(Service.LOCAL, f"ws://127.0.0.1:{port}"), ("en-US",), KEY)
    assert fails(module_workers, config, recording).code is FailureCode.REFUSED


def test_a_name_that_does_not_exist(module_workers: WorkerPool, recording: Path) -> None:
    config = RecognizerConfig(Connection(Service.AZURE, region="nosuchregion"), ("en-US",), KEY)
    assert fails(module_workers, config, recording).code is FailureCode.NAME_NOT_FOUND


@pytest.mark.parametrize("credential", [None, KEY], ids=["the SDK", "the probe"])
def test_a_certificate_that_nobody_vouches_for(
    module_workers: WorkerPool, recording: Path, tmp_path: Path, credential: Credential | None
) -> None:
    with tls_server(tmp_path) as port:
        connection = Connection(Service.CONTAINER, f"wss://localhost:{port}")
        config = RecognizerConfig(connection, ("en-US",), credential)
        assert fails(module_workers, config, recording).code is FailureCode.TLS


@pytest.mark.parametrize(
    "connection",
    [
        Connection(Service.AZURE, region="westeurope"),
        Connection(Service.CONTAINER, "wss://speech.invalid"),
    ],
    ids=["the SDK", "the probe"],
)
def test_a_proxy_that_wants_another_password(
    module_workers: WorkerPool, recording: Path, connection: Connection
) -> None:
    with refusing_proxy() as port:
        proxy = Proxy("127.0.0.1", port, "user", "secret-of-the-proxy")
        config = RecognizerConfig(
            Connection(connection.service, connection.url, connection.region, proxy=proxy),
            ("en-US",),
            KEY,
        )
        failure = fails(module_workers, config, recording)
    assert failure.code is FailureCode.PROXY
    assert "secret-of-the-proxy" not in failure.detail


@pytest.mark.parametrize(
    "text", ["x" * 2100, "日" * 700, "é" * 1030, "नमस्ते " * 300], ids=["ascii", "ja", "fr", "hi"]
)
def test_a_final_beyond_the_sdks_buffer_is_complete(
    module_workers: WorkerPool, recording: Path, text: str
) -> None:
    with script_host({"phrases": [{**PHRASE, "text": text}]}) as host:
        heard = recognize(module_workers, config_for(host), recording)
    assert heard.events[-1] == Ended()
    assert heard.texts == [text.strip()]


def phrase_frame(**result: object) -> str:
    """Return the frame of a final, as the service sends it."""
    body = json.dumps({"RecognitionStatus": "Success", "Offset": 0, "Duration": 10_000, **result})
    return f"Path:speech.phrase\r\nX-RequestId:{{request_id}}\r\n\r\n{body}"


def test_control_and_bidi_characters_and_half_characters_never_come_through(
    module_workers: WorkerPool, host: ScriptHost, recording: Path
) -> None:
    frame = phrase_frame(DisplayText="a\u202eb\x00c\ud83d d\x1b[31m e\nf")
    host.fault("send", frames=[frame], after_ms=800, times=1)
    heard = recognize(module_workers, config_for(host), recording)
    assert heard.texts == ["abc d[31m e f", "Hello world."]


@pytest.mark.parametrize(
    "result",
    [
        {"Offset": 2**63, "Duration": -7},
        {"Duration": 2**70, "NBest": [{"Words": [{"Word": []}, 7, {"Word": "far", "Offset": -5}]}]},
        {"NBest": [{"Words": [{"Word": "far", "Offset": 2**80, "Duration": 2**80}]}]},
    ],
)
def test_times_of_a_lying_service_stay_inside_the_recording(
    module_workers: WorkerPool, host: ScriptHost, recording: Path, result: dict[str, object]
) -> None:
    frame = phrase_frame(DisplayText="far", **result)
    host.fault("send", frames=[frame], after_ms=800, times=1)
    heard = recognize(module_workers, config_for(host), recording)
    lies = [each.segment for each in heard.finals if each.segment.text == "far"]
    assert len(lies) == 1
    assert 0 <= lies[0].offset_ms <= lies[0].end_ms <= 5000
    assert all(0 <= word.offset_ms <= word.end_ms <= 5000 for word in lies[0].words)


def test_a_frame_that_crashes_the_sdk_costs_the_worker_only(
    module_workers: WorkerPool, host: ScriptHost, recording: Path
) -> None:
    host.fault("send", frames=["hex:fff0" + "41" * 20], after_ms=800, times=1)
    heard = recognize(module_workers, config_for(host), recording)
    end = heard.wait_for_end()
    # The SDK reads beyond the frame, which may also happen to hit readable memory.
    assert isinstance(end, Ended) or end.failure.code is FailureCode.WORKER_GONE


def test_the_latency_the_service_measured_comes_with_the_final(
    module_workers: WorkerPool, host: ScriptHost, recording: Path
) -> None:
    heard = recognize(module_workers, config_for(host), recording)
    final = next(each for each in heard.events if isinstance(each, Final))
    assert final.latency_ms is not None
    assert final.latency_ms >= 0


@contextmanager
def refusing_proxy() -> Iterator[int]:
    """Answer each request with 407."""

    def refuse(client: socket.socket) -> None:
        with client:
            client.recv(4096)
            client.sendall(
                b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
            )

    with listening(refuse) as port:
        yield port
