"""The sound is handed out once, in order, and not further ahead than the window."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from speechdesk.errors import SoundError
from speechdesk.sound.recording import BYTES_PER_MS, RecordingReader
from speechdesk.speech.feed import AudioFeed

SECOND = 1000 * BYTES_PER_MS


class Clock:
    """Every look at it takes 250 ms."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        self.now_s += 0.25
        return self.now_s


def numbered(count: int) -> bytes:
    return b"".join((index % 30_000).to_bytes(2, "little") for index in range(count // 2))


class Memory:
    """A recording that lies in memory."""

    def __init__(self, pcm: bytes = b"") -> None:
        self.pcm = pcm

    def read(self, position_bytes: int, count: int) -> bytes:
        return self.pcm[position_bytes : position_bytes + count]


def read_all(feed: AudioFeed) -> bytes:
    return b"".join(iter(lambda: feed.read(3200), b""))


def while_reading(feed: AudioFeed, act: Callable[[], None]) -> bytes:
    """Return what `read` gives that waits while `act` is done."""
    result: list[bytes] = []
    reader = threading.Thread(target=lambda: result.append(feed.read(3200)))
    reader.start()
    act()
    reader.join(30)
    assert result
    return result[0]


def test_a_recording_is_read_from_the_cursor_to_its_end() -> None:
    pcm = numbered(SECOND)
    feed = AudioFeed(Memory(pcm), 640)
    feed.grew(SECOND)
    feed.finish()
    assert read_all(feed) == pcm[640:]
    assert feed.position_bytes == SECOND


def test_read_waits_for_more_sound() -> None:
    feed = AudioFeed(Memory(numbered(SECOND)), 0)
    assert while_reading(feed, lambda: feed.grew(320)) == numbered(320)


def test_nothing_beyond_what_was_announced_is_read() -> None:
    feed = AudioFeed(Memory(numbered(SECOND)), 0)
    feed.grew(321)
    assert len(feed.read(3200)) == 320


@pytest.mark.parametrize("end", [AudioFeed.finish, AudioFeed.close])
def test_read_returns_nothing_at_the_end(end: Callable[[AudioFeed], None]) -> None:
    feed = AudioFeed(Memory(), 0)
    assert while_reading(feed, lambda: end(feed)) == b""


def test_close_drops_what_was_not_read() -> None:
    feed = AudioFeed(Memory(numbered(SECOND)), 0)
    feed.grew(SECOND)
    feed.close()
    assert feed.read(3200) == b""


def test_a_recording_that_was_cut_has_no_end() -> None:
    feed = AudioFeed(Memory(numbered(640)), 0)
    feed.grew(SECOND)
    feed.finish()
    assert feed.read(3200) == numbered(640)
    with pytest.raises(SoundError, match="shorter"):
        feed.read(3200)


def test_sound_from_memory_follows_what_is_on_disk() -> None:
    pcm = numbered(9600)
    feed = AudioFeed(Memory(pcm[:3200]), 0)
    feed.grew(3200)
    feed.add(6400, pcm[6400:])
    feed.add(3200, pcm[3200:6400])
    feed.finish()
    assert read_all(feed) == pcm


def test_memory_from_before_the_cursor_is_cut() -> None:
    pcm = numbered(3200)
    feed = AudioFeed(Memory(), 1000)
    feed.add(0, pcm)
    feed.add(0, pcm[:500])
    feed.finish()
    assert read_all(feed) == pcm[1000:]


def test_disk_memory_and_disk_again() -> None:
    pcm = numbered(9600)
    recording = Memory(pcm[:3200] + bytes(3200) + pcm[6400:])
    feed = AudioFeed(recording, 0)
    feed.add(3200, pcm[3200:6400])
    feed.grew(9600)
    feed.finish()
    assert read_all(feed) == pcm


def test_the_window_opens_with_each_answer() -> None:
    feed = AudioFeed(Memory(numbered(200 * SECOND)), 0, clock=Clock())
    feed.grew(200 * SECOND)
    for _ in range(450):  # 45 s in pieces of 100 ms
        feed.read(3200)
    assert feed.position_bytes == 45 * SECOND
    feed.answered(10 * SECOND)
    for _ in range(100):
        feed.read(3200)
    assert feed.position_bytes == 55 * SECOND


def test_beyond_the_window_it_goes_on_at_real_time() -> None:
    clock = Clock()
    feed = AudioFeed(Memory(numbered(20 * SECOND)), 0, window_ms=1000, clock=clock)
    feed.grew(20 * SECOND)
    while feed.position_bytes < 2 * SECOND:
        feed.read(3200)
    assert clock.now_s == 2.0  # each wait is measured by two looks


def test_an_answer_ahead_of_the_sound_opens_nothing() -> None:
    feed = AudioFeed(Memory(numbered(20 * SECOND)), 0, window_ms=1000, clock=Clock())
    feed.grew(20 * SECOND)
    feed.answered(2**63)
    while feed.position_bytes < SECOND:
        feed.read(3200)
    feed.finish()
    assert 0 < len(feed.read(2 * SECOND)) <= SECOND // 4


def test_the_reader_waits_for_the_window_only_while_there_is_sound() -> None:
    clock = Clock()
    feed = AudioFeed(Memory(numbered(20 * SECOND)), 0, window_ms=1000, clock=clock)
    feed.grew(SECOND)
    feed.read(SECOND)
    looked = clock.now_s
    feed.finish()
    assert feed.read(3200) == b""
    assert clock.now_s == looked


def test_a_recording_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "take.pcm"
    path.write_bytes(numbered(SECOND))
    with RecordingReader(path) as reader:
        feed = AudioFeed(reader, 1)
        feed.grew(SECOND)
        with pytest.raises(ValueError, match="whole frames"):
            feed.read(3200)


def test_a_gone_recording_is_told() -> None:
    class Gone:
        def read(self, position_bytes: int, count: int) -> bytes:
            raise SoundError("unreadable", "gone")

    feed = AudioFeed(Gone(), 0)
    feed.grew(SECOND)
    with pytest.raises(SoundError):
        feed.read(3200)
