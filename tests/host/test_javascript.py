"""An independent client: the JavaScript Speech SDK."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.host.speech import spoken
from tests.hosts import script_host

_PACKAGE = "microsoft-cognitiveservices-speech-sdk"
_DEADLINE_S = 60


def test_the_javascript_sdk_gets_its_phrases(tmp_path: Path) -> None:
    if shutil.which("node") is None:
        pytest.skip("needs the JavaScript SDK, and node: install the package nodejs")
    if subprocess.run(
        ["node", "-e", f"require.resolve('{_PACKAGE}')"], capture_output=True
    ).returncode:
        pytest.skip(f"needs the JavaScript SDK: npm package {_PACKAGE}, in NODE_PATH")
    sound = spoken("hello world the weather is nice today", tmp_path / "weather.wav")
    phrases = [
        {"at_ms": 200, "end_ms": 1500, "text": "Hello world."},
        {"at_ms": 1700, "end_ms": 2500, "text": "The weather is nice today."},
    ]
    with script_host({"phrases": phrases}) as host:
        client = Path(__file__).with_name("console_client.js")
        done = subprocess.run(
            ["node", str(client), host.url, host.key, str(sound)],
            capture_output=True,
            text=True,
            timeout=_DEADLINE_S,
        )

    assert done.stderr == ""
    assert done.stdout.splitlines() == ["Hello world.", "The weather is nice today."]
