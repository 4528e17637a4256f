"""What cannot be built here is at least well formed, and says the same as the program."""

import json
import plistlib
import re
import subprocess
import sys
from pathlib import Path

from speechdesk import __version__
from speechdesk.cli.main import COMMANDS
from speechdesk.desktop_entry import APP_ID

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"


def test_macos_may_use_the_microphone() -> None:
    properties = plistlib.loads((PACKAGING / "macos/Info.plist").read_bytes())
    entitlements = plistlib.loads((PACKAGING / "macos/entitlements.plist").read_bytes())

    assert properties["NSMicrophoneUsageDescription"]
    assert entitlements["com.apple.security.device.audio-input"] is True


def test_icons_hold_a_picture_for_each_size() -> None:
    windows = (PACKAGING / "windows/speechdesk.ico").read_bytes()
    macos = (PACKAGING / "macos/speechdesk.icns").read_bytes()

    png = b"\x89PNG\r\n\x1a\n"
    assert windows.count(png) == int.from_bytes(windows[4:6], "little") == 7
    assert macos.count(png) == 6
    assert int.from_bytes(macos[4:8], "big") == len(macos)


def test_flatpak_installs_files_that_exist() -> None:
    manifest = json.loads((PACKAGING / f"flatpak/{APP_ID}.json").read_text())

    assert manifest["id"] == APP_ID
    commands = " ".join(manifest["modules"][-1]["build-commands"])
    commands = commands.replace("${FLATPAK_ID}", APP_ID).replace("$size", "48")
    named = re.findall(r"(?<= )resources/\S+", commands)
    assert len(named) == 4
    assert all((ROOT / name).is_file() for name in named)


def test_windows_installer_takes_files_that_exist() -> None:
    text = (PACKAGING / "windows/speechdesk.iss").read_text()

    assert (PACKAGING / "windows" / re.findall(r"SetupIconFile=(\S+)", text)[0]).is_file()
    assert APP_ID in text
    assert "licences\\terms.txt" in text


def test_no_definition_repeats_the_version() -> None:
    files = [
        path
        for folder in (PACKAGING, ROOT / ".github")
        for path in folder.rglob("*")
        if path.suffix in {".iss", ".json", ".plist", ".py", ".sh", ".spec", ".yml", ".1"}
    ]
    assert len(files) > 10
    version = re.compile(rf"(?<!Version=)\b{re.escape(__version__)}\b")
    assert [str(path) for path in files if version.search(path.read_text())] == []


def test_the_man_page_names_every_command() -> None:
    page = (PACKAGING / "linux/speechdesk.1").read_text()
    assert [name for name in COMMANDS if not re.search(rf"^\.BI? {name}\b", page, re.M)] == []


def test_licence_texts_are_collected(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, str(PACKAGING / "licences.py"), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ran.returncode == 0, ran.stderr
    assert "LGPL-3.0.txt" in next(tmp_path.glob("PySide6_Essentials-*")).read_text()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in next(tmp_path.glob("soxr-*")).read_text()
    page = (tmp_path / "terms.txt").read_text()
    assert "MICROSOFT SOFTWARE LICENSE TERMS" in page
    assert "libMicrosoft.CognitiveServices.Speech.core.so" in page  # the REDIST list
    assert "\ufffd" not in page
