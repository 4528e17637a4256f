"""What stands behind the window: a real history, and real formats exported from it."""

import base64
import io
import json
import math
import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile

from speechdesk.domain.events import Alternative, Segment, Word
from speechdesk.paths import home
from speechdesk.session.backstage import Backstage
from speechdesk.settings.schema import Settings
from speechdesk.sound.recording import RATE
from speechdesk.storage.takes import Source

SECONDS = 2


@pytest.fixture
def backstage(tmp_path: Path) -> Iterator[Backstage]:
    backstage = Backstage(home(tmp_path), Settings, lambda _event: None)
    yield backstage
    assert backstage.close(10)
    backstage.close_files()


@pytest.fixture
def take_id(backstage: Backstage) -> int:
    """Two phrases over two seconds of a tone."""
    history = backstage.history
    take_id = history.create_take(
        title="Letter", language="en-US", source=Source.MICROPHONE, recording="take-1.pcm"
    )
    history.update_take(take_id, length_ms=1000 * SECONDS, sound_kept=True)
    words = (Word("Dear", 0, 400, 0.9), Word("tenants", 500, 400, 0.4))
    alternatives = (Alternative("Dear tenants"), Alternative("Deer tenants"))
    first = Segment("Dear tenants", 0, 900, "en-US", 0.8, words, alternatives)
    for segment in (first, Segment("the lift is new.", 1000, 900, "en-US")):
        history.commit_final(take_id, segment, segment.end_ms)
    backstage.recordings.mkdir(parents=True, exist_ok=True)
    tone = (round(8000 * math.sin(each * math.tau * 440 / RATE)) for each in range(RATE * SECONDS))
    pcm = struct.pack(f"<{RATE * SECONDS}h", *tone)
    (backstage.recordings / "take-1.pcm").write_bytes(pcm)
    return take_id


def test_a_page_has_its_sound_inside(backstage: Backstage, take_id: int) -> None:
    page = backstage.export("html", take_id).decode()
    found = re.search(r'src="data:audio/ogg;base64,([^"]+)"', page)
    assert found is not None
    with soundfile.SoundFile(io.BytesIO(base64.b64decode(found[1]))) as sound:
        assert (sound.format, sound.subtype) == ("OGG", "OPUS")
        assert sound.frames / sound.samplerate == pytest.approx(SECONDS, abs=0.1)
    assert '<span class="w" data-at="500" data-to="900">tenants</span>' in page


def test_a_page_without_sound_says_so(backstage: Backstage, take_id: int) -> None:
    backstage.history.update_take(take_id, sound_kept=False)
    page = backstage.export("html", take_id).decode()
    assert "data:audio" not in page
    assert "was not kept" in page


def test_json_has_the_other_readings(backstage: Backstage, take_id: int) -> None:
    first = json.loads(backstage.export("json", take_id))["segments"][0]
    assert [each["text"] for each in first["alternatives"]] == ["Dear tenants", "Deer tenants"]


def test_text_is_what_the_window_shows(backstage: Backstage, take_id: int) -> None:
    assert backstage.export("txt", take_id) == b"Dear tenants the lift is new.\n"


def test_why_the_history_cannot_be_opened_is_in_the_log(tmp_path: Path) -> None:
    place = home(tmp_path)
    place.history_file.mkdir()
    backstage = Backstage(place, Settings, lambda _event: None)
    assert backstage.opened.error is not None
    assert backstage.close(10)
    backstage.close_files()

    assert "the history cannot be opened" in place.log_file.read_text(encoding="utf-8")
