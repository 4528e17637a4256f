"""A host that sends its callers elsewhere never gets the key, and neither does elsewhere."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from speechdesk.domain.addresses import parse
from speechdesk.domain.connection import (
    Connection,
    Credential,
    CredentialKind,
    RecognizerConfig,
    Service,
)
from speechdesk.errors import FailureCode, RecognitionError
from speechdesk.speech.redirects import refuse_redirects
from speechdesk.speech.worker import WorkerPool
from tests.speech.collected import Collected

KEY_HEADER = "Ocp-Apim-Subscription-Key"


@dataclass
class Site:
    """A web server. It redirects to `location`, all callers or only those that show a key."""

    location: str | None = None
    status: int = 307
    only_with_key: bool = False
    port: int = 0
    keys: list[str | None] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"


@contextmanager
def served(site: Site) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.keys.append(self.headers.get(KEY_HEADER))
            site.paths.append(self.path)
            redirects = site.location is not None and (site.keys[-1] or not site.only_with_key)
            self.send_response(site.status if redirects else 426)
            if redirects:
                self.send_header("Location", (site.location or "").format(port=site.port))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def probe(site: Site) -> None:
    refuse_redirects(parse(site.url), "/speech/v1?a=b")


def test_two_gets_without_and_with_a_made_up_key() -> None:
    with served(Site()) as site:
        probe(site)
    assert site.paths == ["/speech/v1?a=b"] * 2
    assert site.keys[0] is None
    assert len(site.keys[1] or "") == 32


@pytest.mark.parametrize(
    "location", ["/elsewhere", "http://127.0.0.1:{port}/x", "ws://127.0.0.1:{port}/x", "?c=d"]
)
def test_a_redirect_within_the_same_host_is_let_be(location: str) -> None:
    with served(Site(location)) as site:
        probe(site)


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
@pytest.mark.parametrize("only_with_key", [False, True])
def test_a_redirect_to_another_host_is_refused(status: int, only_with_key: bool) -> None:
    site = Site("https://evil.example/?k=v", status, only_with_key)
    with served(site), pytest.raises(RecognitionError) as caught:
        probe(site)
    failure = caught.value.failure
    assert failure.code is FailureCode.REDIRECT
    assert failure.detail == f"{site.url} sends its callers to https://evil.example/"


@pytest.mark.parametrize(
    "location",
    [
        "//evil.example",
        "ws://127.0.0.1:1/",
        "https://127.0.0.1:{port}/",
        "http://[",
        "",
        "gopher:x",
    ],
)
def test_whatever_does_not_stay_is_refused(location: str) -> None:
    with served(Site(location)) as site, pytest.raises(RecognitionError) as caught:
        probe(site)
    assert caught.value.failure.code is FailureCode.REDIRECT


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("wss://speech.invalid", FailureCode.NAME_NOT_FOUND),
        ("ws://127.0.0.1:1", FailureCode.REFUSED),
    ],
)
def test_a_host_that_cannot_be_reached(url: str, code: FailureCode) -> None:
    with pytest.raises(RecognitionError) as caught:
        refuse_redirects(parse(url), "/")
    assert caught.value.failure.code is code
    assert caught.value.failure.detail.startswith(f"{url}: ")
    assert "Errno" not in caught.value.failure.detail


def test_the_key_reaches_neither_a_redirecting_host_nor_where_it_points(
    module_workers: WorkerPool, tmp_path: Path
) -> None:
    recording = tmp_path / "take.pcm"
    recording.write_bytes(bytes(3200))
    key = "0123456789abcdef" * 2
    with served(Site()) as elsewhere, served(Site(f"{elsewhere.url}/stt")) as site:
        for url in (site.url, f"{site.url}/stt"):
            heard = Collected()
            config = RecognizerConfig(
                Connection(Service.CONTAINER, url),
                ("en-US",),
                Credential(CredentialKind.KEY, key),
            )
            recognizer = module_workers.start(config, recording, 0, heard)
            recognizer.audio_until(3200)
            recognizer.finish()
            assert heard.wait_for_failure().code is FailureCode.REDIRECT
            recognizer.close()
    assert key not in site.keys
    assert elsewhere.keys == []
