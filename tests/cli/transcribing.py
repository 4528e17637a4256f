"""What the tests of `transcribe` share: calls of it, sound files and scripts."""

import os
import subprocess
import sys
import wave
from pathlib import Path

from tests.hosts import ScriptHost

HELLO = {"at_ms": 200, "end_ms": 900, "text": "Hello there."}
BYE = {"at_ms": 1200, "end_ms": 1800, "text": "Good bye."}
TWO_PHRASES = {"phrases": [HELLO, BYE]}


def speechdesk(
    home: Path, *words: str, host: ScriptHost | None = None, cwd: Path | None = None
) -> "subprocess.CompletedProcess[str]":
    service = ["--url", host.url, "--key-stdin"] if host is not None else []
    return subprocess.run(
        [sys.executable, "-m", "speechdesk", "transcribe", "--home", str(home), *words, *service],
        input=f"{host.key}\n" if host is not None else None,
        capture_output=True,
        text=True,
        timeout=110,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
    )


def sound_file(path: Path, pcm: bytes = b"\x00\x01" * 32_000, rate: int = 16_000) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm)
    return path


def long_sound_file(path: Path) -> Path:
    """Make a file of six hours that takes next to no room on the disk."""
    sound_file(path)
    seconds = 6 * 3600
    with path.open("r+b") as file:
        file.truncate(44 + seconds * 32_000)
        for place, size in ((4, 36 + seconds * 32_000), (40, seconds * 32_000)):
            file.seek(place)
            file.write(size.to_bytes(4, "little"))
    return path
