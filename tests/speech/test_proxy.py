"""The way through a proxy: the SDK asks it for a tunnel, and shows its user and password."""

import base64
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from speechdesk.domain.connection import Connection, Proxy, RecognizerConfig, Service
from speechdesk.domain.events import Ended
from speechdesk.speech.worker import WorkerPool
from tests.hosts import script_host
from tests.speech.collected import Collected


def pump(source: socket.socket, target: socket.socket) -> None:
    """Carry bytes one way until either side is gone."""
    try:
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        source.close()
        target.close()


@contextmanager
def tunnelling_proxy(port_behind: int) -> Iterator[tuple[int, list[str]]]:
    """Tunnel the first client to a port of this computer; yield our port and what was asked."""
    asked: list[str] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        client, _ = server.accept()
        with client, socket.create_connection(("127.0.0.1", port_behind)) as behind:
            asked.append(client.recv(65_536).decode())
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=pump, args=(behind, client))
            back.start()
            pump(client, behind)
            back.join()

    thread = threading.Thread(target=serve)
    thread.start()
    with server:
        yield server.getsockname()[1], asked
        thread.join()


def test_recognition_through_a_proxy(workers: WorkerPool, tmp_path: Path) -> None:
    heard = Collected()
    recording = tmp_path / "take.pcm"
    recording.write_bytes(bytes(64_000))
    phrase = {"text": "Hello.", "at_ms": 500, "end_ms": 1500}
    with (
        script_host({"phrases": [phrase]}, key="") as host,
        tunnelling_proxy(host.port) as (port, asked),
    ):
        connection = Connection(
            Service.CONTAINER,
            "ws://speech.example:5000",
            allow_plain=True,
            proxy=Proxy("127.0.0.1", port, "user", "word"),
        )
        recognizer = workers.start(RecognizerConfig(connection, ("en-US",)), recording, 0, heard)
        recognizer.audio_until(64_000)
        recognizer.finish()
        assert heard.wait_for_end() == Ended()
        recognizer.close()
    assert heard.texts == ["Hello."]
    assert asked[0].startswith("CONNECT speech.example:5000 ")
    assert base64.b64encode(b"user:word").decode() in asked[0]
