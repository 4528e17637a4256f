"""What every recognizer keeps. Inherit the class and say how one is started."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from speechdesk.domain.connection import Connection, RecognizerConfig
from speechdesk.domain.events import Connected, Ended, Final, Partial, SessionStarted
from speechdesk.sound.recording import BYTES_PER_MS
from speechdesk.speech.recognizer import Recognizer
from tests.scripted_recognizer import Phrase
from tests.speech.collected import Collected

PHRASES = (
    Phrase("Hello world.", 500, 1500),
    Phrase("The weather is nice.", 2000, 3500),
    Phrase("Goodbye.", 4000, 4800),
)
LENGTH_MS = 5000


class Service(ABC):
    """Where recognizers are started; it knows what is said in the recording, and when."""

    config = RecognizerConfig(Connection(), ("en-US",))

    @abstractmethod
    def start(self, recording: Path, start_ms: int, post: Collected) -> Recognizer:
        """Start a recognizer."""


class RecognizerContract(ABC):
    @abstractmethod
    def service(self, phrases: Sequence[Phrase]) -> AbstractContextManager[Service]:
        """Return a service that hears `phrases`."""

    @pytest.fixture
    def recording(self, tmp_path: Path) -> Path:
        path = tmp_path / "take.pcm"
        path.write_bytes(bytes(LENGTH_MS * BYTES_PER_MS))
        return path

    def test_all_of_a_recording_is_recognized_in_order_and_then_it_ends(
        self, recording: Path
    ) -> None:
        heard = Collected()
        with self.service(PHRASES) as service:
            recognizer = service.start(recording, 0, heard)
            recognizer.audio_until(LENGTH_MS * BYTES_PER_MS)
            recognizer.finish()
            assert heard.wait_for_end() == Ended()
            recognizer.close()
        assert heard.texts == [phrase.text for phrase in PHRASES]
        spoken = [final.segment for final in heard.finals if final.segment.text]
        assert [(each.offset_ms, each.end_ms) for each in spoken] == [
            (phrase.start_ms, phrase.end_ms) for phrase in PHRASES
        ]
        assert {each.language for each in spoken} == {"en-US"}
        assert isinstance(heard.events[0], SessionStarted)
        assert Connected() in heard.events

    def test_partials_come_before_their_final(self, recording: Path) -> None:
        heard = Collected()
        with self.service(PHRASES[:1]) as service:
            recognizer = service.start(recording, 0, heard)
            recognizer.audio_until(1600 * BYTES_PER_MS)
            heard.wait_for(Final, lambda final: final.segment.text == "Hello world.")
            recognizer.close()
        kinds = [type(event) for event in heard.events]
        assert kinds.index(Partial) < kinds.index(Final)

    def test_what_is_not_recorded_yet_is_not_recognized_yet(self, recording: Path) -> None:
        heard = Collected()
        with self.service(PHRASES) as service:
            recognizer = service.start(recording, 0, heard)
            recognizer.audio_until(1600 * BYTES_PER_MS)
            heard.wait_for(Final, lambda final: final.segment.text == "Hello world.")
            assert heard.texts == ["Hello world."]
            recognizer.audio_until(LENGTH_MS * BYTES_PER_MS)
            heard.wait_for(Final, lambda final: final.segment.text == "Goodbye.")
            recognizer.close()

    def test_it_begins_at_the_cursor_and_times_are_those_of_the_recording(
        self, recording: Path
    ) -> None:
        heard = Collected()
        with self.service(PHRASES) as service:
            recognizer = service.start(recording, 1700, heard)
            recognizer.audio_until(LENGTH_MS * BYTES_PER_MS)
            recognizer.finish()
            assert heard.wait_for_end() == Ended()
            recognizer.close()
        assert heard.texts == ["The weather is nice.", "Goodbye."]
        spoken = [final.segment for final in heard.finals if final.segment.text]
        assert [each.offset_ms for each in spoken] == [2000, 4000]

    def test_sound_that_found_no_room_on_the_disk_is_recognized_too(self, recording: Path) -> None:
        heard = Collected()
        recording.write_bytes(bytes(1000 * BYTES_PER_MS))
        with self.service(PHRASES) as service:
            recognizer = service.start(recording, 0, heard)
            recognizer.audio_until(1000 * BYTES_PER_MS)
            for start_ms in range(1000, LENGTH_MS, 100):
                recognizer.audio(start_ms * BYTES_PER_MS, bytes(100 * BYTES_PER_MS))
            recognizer.finish()
            assert heard.wait_for_end() == Ended()
            recognizer.close()
        assert heard.texts == [phrase.text for phrase in PHRASES]

    def test_an_empty_recording_ends(self, recording: Path) -> None:
        heard = Collected()
        recording.write_bytes(b"")
        with self.service(PHRASES) as service:
            recognizer = service.start(recording, 0, heard)
            recognizer.finish()
            assert heard.wait_for_end() == Ended()
            recognizer.close()
        assert heard.texts == []

    def test_after_close_nothing_is_posted(self, recording: Path) -> None:
        heard = Collected()
        with self.service(PHRASES) as service:
            recognizer = service.start(recording, 0, heard)
            recognizer.audio_until(1600 * BYTES_PER_MS)
            heard.wait_for(Partial)
            recognizer.close()
            known = heard.events
            recognizer.audio_until(LENGTH_MS * BYTES_PER_MS)
            recognizer.finish()
        assert heard.events == known

    def test_what_is_told_after_the_end_is_harmless(self, recording: Path) -> None:
        heard = Collected()
        with self.service(()) as service:
            recognizer = service.start(recording, 0, heard)
            recognizer.finish()
            heard.wait_for_end()
            recognizer.audio_until(LENGTH_MS * BYTES_PER_MS)
            recognizer.audio(0, bytes(320))
            recognizer.renew_token("token")
            recognizer.finish()
            recognizer.close()
            recognizer.close()
        assert heard.events[-1] == Ended()
