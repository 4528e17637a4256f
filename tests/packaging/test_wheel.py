"""The wheel, built from the checkout and from its sdist, installed elsewhere and run there."""

import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from speechdesk import __version__

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str | Path, folder: Path, deadline_s: int = 100) -> str:
    ran = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=deadline_s,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def build(kind: str, source: Path, target: Path) -> Path:
    run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", target, folder=source)
    (built,) = target.iterdir()
    return built


def packed_resources(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment that holds the wheel.

    Its libraries are those of the environment that runs the tests; SpeechDesk itself is its own.
    """
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "venv", with_pip=False)
    programs = folder / "venv/bin"
    run(
        *(sys.executable, "-m", "pip", "--python", programs / "python", "install"),
        *("--quiet", "--no-deps", "--no-index", wheel),
        folder=folder,
    )
    (own_packages,) = (folder / "venv/lib").glob("python*/site-packages")
    (own_packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return programs


def test_programs_run_from_another_folder(installed: Path, tmp_path: Path) -> None:
    said = run(installed / "speechdesk", "--version", folder=tmp_path)
    assert said == f"speechdesk {__version__}\n"
    assert (installed / "speechdesk-gui").is_file()


def test_resources_travel_whole(installed: Path, tmp_path: Path) -> None:
    code = "from speechdesk.resources import resource; print(resource('.'))"
    folder = Path(run(installed / "python", "-c", code, folder=tmp_path).strip())

    assert folder.is_relative_to(installed.parent)
    assert packed_resources(folder) == packed_resources(ROOT / "resources")


def test_a_file_becomes_text(installed: Path, tmp_path: Path) -> None:
    if shutil.which("flite") is None:
        pytest.skip("needs the package flite")
    words = "please open the window and close the door"
    run("flite", "-voice", "rms", "-t", words, "-o", "said.wav", folder=tmp_path)

    text = run(
        *(installed / "speechdesk", "transcribe", "said.wav"),
        *("--service", "local", "--home", tmp_path / "home"),
        folder=tmp_path,
    )

    assert words in text.lower()


def test_the_sdist_holds_all_that_the_wheel_needs(wheel: Path, tmp_path: Path) -> None:
    sdist = build("sdist", ROOT, tmp_path / "sdist")
    run("tar", "-xf", sdist, folder=tmp_path)
    again = build("wheel", tmp_path / sdist.name.removesuffix(".tar.gz"), tmp_path / "again")

    with zipfile.ZipFile(wheel) as first, zipfile.ZipFile(again) as second:
        assert first.namelist() == second.namelist()
