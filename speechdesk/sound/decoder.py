"""The child that decodes a file with libsndfile: broken files cost this process alone.

Its command line ends with the path. It writes 16 kHz mono 16-bit PCM to stdout; on stderr, which
libraries cannot reach, one JSON object a line: {"total_ms"} at first, {"code", "detail"} at the
end. Codes: "" (done), unknown_format, not_audio, too_long, damaged (what could be read is written).
"""

import json
import os
import sys
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from speechdesk.sound.recording import MOST_HOURS, RATE
from speechdesk.sound.resample import HIGHEST_RATE, LOWEST_RATE, Resampler

_BLOCK_SAMPLES = 4096  # a decoder's error takes the block along in which it happens
_LOSS = 0.9  # the part of the announced length that must be there; MP3 headers are not exact


def child_main() -> int:
    """Decode the file that the command line names."""
    pcm_descriptor, report_descriptor = os.dup(1), os.dup(2)
    null = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(null, descriptor)
    with (
        os.fdopen(pcm_descriptor, "wb", buffering=0) as pcm,
        os.fdopen(report_descriptor, "w", encoding="utf-8") as report,
    ):
        code, detail = _decode(sys.argv[-1], pcm, report)
        _tell(report, code=code, detail=detail)
    return 0


def _decode(path: str, pcm: IO[bytes], report: IO[str]) -> tuple[str, str]:
    import soundfile

    try:
        # As bytes where paths are bytes: a name need not be UTF-8.
        sound = soundfile.SoundFile(os.fsencode(path) if os.name == "posix" else path)
    except (soundfile.SoundFileError, TypeError) as error:
        # TypeError: RAW files, known by their name alone, need a rate and a format.
        return "unknown_format", str(error)
    with sound:
        if not LOWEST_RATE <= sound.samplerate <= HIGHEST_RATE:
            return "not_audio", f"a sample rate of {sound.samplerate} Hz"
        if sound.frames > MOST_HOURS * 3600 * sound.samplerate:
            return "too_long", f"more than {MOST_HOURS} hours"
        _tell(report, total_ms=sound.frames * 1000 // sound.samplerate)
        frames, failure = _pour(sound, soundfile.SoundFileError, pcm)
        if failure and not frames:
            return "not_audio", failure
        if failure or frames < _LOSS * sound.frames:
            return "damaged", failure or f"it ends after {frames} of {sound.frames} samples"
    return "", ""


def _pour(sound: Any, error_type: type[Exception], pcm: IO[bytes]) -> tuple[int, str]:
    """Write all of `sound`; return how many frames were read, and what ended it too early."""
    resampler = Resampler(sound.samplerate, RATE)
    block_frames = max(1, _BLOCK_SAMPLES // sound.channels)
    frames, failure = 0, ""
    while True:
        try:
            block = sound.read(block_frames, dtype="float32", always_2d=True)
        except error_type as error:
            failure = str(error) or "it cannot be decoded"
            break
        if not len(block):
            break
        frames += len(block)
        _write_all(pcm, resampler.process(_to_pcm(block), sound.channels))
    _write_all(pcm, resampler.flush())
    return frames, failure


def _to_pcm(samples: npt.NDArray[np.float32]) -> bytes:
    """16-bit files come out as they were; what is louder than full scale is clipped."""
    scaled = np.rint(np.nan_to_num(samples) * 32768)
    return np.clip(scaled, -32768, 32767).astype("<i2").tobytes()


def _write_all(pcm: IO[bytes], data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[pcm.write(rest) :]


def _tell(report: IO[str], **facts: object) -> None:
    report.write(json.dumps(facts) + "\n")
    report.flush()
