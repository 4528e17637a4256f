"""Files become recordings; broken ones give one clear error in bounded time and memory."""

import os
import shutil
import struct
import subprocess
import sys
import threading
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from speechdesk.errors import SoundError
from speechdesk.sound.files import decode_to_recording
from speechdesk.sound.recording import RecordingWriter, is_locked

SECONDS = 3
needs_ffmpeg = pytest.mark.skipif(
    shutil.which("ffmpeg") is None, reason="needs ffmpeg: install the package ffmpeg"
)


def melody(rate: int, channels: int = 1) -> npt.NDArray[np.float64]:
    """A tone with a little noise, so that no codec can make it tiny."""
    times = np.arange(rate * SECONDS) / rate
    noise = np.random.default_rng(7).uniform(-0.05, 0.05, len(times))
    tone = 0.3 * np.sin(2 * np.pi * 440 * times) + noise
    return np.stack([tone] * channels, axis=1)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "take.pcm"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A healthy WAV file: 16 kHz mono 16-bit."""
    path = tmp_path / "good.wav"
    soundfile.write(path, melody(16_000), 16_000, subtype="PCM_16")
    return path


def decode(source: Path, target: Path) -> str:
    """Return the code of the error, "" for none."""
    try:
        decode_to_recording(source, target)
    except SoundError as error:
        return error.code
    return ""


def loudest_hertz(recording: Path) -> float:
    samples = np.frombuffer(recording.read_bytes(), dtype="<i2")
    return float(np.argmax(np.abs(np.fft.rfft(samples)))) * 16_000 / len(samples)


class TestFormats:
    @pytest.mark.parametrize(
        ("name", "kind", "rate", "channels", "subtype"),
        [
            ("a.wav", "WAV", 8_000, 1, "PCM_U8"),
            ("a.wav", "WAV", 8_000, 1, "ULAW"),
            ("a.wav", "WAV", 44_100, 2, "PCM_24"),
            ("a.wav", "WAV", 48_000, 6, "FLOAT"),
            ("a.aiff", "AIFF", 22_050, 1, "PCM_16"),
            ("a.flac", "FLAC", 96_000, 2, "PCM_24"),
            ("a.ogg", "OGG", 48_000, 2, "VORBIS"),
            ("a.opus", "OGG", 48_000, 1, "OPUS"),
            ("a.mp3", "MP3", 44_100, 2, "MPEG_LAYER_III"),
            ("named-wrongly.txt", "FLAC", 16_000, 1, "PCM_16"),
            ("-i päth “x”.wav", "WAV", 16_000, 1, "PCM_16"),
        ],
    )
    def test_of_libsndfile(
        self, tmp_path: Path, target: Path, name: str, kind: str, rate: int, channels: int,
        subtype: str,
    ) -> None:  # fmt: skip
        source = tmp_path / name
        soundfile.write(source, melody(rate, channels), rate, format=kind, subtype=subtype)
        length_ms = decode_to_recording(source, target)
        assert length_ms == pytest.approx(SECONDS * 1000, abs=60)
        assert target.stat().st_size == pytest.approx(length_ms * 32, abs=32)
        assert loudest_hertz(target) == pytest.approx(440, abs=2)

    @needs_ffmpeg
    @pytest.mark.parametrize("name", ["a.m4a", "a.mp4", "a.webm", "a.mkv", "a.mov", "a.wma"])
    def test_of_ffmpeg(self, tmp_path: Path, good: Path, target: Path, name: str) -> None:
        source = tmp_path / name
        subprocess.run(["ffmpeg", "-v", "error", "-i", good, source], check=True)
        assert decode_to_recording(source, target) == pytest.approx(SECONDS * 1000, abs=150)
        assert loudest_hertz(target) == pytest.approx(440, abs=2)

    def test_16_khz_mono_is_kept_bit_for_bit(self, good: Path, target: Path) -> None:
        decode_to_recording(good, target)
        with wave.open(str(good)) as file:
            assert target.read_bytes() == file.readframes(file.getnframes())
        assert not is_locked(target)

    def test_progress_reaches_the_announced_length(self, good: Path, target: Path) -> None:
        seen: list[tuple[int, int | None]] = []
        decode_to_recording(good, target, progress=lambda *now: seen.append(now))
        assert [done for done, _total in seen] == sorted(done for done, _total in seen)
        assert seen[-1] == (SECONDS * 1000, SECONDS * 1000)


def patched(offset: int, layout: str, value: int) -> Callable[[bytes], bytes]:
    """Put a number into the header of a WAV file."""

    def patch(wav: bytes) -> bytes:
        data = bytearray(wav)
        struct.pack_into(layout, data, offset, value)
        return bytes(data)

    return patch


CHANNELS, RATE, BITS, DATA_SIZE = 22, 24, 34, 40
SECOND = 32_000


class TestBrokenFiles:
    @pytest.mark.parametrize(
        ("break_it", "code", "kept_bytes"),
        [
            pytest.param(lambda wav: b"", "empty", None, id="empty"),
            pytest.param(lambda wav: wav[:44], "empty", None, id="truncated after its header"),
            pytest.param(patched(DATA_SIZE, "<I", 0), "", 96_000, id="never finished: 0"),
            pytest.param(patched(DATA_SIZE, "<I", 2**32 - 1), "", 96_000, id="never finished: all"),
            pytest.param(lambda wav: wav[:20], "not_audio", None, id="truncated in its header"),
            pytest.param(lambda wav: wav[:44] + wav[44:][:SECOND], "damaged", SECOND, id="cut off"),
            pytest.param(patched(DATA_SIZE, "<I", 10**9), "damaged", 96_000, id="promises more"),
            pytest.param(patched(DATA_SIZE, "<I", SECOND), "damaged", SECOND, id="promises less"),
            pytest.param(lambda wav: b"Dear diary,\n" * 999, "not_audio", None, id="text"),
            pytest.param(lambda wav: wav[44:], "not_audio", None, id="no header"),
            pytest.param(lambda wav: bytes(99_999), "not_audio", None, id="zeros"),
            pytest.param(lambda wav: b"#EXTM3U\n#EXTINF:1,\ngood.wav\n", "not_audio", None,
                         id="m3u"),
            pytest.param(lambda wav: b"ffconcat version 1.0\nfile good.wav\n", "not_audio", None,
                         id="concat"),
            pytest.param(patched(CHANNELS, "<H", 0), "not_audio", None, id="zero channels"),
            pytest.param(patched(CHANNELS, "<H", 65_535), "not_audio", None, id="65535 channels"),
            pytest.param(patched(RATE, "<I", 0), "not_audio", None, id="rate 0"),
            pytest.param(patched(RATE, "<I", 1), "not_audio", None, id="rate 1"),
            pytest.param(patched(RATE, "<I", 2**31), "not_audio", None, id="rate 2^31"),
            pytest.param(patched(BITS, "<H", 0), "not_audio", None, id="0 bits"),
            pytest.param(patched(16, "<I", 0x66666666), "not_audio", None, id="huge format chunk"),
        ],
    )  # fmt: skip
    def test_wav(
        self,
        good: Path,
        tmp_path: Path,
        target: Path,
        break_it: Callable[[bytes], bytes],
        code: str,
        kept_bytes: int | None,
    ) -> None:
        if code == "" and shutil.which("ffmpeg") is None:
            pytest.skip("needs ffmpeg: install the package ffmpeg")
        broken = tmp_path / "broken.wav"
        broken.write_bytes(break_it(good.read_bytes()))
        assert decode(broken, target) == code
        assert (target.stat().st_size if target.exists() else None) == kept_bytes

    @pytest.mark.parametrize("kind", ["flac", "mp3"])
    def test_cut_off_after_the_half(
        self, tmp_path: Path, target: Path, kind: str, capfd: pytest.CaptureFixture[str]
    ) -> None:
        whole, half = tmp_path / f"whole.{kind}", tmp_path / f"half.{kind}"
        soundfile.write(whole, melody(16_000), 16_000)
        half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
        assert decode(half, target) == "damaged"
        assert target.stat().st_size == pytest.approx(SECONDS * SECOND / 2, rel=0.4)
        assert capfd.readouterr() == ("", "")

    @needs_ffmpeg
    def test_a_video_without_sound(self, tmp_path: Path, target: Path) -> None:
        video = tmp_path / "mute.mp4"
        picture = ["-f", "lavfi", "-i", "color=size=16x16:duration=0.2"]
        subprocess.run(["ffmpeg", "-v", "error", *picture, video], check=True)
        assert decode(video, target) == "empty"

    def test_larger_than_a_wav_file_can_be(self, good: Path, target: Path) -> None:
        with good.open("r+b") as file:
            file.truncate(5 * 2**30)
        assert decode(good, target) == "too_long"
        assert not target.exists()

    def test_longer_than_a_day(self, good: Path, target: Path) -> None:
        promise = 0x7FFE_0000
        header = patched(RATE, "<I", 4_000)(patched(DATA_SIZE, "<I", promise)(good.read_bytes()))
        with good.open("wb") as file:
            file.write(header)
            file.truncate(44 + promise)
        assert decode(good, target) == "too_long"

    def test_memory_stays_small_however_long_the_file(self, good: Path, target: Path) -> None:
        half_an_hour = 1800 * SECOND
        with good.open("r+b") as file:
            file.seek(DATA_SIZE)
            file.write(struct.pack("<I", half_an_hour))
            file.truncate(44 + half_an_hour)
        program = (
            "import resource, sys\nfrom pathlib import Path\n"
            "from speechdesk.sound.files import decode_to_recording\n"
            "print(decode_to_recording(Path(sys.argv[1]), Path(sys.argv[2])))\n"
            "status = Path('/proc/self/status').read_text()\n"
            "print(status.split('VmHWM:')[1].split()[0])\n"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
        )
        command = [sys.executable, "-c", program, str(good), str(target)]
        length_ms, own, child = map(int, subprocess.check_output(command).split())
        assert length_ms == 1_800_000
        assert own < 40 * 1024
        assert child < 150 * 1024

    def test_what_is_no_file(self, tmp_path: Path, target: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        assert decode(tmp_path / "none", target) == "not_found"
        assert decode(tmp_path, target) == "unreadable"
        assert decode(tmp_path / "pipe", target) == "unreadable"
        assert decode(Path("/dev/zero"), target) == "unreadable"

    def test_others_recordings_are_not_touched(self, good: Path, target: Path) -> None:
        target.write_bytes(b"words")
        assert decode(good, target) == "unwritable"
        assert target.read_bytes() == b"words"

    def test_a_target_in_use_stays(self, good: Path, target: Path) -> None:
        with RecordingWriter(target):
            assert decode(good, target) == "locked"
            assert target.exists()

    def test_a_full_disk(self, good: Path, target: Path) -> None:
        program = (
            "import resource, sys\nfrom pathlib import Path\n"
            "from speechdesk.errors import SoundError\n"
            "from speechdesk.sound.files import decode_to_recording\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))\n"
            "try: decode_to_recording(Path(sys.argv[1]), Path(sys.argv[2]))\n"
            "except SoundError as error: print(error.code)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, good, target], stdout=subprocess.PIPE, check=True
        )
        assert done.stdout == b"disk_full\n"
        assert not target.exists()


class TestFfmpeg:
    """What is done with the program, whatever it does."""

    @pytest.fixture
    def unfinished(self, good: Path) -> Path:
        """A WAV file that goes to ffmpeg without any doubt."""
        good.write_bytes(patched(DATA_SIZE, "<I", 0)(good.read_bytes()))
        return good

    def program(self, folder: Path, script: str) -> str:
        path = folder / "ffmpeg"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o700)
        return str(path)

    @pytest.mark.parametrize(
        ("script", "code"),
        [
            ("exec sleep 1000", "timeout"),
            ("exit 0", "empty"),
            ("echo no such codec >&2; exit 1", "not_audio"),
            ("printf 1234567; exit 1", "damaged"),
            ("printf 1234567; echo File ended prematurely >&2", "damaged"),
            ("printf 1234567; yes error | head -c 1000000 >&2", ""),
            ("kill -9 $$", "not_audio"),
        ],
    )
    def test_how_it_ends(
        self, tmp_path: Path, unfinished: Path, target: Path, script: str, code: str
    ) -> None:
        ended = ""
        try:
            decode_to_recording(
                unfinished, target, ffmpeg=self.program(tmp_path, script),
                deadline_s=0.3 if code == "timeout" else 60,
            )  # fmt: skip
        except SoundError as error:
            ended = error.code
        assert ended == code
        assert target.exists() == (code in ("", "damaged"))
        assert threading.active_count() == 1

    def test_the_user_gives_up(self, tmp_path: Path, unfinished: Path, target: Path) -> None:
        with pytest.raises(SoundError, match="cancelled"):
            decode_to_recording(
                unfinished,
                target,
                cancelled=lambda: True,
                ffmpeg=self.program(tmp_path, "exec sleep 1000"),
            )
        assert not target.exists()

    @pytest.mark.parametrize(
        ("head", "code"),
        [
            (b"\x00\x00\x00\x20ftypM4A ", "ffmpeg_missing"),
            (b"\x1a\x45\xdf\xa3\x01\x00\x00\x00", "ffmpeg_missing"),
            (b"Dear diary, today nothing", "not_audio"),
        ],
    )
    def test_without_it(self, tmp_path: Path, target: Path, head: bytes, code: str) -> None:
        source = tmp_path / "speech.m4a"
        source.write_bytes(head + bytes(1000))
        with pytest.raises(SoundError) as caught:
            decode_to_recording(source, target, ffmpeg=str(tmp_path / "none"))
        assert caught.value.code == code
