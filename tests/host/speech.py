"""Speech made for tests: Flite's `rms` voice, which pocketsphinx understands word for word."""

import shutil
import subprocess
from pathlib import Path

import pytest


def spoken(text: str, path: Path) -> Path:
    """Write `text`, spoken, to the WAV file `path` (16 kHz mono); skips where Flite is missing."""
    if shutil.which("flite") is None:
        pytest.skip("needs the package flite")
    subprocess.run(["flite", "-voice", "rms", "-t", text, "-o", str(path)], check=True)
    return path


def needs_pocketsphinx() -> None:
    """Skip the test where recognition on this computer has no engine."""
    pytest.importorskip("pocketsphinx", reason="needs the package pocketsphinx")
