"""packaging/run.sh on a checkout whose .venv is a stand-in: what it starts, installs and says."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("bash", "dirname", "flock", "mktemp", "rm", "sed", "sha256sum", "tail", "tee")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux only")


class Checkout:
    """A folder with the scripts, and a .venv whose python and speechdesk only say what they get."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.tools = root.parent / "tools"
        shutil.copytree(ROOT / "packaging", root / "packaging")
        shutil.copy(ROOT / "pyproject.toml", root)
        self._write(".venv/bin/speechdesk", 'echo "$PWD|$*"')
        self._write(".venv/bin/python", 'echo "$*" >>"$(dirname "$0")/../installed"')
        self.tools.mkdir()
        for name in TOOLS:
            (self.tools / name).symlink_to(shutil.which(name) or name)

    def run(self, *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run it where there is neither dpkg nor apt: as on another distribution."""
        return subprocess.run(
            ["bash", self.root / "packaging/run.sh", *words],
            cwd=folder,
            env={"PATH": str(self.tools), "HOME": str(folder)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )

    @property
    def installed(self) -> str:
        file = self.root / ".venv/installed"
        return file.read_text() if file.exists() else ""

    def _write(self, name: str, command: str) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{command}\n")
        file.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "check out")


def test_first_it_says_and_installs_what_is_missing(checkout: Checkout, tmp_path: Path) -> None:
    ran = checkout.run(folder=tmp_path)

    assert ran.returncode == 0, ran.stderr
    assert "will install the Python packages" in ran.stderr
    assert "MB" in ran.stderr
    assert "dnf install python3 portaudio" in ran.stderr
    assert "pacman -S --needed python portaudio" in ran.stderr
    assert f"--editable {checkout.root}" in checkout.installed


def test_then_it_only_starts_the_program_where_the_caller_is(
    checkout: Checkout, tmp_path: Path
) -> None:
    checkout.run(folder=tmp_path)
    installed = checkout.installed

    ran = checkout.run("transcribe", "my file.wav", "--format", "srt", folder=tmp_path)

    assert ran.stdout == f"{tmp_path}|transcribe my file.wav --format srt\n"
    assert ran.stderr == ""
    assert checkout.installed == installed


@pytest.mark.parametrize("change", ["pyproject", "moved"])
def test_it_installs_again_when_that_is_needed(
    checkout: Checkout, tmp_path: Path, change: str
) -> None:
    checkout.run(folder=tmp_path)
    if change == "pyproject":
        with (checkout.root / "pyproject.toml").open("a") as file:
            file.write("# one dependency more\n")
    else:
        checkout.root = checkout.root.rename(tmp_path / "moved")

    ran = checkout.run("--version", folder=tmp_path)

    assert ran.stdout == f"{tmp_path}|--version\n"
    assert f"--editable {checkout.root}" in checkout.installed.splitlines()[-1]


def test_a_failed_installation_says_why_and_is_tried_again(
    checkout: Checkout, tmp_path: Path
) -> None:
    python = checkout.root / ".venv/bin/python"
    works = python.read_text()
    python.write_text('#!/bin/sh\n[ "$1" = -c ] || { echo "no such network"; exit 1; }\n')

    ran = checkout.run(folder=tmp_path)

    assert ran.returncode == 1
    assert ran.stdout == ""
    assert "no such network" in ran.stderr

    python.write_text(works)
    assert checkout.run(folder=tmp_path).returncode == 0
