"""What goes to a service is counted: from the SDK's reading to the file."""

from datetime import date
from pathlib import Path

from speechdesk.domain.connection import Connection, RecognizerConfig, Service
from speechdesk.domain.events import AudioSent, Connected
from speechdesk.errors import StorageError
from speechdesk.session.events import StateChanged
from speechdesk.session.meter import AudioMeter
from speechdesk.session.state import State
from speechdesk.storage.usage import Usage
from tests.session.conftest import Studio

WEST = Connection(Service.AZURE, region="westeurope")
CONTAINER = Connection(Service.CONTAINER, url="wss://speech.example")
NEVER_S = 3600.0


def usage(folder: Path) -> Usage:
    return Usage(folder / "usage.json", lambda: date(2026, 11, 30))


def test_sound_is_counted_by_connection_and_written_at_the_end(tmp_path: Path) -> None:
    meter = AudioMeter(usage(tmp_path), write_every_s=NEVER_S)
    meter.sent(WEST, 1000)
    meter.sent(CONTAINER, 200)
    meter.sent(WEST, 500)
    counted = {"azure:westeurope": 1500, "container:wss://speech.example": 200}
    assert meter.this_month() == counted
    assert usage(tmp_path).this_month() == {}
    meter.close()
    assert usage(tmp_path).this_month() == counted
    assert meter.this_month() == counted


def test_what_this_computer_recognizes_is_not_sent(tmp_path: Path) -> None:
    meter = AudioMeter(usage(tmp_path))
    meter.sent(Connection(), 1000)
    assert meter.this_month() == {}
    meter.close()
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_now_is_written_later(tmp_path: Path) -> None:
    class Refusing(Usage):
        refused = 0

        def add(self, sent_ms: object) -> None:
            if self.refused < 2:
                self.refused += 1
                raise StorageError("read_only")
            super().add(sent_ms)  # type: ignore[arg-type]

    refusing = Refusing(tmp_path / "usage.json", lambda: date(2026, 11, 30))
    meter = AudioMeter(refusing, write_every_s=0.01)
    meter.sent(WEST, 700)
    while refusing.refused < 2:
        assert meter.this_month() in ({"azure:westeurope": 700}, {})
    meter.close()
    assert usage(tmp_path).this_month() == {"azure:westeurope": 700}


def test_a_recognizer_tells_what_it_sent_and_the_session_goes_on(studio: Studio) -> None:
    config = RecognizerConfig(WEST, ("en-US",))
    studio.record(config=lambda: config).hear(200)
    speech = studio.recognizers.wait(1)
    speech.deliver(Connected())
    studio.wait(StateChanged, state=State.LISTENING)
    speech.deliver(AudioSent(1000))
    speech.deliver(AudioSent(300))
    assert studio.sent == [("azure:westeurope", 1000), ("azure:westeurope", 300)]
