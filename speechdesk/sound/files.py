"""Any audio or video file becomes a recording: 16 kHz mono, in bounded memory.

libsndfile reads WAV, FLAC, MP3, Ogg, Opus and more; an ffmpeg on the PATH reads the rest. Both do
so in a child process, so that a broken file cannot take the program down or fill its terminal.
"""

import contextlib
import json
import shutil
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from speechdesk.errors import SoundError
from speechdesk.processes import child_command
from speechdesk.sound.pouring import Poured, pour
from speechdesk.sound.recording import BYTES_PER_MS, MOST_HOURS, RATE, RecordingWriter
from speechdesk.sound.riff import WaveSizes, wave_sizes

Progress = Callable[[int, int | None], None]
"""Told the decoded length and, where the file says it, the whole length, in milliseconds."""

_MOST_BYTES = MOST_HOURS * 3_600_000 * BYTES_PER_MS
_IDLE_DEADLINE_S = 30.0

# Containers, and none of ffmpeg's playlists, devices and text formats, which lead to other files.
_FFMPEG_FORMATS = (
    "3gp,aac,ac3,aiff,amr,ape,asf,au,avi,caf,dts,eac3,flac,flv,m4a,matroska,mov,mp3,mp4,mpc,mpc8,"
    "mpeg,mpegts,mxf,ogg,rm,tak,tta,voc,w64,wav,webm,wv"
)
_FFMPEG_MOST_ALLOCATED = 256 * 1024 * 1024
_ONLY_FFMPEG_READS: tuple[tuple[int, bytes], ...] = (
    (4, b"ftyp"),  # m4a, mp4, mov
    (0, b"\x1a\x45\xdf\xa3"),  # webm, mkv
    (0, b"\x30\x26\xb2\x75"),  # wma, asf
    (8, b"AVI "),
    (0, b"FLV"),
    (0, b"#!AMR"),
    (0, b"MAC "),  # ape
    (0, b"wvpk"),
    (0, b"\x0b\x77"),  # ac3
    (0, b"\x00\x00\x01\xba"),  # mpg
    (0, b"\xff\xf1"),  # aac
    (0, b"\xff\xf9"),
)


def decode_to_recording(
    source: Path,
    target: Path,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    deadline_s: float = _IDLE_DEADLINE_S,
    ffmpeg: str = "ffmpeg",
) -> int:
    """Decode `source` into a new recording at `target` and return its length in milliseconds.

    Raises SoundError: not_found, unreadable, not_audio, empty, too_long (24 h), ffmpeg_missing,
    timeout (nothing was decoded for `deadline_s`), cancelled, disk_full, unwritable, locked; then
    `target` is gone. Only with `damaged` (cut off, or a header that does not fit) it stays, with
    all that could be read.
    """
    sizes = _check(source)
    if target.exists() and target.stat().st_size:
        raise SoundError("unwritable", f"{target} exists already")
    with _removed_unless_damaged(target), RecordingWriter(target) as writer:
        decoding = _Decoding(source, writer, progress, cancelled or _never, deadline_s)
        never_finished = sizes is not None and sizes.declared == 0 < sizes.present
        if never_finished or not decoding.by_libsndfile():
            decoding.by_ffmpeg(ffmpeg)
        if not writer.length_bytes:
            raise SoundError("empty")
        if sizes is not None and sizes.mismatch:
            raise SoundError("damaged", sizes.mismatch)
        return writer.length_ms


class _Decoding:
    """One file on its way into `writer`."""

    def __init__(
        self,
        source: Path,
        writer: RecordingWriter,
        progress: Progress | None,
        cancelled: Callable[[], bool],
        deadline_s: float,
    ) -> None:
        self._source = source.absolute()
        self._writer = writer
        self._progress = progress
        self._cancelled = cancelled
        self._deadline_s = deadline_s

    def by_libsndfile(self) -> bool:
        """Return False where libsndfile does not know the format. Raises SoundError."""
        poured = self._pour([*child_command("file"), str(self._source)])
        verdict = _facts(poured.report)
        code = str(verdict.get("code", "damaged"))  # without a verdict the child crashed
        if code == "unknown_format":
            return False
        if code == "damaged" and not self._writer.length_bytes:
            code = "not_audio"
        if code:
            raise SoundError(code, str(verdict.get("detail", f"status {poured.status}")))
        return True

    def by_ffmpeg(self, program: str) -> None:
        """Raises SoundError."""
        path = shutil.which(program)
        if path is None:
            raise SoundError("ffmpeg_missing" if _needs_ffmpeg(self._source) else "not_audio")
        poured = self._pour([path, *_ffmpeg_arguments(self._source)])
        last_line = (poured.report.strip().splitlines() or [""])[-1]
        last_line = last_line.removeprefix(f"file:{self._source}: ")
        if self._writer.length_bytes:
            cut_off = "prematurely" in poured.report or "partial file" in poured.report
            if cut_off or poured.status:
                raise SoundError("damaged", last_line)
        elif "matches no streams" in poured.report:
            raise SoundError("empty", "a file without a sound track")
        elif poured.status:
            raise SoundError("not_audio", last_line)

    def _pour(self, command: Sequence[str]) -> Poured:
        try:
            return pour(
                command,
                self._writer,
                most_bytes=_MOST_BYTES,
                deadline_s=self._deadline_s,
                cancelled=self._cancelled,
                grew=self._report,
            )
        except OSError as error:
            raise SoundError("unreadable", f"{command[0]} cannot be started: {error}") from error

    def _report(self, said: str) -> None:
        if self._progress is not None:
            total_ms = _facts(said).get("total_ms")
            known = total_ms if isinstance(total_ms, int) and total_ms > 0 else None
            self._progress(self._writer.length_ms, known)


def _check(source: Path) -> WaveSizes | None:
    """Refuse what need not be decoded to be refused; return a WAV file's sizes."""
    try:
        facts = source.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise SoundError("unreadable", "not a file")
        if facts.st_size == 0:
            raise SoundError("empty")
        return wave_sizes(source)
    except FileNotFoundError as error:
        raise SoundError("not_found", str(source)) from error
    except OSError as error:
        raise SoundError("unreadable", str(error)) from error


@contextlib.contextmanager
def _removed_unless_damaged(target: Path) -> Iterator[None]:
    try:
        yield
    except SoundError as error:
        if error.code not in ("damaged", "locked"):
            target.unlink(missing_ok=True)
        raise


def _facts(report: str) -> dict[str, Any]:
    """Return all that the decoder's lines say; ffmpeg's lines and halves of lines say nothing."""
    facts: dict[str, Any] = {}
    for line in report.splitlines():
        with contextlib.suppress(ValueError):
            found = json.loads(line)
            facts |= found if isinstance(found, dict) else {}
    return facts


def _needs_ffmpeg(source: Path) -> bool:
    with source.open("rb") as file:
        head = file.read(16)
    return any(head[place:].startswith(mark) for place, mark in _ONLY_FFMPEG_READS)


def _ffmpeg_arguments(source: Path) -> list[str]:
    return [
        *("-nostdin", "-hide_banner", "-loglevel", "error"),
        *("-max_alloc", str(_FFMPEG_MOST_ALLOCATED)),
        *("-protocol_whitelist", "file", "-format_whitelist", _FFMPEG_FORMATS),
        *("-i", f"file:{source}", "-map", "0:a:0", "-vn", "-sn", "-dn"),
        *("-ac", "1", "-ar", str(RATE), "-f", "s16le", "-"),
    ]


def _never() -> bool:
    return False
