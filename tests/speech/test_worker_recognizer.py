"""The contract, kept by the worker process: the real SDK against a real service."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from speechdesk.speech.recognizer import Recognizer
from speechdesk.speech.worker import WorkerPool
from tests.hosts import script_host
from tests.scripted_recognizer import Phrase
from tests.speech.collected import Collected
from tests.speech.recognizer_contract import RecognizerContract, Service
from tests.speech.services import config_for, script_of


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
