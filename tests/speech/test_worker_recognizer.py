"""The contract, kept by the worker process: the real SDK against a real service."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from speechdesk.domain.connection import Connection
from speechdesk.domain.connection import Service as ServiceKind
from speechdesk.domain.events import Alternative, Ended, Segment, Word
from speechdesk.speech.recognizer import Recognizer
from speechdesk.speech.worker import WorkerPool
from tests.hosts import encode_numbers, script_host
from tests.scripted_recognizer import Phrase
from tests.speech.collected import Collected
from tests.speech.recognizer_contract import PHRASES, RecognizerContract, Service
from tests.speech.services import config_for, script_of
from tests.speech.tunnels import over_ipv6


class HostedService(Service):
    """Each recognizer gets a host of its own, which counts time from the stream's beginning."""

    def __init__(self, workers: WorkerPool, hosts: ExitStack, phrases: Sequence[Phrase]) -> None:
        self._workers = workers
        self._hosts = hosts
        self._phrases = phrases

    def start(self, recording: Path, start_ms: int, post: Collected) -> Recognizer:
        host = self._hosts.enter_context(script_host(script_of(self._phrases, start_ms)))
        return self._workers.start(config_for(host), recording, start_ms, post)


class TestWorkerRecognizer(RecognizerContract):
    @pytest.fixture(autouse=True)
    def _with_workers(self, module_workers: WorkerPool) -> None:
        self.workers = module_workers

    @contextmanager
    def service(self, phrases: Sequence[Phrase]) -> Iterator[Service]:
        with ExitStack() as hosts:
            yield HostedService(self.workers, hosts, phrases)


def recognized(
    workers: WorkerPool, script: dict[str, Any], pcm: bytes, folder: Path, **options: Any
) -> list[Segment]:
    """Return the segments with text that the worker makes of `pcm` and of the service's script."""
    recording = folder / "take.pcm"
    recording.write_bytes(pcm)
    heard = Collected()
    with script_host(script) as host:
        languages = options.pop("languages", ("en-US",))
        recognizer = workers.start(config_for(host, *languages, **options), recording, 0, heard)
        recognizer.audio_until(len(pcm))
        recognizer.finish()
        assert heard.wait_for_end() == Ended()
        recognizer.close()
    return [final.segment for final in heard.finals if final.segment.text]


def test_all_of_a_detailed_result_arrives(module_workers: WorkerPool, tmp_path: Path) -> None:
    phrase = {
        "text": "It costs $5.",
        "lexical": "it costs five dollars",
        "at_ms": 200,
        "end_ms": 1400,
        "confidence": 0.75,
        "words": [
            {"text": "it", "at_ms": 200, "end_ms": 400, "confidence": 0.9},
            {"text": "costs", "at_ms": 400, "end_ms": 800, "confidence": 0.8},
            {"text": "five", "at_ms": 800, "end_ms": 1000, "confidence": 0.7},
            {"text": "dollars", "at_ms": 1000, "end_ms": 1400, "confidence": 0.3},
        ],
        "alternatives": [{"text": "It cost $5.", "confidence": 0.5}],
    }
    (segment,) = recognized(module_workers, {"phrases": [phrase]}, bytes(64_000), tmp_path)
    assert segment == Segment(
        text="It costs $5.",
        offset_ms=200,
        duration_ms=1200,
        language="en-US",
        confidence=0.75,
        words=(
            Word("It", 200, 200, 0.9),
            Word("costs", 400, 400, 0.8),
            Word("$5.", 800, 600, 0.3),
        ),
        alternatives=(Alternative("It cost $5.", 0.5),),
        lexical="it costs five dollars",
    )


def test_each_segment_says_which_language_was_identified(
    module_workers: WorkerPool, tmp_path: Path
) -> None:
    phrases = [
        {"text": "Hello.", "at_ms": 200, "end_ms": 700, "language": "en-US"},
        {"text": "Guten Tag.", "at_ms": 900, "end_ms": 1500, "language": "de-DE"},
    ]
    segments = recognized(
        module_workers,
        {"phrases": phrases},
        bytes(64_000),
        tmp_path,
        languages=("en-US", "de-DE"),
        identify_continuously=True,
    )
    assert [(each.text, each.language) for each in segments] == [
        ("Hello.", "en-US"),
        ("Guten Tag.", "de-DE"),
    ]


def test_times_go_on_over_the_turns_of_the_service(
    module_workers: WorkerPool, tmp_path: Path
) -> None:
    script = {"numbers": {"per_phrase": 5}, "end_turn_ms": 2000}
    segments = recognized(module_workers, script, encode_numbers(range(1, 101)), tmp_path)
    numbers = [int(word.text.rstrip(".")) for each in segments for word in each.words]
    assert numbers == list(range(1, 101))
    assert all(
        abs(word.offset_ms - 100 * (int(word.text.rstrip(".")) - 1)) <= 100
        for each in segments
        for word in each.words
    )


def test_a_service_that_is_there_over_ipv6_only(module_workers: WorkerPool, tmp_path: Path) -> None:
    heard = Collected()
    recording = tmp_path / "take.pcm"
    recording.write_bytes(bytes(64_000))
    with script_host(script_of(PHRASES[:1])) as host, over_ipv6(host.port) as port:
        connection = Connection(ServiceKind.LOCAL, f"ws://[::1]:{port}")
        config = replace(config_for(host), connection=connection)
        recognizer = module_workers.start(config, recording, 0, heard)
        recognizer.audio_until(64_000)
        recognizer.finish()
        assert heard.wait_for_end() == Ended()
        recognizer.close()
    assert heard.texts == ["Hello world."]
