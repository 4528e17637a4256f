"""`speechdesk doctor` that is not waited for."""

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from speechdesk.domain.connection import Service
from speechdesk.settings.choices import SignIn
from speechdesk.settings.store import SettingsStore
from tests.virtual_microphone import wait_until

# Says that it has begun, and takes its time.
TOKEN_COMMAND = "import sys, time; open(sys.argv[1], 'w').close(); time.sleep(25)"


@pytest.mark.skipif(os.name != "posix", reason="Ctrl+C as POSIX sends it")
def test_ctrl_c_ends_it_at_once(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    command = shlex.join([sys.executable, "-c", TOKEN_COMMAND, str(begun)])
    SettingsStore(tmp_path / "settings.toml").change(
        {
            "service": Service.AZURE,
            "region": "westeurope",
            "sign_in": SignIn.COMMAND,
            "token_command": command,
        }
    )
    running = subprocess.Popen(
        [sys.executable, "-m", "speechdesk", "--home", str(tmp_path), "doctor"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until(begun.exists)
    running.send_signal(signal.SIGINT)
    try:
        assert running.communicate(timeout=20) == ("", "")
    finally:
        running.kill()
    assert running.returncode == 130
