"""`speechdesk settings`, as scripts use it, with a real keyring where keys are concerned."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.keyring_daemon import keyring_session

KEY = "0123456789abcdef0123456789abcdef"


def settings(
    home: Path, *words: str, stdin: str = "", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "speechdesk", "settings", "--home", str(home), *words],
        input=stdin,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
    )


def test_what_is_set_is_got_and_listed(tmp_path: Path) -> None:
    done = settings(tmp_path, "set", "text_size", "20")
    assert (done.returncode, done.stdout, done.stderr) == (0, "text_size = 20\n", "")
    assert settings(tmp_path, "get", "text_size").stdout == "20\n"
    assert "text_size = 20\n" in settings(tmp_path, "list").stdout
    listed = json.loads(settings(tmp_path, "--json", "list").stdout)
    assert listed["version"] == 1
    assert listed["settings"]["text_size"] == 20
    assert listed["settings"]["service"] == "local"
    got = json.loads(settings(tmp_path, "get", "pause_ms", "--json").stdout)
    assert got == {"version": 1, "name": "pause_ms", "value": None}


def test_home_stands_after_the_action_too(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "speechdesk", "settings", "paths", "--json", "--home", tmp_path],
        capture_output=True,
        text=True,
    )
    paths = json.loads(done.stdout)["paths"]
    assert paths["settings"] == str(tmp_path / "settings.toml")
    assert set(paths) == {"settings", "history", "recordings", "log"}
    assert all(path.startswith(str(tmp_path)) for path in paths.values())


def test_region_and_address_of_an_azure_resource_replace_each_other(tmp_path: Path) -> None:
    settings(tmp_path, "set", "service", "azure")
    settings(tmp_path, "set", "region", "West Europe")
    done = settings(tmp_path, "set", "url", "https://mine.cognitiveservices.azure.com/")
    assert done.stderr == "speechdesk: region was emptied, since url holds now\n"
    assert settings(tmp_path, "get", "region").stdout == "\n"


@pytest.mark.parametrize(
    ("name", "value", "doubted"),
    [
        ("language", "en-XX", True),
        ("language", "de-DE", False),
        ("region", "westeurop", True),
        ("region", "West Europe", False),
        ("region", "", False),
    ],
)
def test_what_is_not_known_is_taken_with_a_doubt(
    tmp_path: Path, name: str, value: str, doubted: bool
) -> None:
    done = settings(tmp_path, "set", name, value)
    doubt = f"speechdesk: “{value}” is not among the {name}s known to have Speech\n"
    assert (done.returncode, done.stderr) == (0, doubt if doubted else "")


@pytest.mark.parametrize(("service", "missing"), [("azure", "region or url"), ("container", "url")])
def test_a_key_needs_a_place_first(tmp_path: Path, service: str, missing: str) -> None:
    settings(tmp_path, "set", "service", service)
    done = settings(tmp_path, "set-key", "--key-stdin", stdin=KEY)
    assert done.returncode == 2
    assert done.stderr == f"speechdesk: {missing} of {service} is not set yet\n"


@pytest.mark.parametrize(
    "words",
    [
        ("set", "text_size", "big"),
        ("set", "nonsense", "1"),
        ("get", "nonsense"),
        ("set-key",),
        ("set-key", "--key-stdin"),
        ("delete-key",),
        ("frobnicate",),
        (),
    ],
)
def test_bad_usage_is_status_2_with_a_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = settings(tmp_path, *words, stdin=KEY)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_setting_a_value_in_a_damaged_file_says_what_became_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("text_size = 20\nlanguage = [")
    done = settings(tmp_path, "set", "theme", "dark")
    assert (done.returncode, done.stdout) == (0, "theme = dark\n")
    assert done.stderr.count("\n") == 1
    assert "damaged and was kept as .bak; the defaults hold" in done.stderr
    assert settings(tmp_path, "set", "theme", "light").stderr == ""


def test_a_bad_value_in_the_file_is_said_on_stderr_alone(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('text_size = "big"\n')
    done = settings(tmp_path, "get", "text_size")
    assert (done.returncode, done.stdout) == (0, "13\n")
    assert "text_size must be a whole number" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_key_goes_into_the_keyring_and_nowhere_else(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with keyring_session(tmp_path / "keyring") as environment:
        settings(home, "set", "service", "azure", environment=environment)
        settings(home, "set", "region", "westeurope", environment=environment)
        pasted = f"KEY 1 “{KEY}”\n"
        kept = settings(home, "set-key", "--key-stdin", stdin=pasted, environment=environment)
        assert kept.returncode == 0, kept.stderr
        assert kept.stdout == "The key is kept in the system's keyring for azure:westeurope.\n"
        assert _in_keyring(environment) == KEY
        deleted = settings(home, "--json", "delete-key", environment=environment)
        assert json.loads(deleted.stdout) == {
            "version": 1,
            "connection": "azure:westeurope",
            "key": "absent",
        }
        assert _in_keyring(environment) == "None"
    for path in home.rglob("*"):
        assert path.is_dir() or KEY.encode() not in path.read_bytes()


def test_without_a_keyring_it_says_how_to_get_one(tmp_path: Path) -> None:
    with keyring_session(tmp_path / "keyring") as environment:
        environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={tmp_path}/nothing"
        settings(tmp_path, "set", "service", "azure", environment=environment)
        settings(tmp_path, "set", "region", "westeurope", environment=environment)
        done = settings(
            tmp_path, "set-key", "--key-stdin", stdin=f"{KEY}\n", environment=environment
        )
    assert done.returncode == 1
    why, otherwise = done.stderr.splitlines()
    assert why.endswith("sudo apt install gnome-keyring")
    assert "--key-stdin" in otherwise and "SPEECH_KEY" in otherwise
    assert KEY not in done.stderr


@pytest.mark.parametrize("stdin", ["", "\n", '""\n'])
def test_no_key_on_stdin_is_bad_usage(tmp_path: Path, stdin: str) -> None:
    settings(tmp_path, "set", "service", "azure")
    settings(tmp_path, "set", "region", "westeurope")
    assert settings(tmp_path, "set-key", "--key-stdin", stdin=stdin).returncode == 2


def test_a_host_that_is_reached_unencrypted_gets_no_key(tmp_path: Path) -> None:
    settings(tmp_path, "set", "service", "container")
    settings(tmp_path, "set", "url", "ws://speech.example:5000")
    done = settings(tmp_path, "set-key", "--key-stdin", stdin=f"{KEY}\n")
    assert done.returncode == 2
    assert "unencrypted" in done.stderr


def _in_keyring(environment: dict[str, str]) -> str:
    code = (
        "from keyring.backends.SecretService import Keyring\n"
        "print(Keyring().get_password('SpeechDesk', 'azure:westeurope'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60
    )
    return done.stdout.strip()
