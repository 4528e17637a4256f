"""The applications menu entry, checked by the tools that desktops' own packagers use."""

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from speechdesk import __version__
from speechdesk.desktop_entry import APP_ID, entry_text, find_program, install_desktop
from speechdesk.errors import DesktopEntryError
from speechdesk.resources import resource

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux only")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    return an_executable(tmp_path / "bin/speechdesk")


def an_executable(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def check(package: str, *command: str) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"needs the package {package}")
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def read_entry(path: Path) -> configparser.ConfigParser:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(path)
    return entry


def test_everything_is_written_below_the_data_folder(tmp_path: Path, program: Path) -> None:
    data = tmp_path / "data"

    written = install_desktop(data, program)

    assert {file.relative_to(data).as_posix() for file in written} == {
        f"applications/{APP_ID}.desktop",
        f"metainfo/{APP_ID}.metainfo.xml",
        f"icons/hicolor/scalable/apps/{APP_ID}.svg",
        f"icons/hicolor/48x48/apps/{APP_ID}.png",
        f"icons/hicolor/128x128/apps/{APP_ID}.png",
        f"icons/hicolor/256x256/apps/{APP_ID}.png",
    }
    assert all(file.stat().st_size > 0 for file in written)
    assert install_desktop(data, program) == written, "a second time replaces them"


def test_entry_is_valid_and_starts_the_program(tmp_path: Path, program: Path) -> None:
    install_desktop(tmp_path, program)
    path = tmp_path / f"applications/{APP_ID}.desktop"

    check("desktop-file-utils", "desktop-file-validate", str(path))
    entry = read_entry(path)
    assert entry["Desktop Entry"]["Exec"] == f'"{program}" %F'
    assert entry["Desktop Entry"]["TryExec"] == str(program)
    assert entry["Desktop Entry"]["Icon"] == APP_ID
    assert entry["Desktop Action record"]["Exec"] == f'"{program}" --toggle'


def test_metainfo_is_valid_beside_its_entry(tmp_path: Path, program: Path) -> None:
    install_desktop(tmp_path / "share", program)

    check(
        "appstream",
        "appstreamcli",
        "validate",
        "--no-net",
        str(tmp_path / f"share/metainfo/{APP_ID}.metainfo.xml"),
    )


def test_metainfo_names_this_version() -> None:
    text = resource(f"desktop/{APP_ID}.metainfo.xml").read_text()
    assert f'<release version="{__version__}"' in text


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/opt/my programs/speechdesk", r'"/opt/my programs/speechdesk" %F'),
        ("/opt/100%/speechdesk", r'"/opt/100%%/speechdesk" %F'),
        ('/opt/a"b`c$d/speechdesk', r'"/opt/a\\"b\\`c\\$d/speechdesk" %F'),
        (r"/opt/a\b/speechdesk", r'"/opt/a\\\\b/speechdesk" %F'),
    ],
)
def test_awkward_paths_are_quoted_as_the_format_wants(
    tmp_path: Path, path: str, written: str
) -> None:
    template = resource(f"desktop/{APP_ID}.desktop").read_text()
    file = tmp_path / f"{APP_ID}.desktop"

    file.write_text(entry_text(template, Path(path)))

    assert read_entry(file)["Desktop Entry"]["Exec"] == written
    check("desktop-file-utils", "desktop-file-validate", str(file))


def test_a_link_stays_a_link(tmp_path: Path, program: Path) -> None:
    """Pipx starts the program by a link that outlives an update of what it points at."""
    link = tmp_path / ".local/bin/speechdesk"
    link.parent.mkdir(parents=True)
    link.symlink_to(program)

    assert find_program([str(link)], Path(sys.executable)) == link


def test_the_program_beside_python_is_found_when_started_as_a_module(
    tmp_path: Path, program: Path
) -> None:
    started = tmp_path / "site-packages/speechdesk/__main__.py"
    assert find_program([str(started)], program.with_name("python")) == program


def test_the_windows_starter_leads_to_the_program(tmp_path: Path, program: Path) -> None:
    started = an_executable(program.with_name("speechdesk-gui"))
    assert find_program([str(started)], tmp_path / "python") == program


def test_no_program_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DesktopEntryError, match="no_program"):
        find_program([str(tmp_path / "elsewhere/x.py")], tmp_path / "python")


def test_another_system_is_said(tmp_path: Path, program: Path) -> None:
    with pytest.raises(DesktopEntryError, match="not_linux"):
        install_desktop(tmp_path, program, system="darwin")


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, program: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DesktopEntryError, match="unwritable"):
        install_desktop(tmp_path / "file", program)


def test_the_command_writes_to_the_users_own_folder_and_lists_it(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "speechdesk", "--install-desktop"],
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    assert str(tmp_path / f"applications/{APP_ID}.desktop") in ran.stdout.splitlines()
