"""Recordings: appended, read while they grow, sound after a crash at any byte."""

import contextlib
import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from speechdesk.errors import SoundError
from speechdesk.sound.recording import (
    BYTES_PER_MS,
    RecordingReader,
    RecordingWriter,
    is_locked,
    remove_if_free,
    slice_ms,
)

ONE_MS = bytes(range(BYTES_PER_MS))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "take.pcm"


def run_writer(path: Path, body: str) -> "subprocess.Popen[str]":
    """Start another process that opens `path` as `writer` and runs `body`."""
    program = (
        "import os, sys\nfrom pathlib import Path\n"
        "from speechdesk.errors import SoundError\n"
        "from speechdesk.sound.recording import RecordingWriter\n"
        "writer = RecordingWriter(Path(sys.argv[1]))\n" + textwrap.dedent(body)
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_what_is_appended_is_read_back_from_any_cursor(path: Path) -> None:
    with RecordingWriter(path) as writer, RecordingReader(path) as reader:
        assert reader.read(0, 100) == b""
        writer.append(ONE_MS)
        writer.append(ONE_MS[:2])
        assert (writer.length_bytes, writer.length_ms) == (34, 1)
        assert reader.length_bytes == 34
        assert reader.read(0, 1000) == ONE_MS + ONE_MS[:2]
        assert reader.read(30, 1000) == ONE_MS[30:] + ONE_MS[:2]
        assert reader.read(34, 1000) == b""
        assert reader.read(1000, 2) == b""
        assert reader.read(0, 3) == ONE_MS[:2]


def test_a_second_writer_appends(path: Path) -> None:
    for _ in range(2):
        with RecordingWriter(path) as writer:
            writer.append(ONE_MS)
    assert path.read_bytes() == ONE_MS * 2


def test_only_the_user_may_read_it(path: Path) -> None:
    RecordingWriter(path).close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_half_a_sample_after_a_crash_is_not_seen_and_then_dropped(path: Path) -> None:
    path.write_bytes(ONE_MS + b"\x07")
    with RecordingReader(path) as reader:
        assert reader.length_bytes == BYTES_PER_MS
        assert reader.read(0, 1000) == ONE_MS
    with RecordingWriter(path) as writer:
        writer.append(b"ab")
    assert path.read_bytes() == ONE_MS + b"ab"


def test_killed_while_appending_every_whole_frame_stays(path: Path) -> None:
    child = run_writer(
        path,
        """
        print("open", flush=True)
        while True:
            writer.append(b"ab" * 801)
        """,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "open\n"
    with RecordingReader(path) as reader:
        while reader.length_bytes < 10_000:
            assert child.poll() is None
        assert is_locked(path)
        child.kill()
        child.communicate()
        assert not is_locked(path)
        assert set(reader.read(0, reader.length_bytes)[::2]) == {ord("a")}
    with RecordingWriter(path) as writer:
        assert writer.length_bytes % 2 == 0


def test_halves_of_frames_are_refused(path: Path) -> None:
    with RecordingWriter(path) as writer:
        with pytest.raises(ValueError, match="whole frames"):
            writer.append(b"abc")
        with RecordingReader(path) as reader, pytest.raises(ValueError, match="whole frames"):
            reader.read(1, 2)


class TestLock:
    def test_a_second_writer_is_refused_while_the_first_lives(self, path: Path) -> None:
        with RecordingWriter(path):
            assert is_locked(path)
            with pytest.raises(SoundError) as caught:
                RecordingWriter(path)
            assert caught.value.code == "locked"
        assert not is_locked(path)
        RecordingWriter(path).close()

    def test_another_process_holds_it(self, path: Path) -> None:
        child = run_writer(path, 'print("open", flush=True); sys.stdin.read()')
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        assert is_locked(path)
        with pytest.raises(SoundError, match="locked"):
            RecordingWriter(path)
        child.communicate()
        assert not is_locked(path)

    def test_a_missing_recording_is_free(self, path: Path) -> None:
        assert not is_locked(path)


class TestMeddling:
    """What others do to the file of a recording that is being made."""

    @pytest.mark.parametrize("left", [0, 7, 2 * BYTES_PER_MS])
    def test_what_follows_a_cut_keeps_its_place(self, path: Path, left: int) -> None:
        with RecordingWriter(path) as writer:
            writer.append(ONE_MS * 3)
            os.truncate(path, left)
            writer.append(ONE_MS)
            assert writer.length_bytes == 4 * BYTES_PER_MS
        assert path.read_bytes() == (ONE_MS * 3)[:left].ljust(3 * BYTES_PER_MS, b"\0") + ONE_MS

    def test_what_others_append_is_no_sound(self, path: Path) -> None:
        with RecordingWriter(path) as writer:
            writer.append(ONE_MS)
            with path.open("ab") as file:
                file.write(b"x")
            writer.append(ONE_MS)
        assert path.read_bytes() == ONE_MS * 2

    @pytest.mark.skipif(os.name != "posix", reason="an open file cannot be removed")
    def test_a_file_that_is_removed_is_back_within_a_second(self, path: Path) -> None:
        now = [0.0]
        with RecordingWriter(path, clock=lambda: now[0]) as writer:
            writer.append(ONE_MS)
            path.unlink()
            now[0] = 1.0
            writer.append(ONE_MS)
            assert path.read_bytes() == ONE_MS * 2
            assert path.stat().st_mode & 0o777 == 0o600
            assert is_locked(path)
            writer.append(ONE_MS)
        assert path.read_bytes() == ONE_MS * 3

    @pytest.mark.skipif(os.name != "posix", reason="an open file cannot be removed")
    def test_who_reads_it_follows(self, path: Path) -> None:
        with RecordingWriter(path) as writer, RecordingReader(path) as reader:
            writer.append(ONE_MS)
            path.unlink()
            assert reader.read(0, 1000) == ONE_MS
            assert reader.read(BYTES_PER_MS, 1000) == b""
            writer.sync()
            writer.append(ONE_MS)
            assert reader.read(BYTES_PER_MS, 1000) == ONE_MS

    @pytest.mark.skipif(os.name != "posix", reason="an open file cannot be removed")
    def test_a_file_that_is_removed_or_replaced_is_back_at_the_end(self, path: Path) -> None:
        for replacement in (None, b"something else"):
            with RecordingWriter(path) as writer:
                before = path.read_bytes()
                writer.append(ONE_MS)
                writer.sync()
                path.unlink()
                if replacement is not None:
                    path.write_bytes(replacement)
            assert path.read_bytes() == before + ONE_MS

    @pytest.mark.skipif(os.name != "posix", reason="an open file cannot be removed")
    def test_a_folder_that_is_gone_is_made_anew(self, tmp_path: Path) -> None:
        folder = tmp_path / "recordings"
        folder.mkdir()
        with RecordingWriter(folder / "take.pcm") as writer:
            writer.append(ONE_MS)
            shutil.rmtree(folder)
        assert (folder / "take.pcm").read_bytes() == ONE_MS
        assert folder.stat().st_mode & 0o777 == 0o700

    @pytest.mark.skipif(os.name != "posix", reason="an open file cannot be removed")
    def test_what_cannot_be_brought_back_is_told_and_tried_again(self, tmp_path: Path) -> None:
        folder = tmp_path / "recordings"
        folder.mkdir()
        now = [0.0]
        with RecordingWriter(folder / "take.pcm", clock=lambda: now[0]) as writer:
            shutil.rmtree(folder)
            folder.touch()
            now[0] = 1.0
            with pytest.raises(SoundError, match="unwritable"):
                writer.append(ONE_MS)
            assert writer.length_bytes == BYTES_PER_MS
            folder.unlink()
            now[0] = 2.0
            writer.append(ONE_MS)
            assert (folder / "take.pcm").read_bytes() == ONE_MS * 2

    def test_nothing_is_written_once_it_is_closed(self, path: Path, tmp_path: Path) -> None:
        """Its descriptor may be that of another file by then."""
        writer = RecordingWriter(path)
        writer.close()
        other = tmp_path / "history"
        with other.open("wb"):
            for write in (lambda: writer.append(ONE_MS), lambda: writer.extend_to(8), writer.sync):
                with pytest.raises(SoundError, match="unwritable"):
                    write()
        assert other.read_bytes() == b""


class TestRemoval:
    def test_what_a_live_owner_has_is_left_alone(self, path: Path) -> None:
        asked: list[bool] = []

        def agreed() -> bool:
            asked.append(True)
            return True

        with RecordingWriter(path) as writer:
            writer.append(ONE_MS)
            assert not remove_if_free(path, agreed)
        assert path.read_bytes() == ONE_MS
        assert asked == []

    def test_it_is_agreed_before_it_is_gone(self, path: Path) -> None:
        RecordingWriter(path).close()
        there: list[bool] = []

        def agreed() -> bool:
            there.append(path.exists())
            return True

        assert remove_if_free(path, agreed)
        assert remove_if_free(path, agreed)
        assert there == [True, False]

    def test_what_is_not_agreed_stays(self, path: Path) -> None:
        RecordingWriter(path).close()
        assert not remove_if_free(path, lambda: False)
        assert path.exists()

    @pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="Linux only")
    def test_record_pressed_in_that_very_instant_records(self, path: Path) -> None:
        RecordingWriter(path).close()
        written: list[int] = []

        def record() -> None:
            with RecordingWriter(path) as writer:
                writer.append(ONE_MS)
                written.append(writer.length_bytes)

        recorder = threading.Thread(target=record)

        def press_record() -> bool:
            recorder.start()
            deadline = time.monotonic() + 30
            while how_often_open(path) < 2:  # ours, and the recorder's, which waits for the lock
                assert time.monotonic() < deadline
            return True

        assert remove_if_free(path, press_record)
        recorder.join()
        assert written == [BYTES_PER_MS]
        assert path.read_bytes() == ONE_MS

    def test_what_cannot_be_removed_says_why(self, tmp_path: Path) -> None:
        with pytest.raises(SoundError, match="unwritable"):
            remove_if_free(tmp_path)


def how_often_open(path: Path) -> int:
    """How many descriptors of this process lead to `path`."""
    count = 0
    for each in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # that of the listing itself
            count += each.readlink() == path
    return count


class TestSync:
    def test_each_second_and_at_close(self, path: Path) -> None:
        now = [0.0]
        synced: list[int] = []

        def fsync(descriptor: int) -> None:
            synced.append(os.fstat(descriptor).st_size)

        writer = RecordingWriter(path, clock=lambda: now[0], fsync=fsync)
        synced.clear()  # the folder's, for the new name
        for now[0] in (0.5, 0.99, 1.0, 1.5, 2.1):
            writer.append(ONE_MS)
        assert synced == [3 * BYTES_PER_MS, 5 * BYTES_PER_MS]
        writer.append(ONE_MS)
        writer.close()
        writer.close()
        assert synced == [3 * BYTES_PER_MS, 5 * BYTES_PER_MS, 6 * BYTES_PER_MS]

    def test_a_disk_that_fails_is_told(self, path: Path) -> None:
        def fsync(descriptor: int) -> None:
            if os.fstat(descriptor).st_size == BYTES_PER_MS:
                raise OSError(errno.EIO, "broken")

        writer = RecordingWriter(path, fsync=fsync)
        writer.append(ONE_MS)
        with pytest.raises(SoundError, match="unwritable"):
            writer.close()
        assert not is_locked(path)


class TestFullDisk:
    def test_the_file_ends_at_a_whole_frame_and_takes_more_later(self, path: Path) -> None:
        child = run_writer(
            path,
            """
            import resource
            resource.setrlimit(resource.RLIMIT_FSIZE, (1001, resource.RLIM_INFINITY))
            writer.append(b"ab" * 400)
            try:
                writer.append(b"cd" * 400)
            except SoundError as error:
                print(error.code, writer.length_bytes)
            resource.setrlimit(resource.RLIMIT_FSIZE, (5000, resource.RLIM_INFINITY))
            writer.append(b"ef")
            writer.close()
            """,
        )
        output, _ = child.communicate()
        assert output == "disk_full 1000\n"
        assert path.read_bytes() == b"ab" * 400 + b"cd" * 100 + b"ef"

    def test_this_python_turns_the_signal_into_an_error(self) -> None:
        assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
        assert signal.getsignal(signal.SIGXFSZ) == signal.SIG_IGN


@pytest.mark.parametrize(
    ("open_it", "code"),
    [
        (lambda folder: RecordingWriter(folder / "none" / "take.pcm"), "not_found"),
        (RecordingWriter, "unwritable"),
        (lambda folder: RecordingReader(folder / "none.pcm"), "not_found"),
        (RecordingReader, "unreadable"),
        (lambda folder: slice_ms(folder / "none.pcm", 0, 1), "not_found"),
    ],
)
def test_what_cannot_be_opened_says_why(
    tmp_path: Path, open_it: Callable[[Path], object], code: str
) -> None:
    with pytest.raises(SoundError) as caught:
        open_it(tmp_path)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("start_ms", "end_ms", "expected"),
    [(0, 1, b"a"), (1, 3, b"bc"), (2, 9, b"c"), (-5, 1, b"a"), (2, 1, b""), (9, 12, b"")],
)
def test_slices_reach_as_far_as_the_recording(
    path: Path, start_ms: int, end_ms: int, expected: bytes
) -> None:
    path.write_bytes(b"".join(letter * BYTES_PER_MS for letter in (b"a", b"b", b"c")))
    wanted = b"".join(bytes([letter]) * BYTES_PER_MS for letter in expected)
    assert slice_ms(path, start_ms, end_ms) == wanted


def test_silence_stands_in_for_sound_that_is_kept_no_more(tmp_path: Path) -> None:
    path = tmp_path / "take.pcm"
    with RecordingWriter(path) as writer:
        writer.append(b"\1\0" * 10)
        writer.extend_to(101)
        writer.extend_to(50)
        assert writer.length_bytes == 100
        writer.append(b"\2\0")
    assert path.read_bytes() == b"\1\0" * 10 + bytes(80) + b"\2\0"
