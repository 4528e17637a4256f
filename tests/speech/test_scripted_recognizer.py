"""The fake that the session's tests use keeps the contract of the real one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from speechdesk.domain.events import Ended, Failed, Final
from speechdesk.errors import Failure, FailureCode
from tests.scripted_recognizer import Phrase, ScriptedRecognizer, ScriptedRecognizers
from tests.speech.collected import Collected
from tests.speech.recognizer_contract import RecognizerContract, Service


class ScriptedService(Service):
    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._recognizers = ScriptedRecognizers(phrases)

    def start(self, recording: Path, start_ms: int, post: Collected) -> ScriptedRecognizer:
        return self._recognizers(self.config, recording, start_ms, post)


class TestScriptedRecognizer(RecognizerContract):
    @contextmanager
    def service(self, phrases: Sequence[Phrase]) -> Iterator[Service]:
        yield ScriptedService(phrases)


def test_a_test_can_say_everything_itself(tmp_path: Path) -> None:
    heard = Collected()
    recognizers = ScriptedRecognizers()
    recognizers(Service.config, tmp_path / "take.pcm", 300, heard)
    recognizer = recognizers.wait(1)
    recognizer.final("Hello.", 300, 900)
    recognizer.fail(Failure(FailureCode.REFUSED))
    recognizer.deliver(Ended())
    assert [type(event) for event in heard.events] == [Final, Failed]
