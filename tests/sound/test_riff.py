"""Headers of WAV files."""

import struct
from pathlib import Path

import pytest

from speechdesk.sound.riff import WaveSizes, wave_sizes


def chunk(name: bytes, content: bytes, length: int | None = None) -> bytes:
    return struct.pack("<4sI", name, len(content) if length is None else length) + content


def wav(*chunks: bytes) -> bytes:
    body = b"WAVE" + b"".join(chunks)
    return struct.pack("<4sI", b"RIFF", len(body)) + body


FORMAT = chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 16_000, 32_000, 2, 16))
SOUND = bytes(10_000)


@pytest.mark.parametrize(
    ("content", "sizes", "complaint"),
    [
        (wav(FORMAT, chunk(b"data", SOUND)), WaveSizes(10_000, 10_000, False), ""),
        (wav(chunk(b"LIST", b"odd"), b"\0", FORMAT, chunk(b"data", SOUND)),
         WaveSizes(10_000, 10_000, False), ""),
        (wav(FORMAT, chunk(b"data", SOUND), chunk(b"LIST", SOUND)),
         WaveSizes(10_000, 20_008, False), ""),
        (wav(FORMAT, chunk(b"data", SOUND, 10_044)), WaveSizes(10_044, 10_000, False), ""),
        (wav(FORMAT, chunk(b"data", SOUND, 20_000)), WaveSizes(20_000, 10_000, False), "promises"),
        (wav(FORMAT, chunk(b"data", SOUND, 2000)), WaveSizes(2000, 10_000, True), "more follows"),
        (wav(FORMAT, chunk(b"data", SOUND, 0)), WaveSizes(0, 10_000, True), ""),
        (wav(FORMAT, chunk(b"data", SOUND, 2**32 - 1)), WaveSizes(2**32 - 1, 10_000, False), ""),
        (wav(FORMAT), None, ""),
        (wav(chunk(b"fmt ", b"", 2**32 - 1)), None, ""),
        (b"RIFF", None, ""),
        (b"FORM" + bytes(100), None, ""),
    ],
)  # fmt: skip
def test_what_a_header_says(
    tmp_path: Path, content: bytes, sizes: WaveSizes | None, complaint: str
) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    found = wave_sizes(path)
    assert found == sizes
    assert complaint in (found.mismatch if found else "")
