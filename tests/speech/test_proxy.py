"""The way through a proxy: the SDK asks it for a tunnel, and shows its user and password."""

import base64
from pathlib import Path

from speechdesk.domain.connection import Connection, Proxy, RecognizerConfig, Service
from speechdesk.domain.events import Ended
from speechdesk.speech.worker import WorkerPool
from tests.hosts import script_host
from tests.speech.collected import Collected
from tests.speech.tunnels import tunnelling_proxy


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
    user = base64.b64encode(b"user:word").decode()
    assert len(asked) == 3  # two probes of the host, and the SDK
    for each in asked:
        assert each.startswith("CONNECT speech.example:5000 ")
        assert user in each
