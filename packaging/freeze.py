"""Builds the frozen program into dist/speechdesk, in an environment made for it alone.

    python3 packaging/freeze.py        (Linux, Windows, macOS; Python 3.11 to 3.13)

What lies around in another environment would be packed too: so each build begins with a new one.
packaging/smoke_test.py tries the result on Linux.
"""

import os
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build/freeze"
PROGRAM = ROOT / "dist/speechdesk"


def run(*command: str | Path) -> None:
    print("+", *command, file=sys.stderr, flush=True)
    subprocess.run(command, check=True, cwd=ROOT)


def megabytes(folder: Path) -> int:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) // 1_000_000


def main() -> None:
    began = time.monotonic()
    environment = BUILD / "venv"
    venv.create(environment, clear=True, with_pip=True)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", ".[bundle]")
    run(
        *(python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"),
        *("--distpath", PROGRAM.parent, "--workpath", BUILD / "work"),
        ROOT / "packaging/speechdesk.spec",
    )
    seconds = round(time.monotonic() - began)
    print(f"{PROGRAM}: {megabytes(PROGRAM)} MB, built in {seconds} s")


if __name__ == "__main__":
    main()
