"""Puts SpeechDesk into the user's applications menu on a Linux desktop.

The entry also gives the program its identity there: desktops that guard global shortcuts and
notifications ask for a program that has one.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from speechdesk.atomic import write_atomically
from speechdesk.errors import DesktopEntryError
from speechdesk.resources import resource

APP_ID = "io.github.speechdesk.SpeechDesk"
_ICON_SIZES = (48, 128, 256)
_REFRESH_DEADLINE_S = 10.0


def install_desktop(
    data_folder: Path | None = None, program: Path | None = None, system: str = sys.platform
) -> list[Path]:
    """Write the menu entry, icons and metainfo below `data_folder` and return the files.

    `data_folder` is the user's own (XDG_DATA_HOME) if not given, `program` what the entry starts:
    the `speechdesk` that was started. Raises DesktopEntryError.
    """
    if system != "linux":
        raise DesktopEntryError("not_linux")
    target = data_folder if data_folder is not None else _user_data_folder()
    started = program if program is not None else find_program(sys.argv, Path(sys.executable))
    written = []
    try:
        for path, content in _contents(started):
            file = target / path
            file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(file, content, private=False)
            written.append(file)
    except OSError as error:
        raise DesktopEntryError("unwritable", f"{error.filename}: {error.strerror}") from error
    _refresh_menu(target / "applications")
    return written


def find_program(arguments: Sequence[str], executable: Path) -> Path:
    """Return the `speechdesk` that the user starts: a link stays a link, so that updates hold.

    `arguments` and `executable` are those of `sys`. Raises DesktopEntryError when there is none.
    """
    started = Path(arguments[0]).absolute()
    beside_python = executable.absolute().parent / "speechdesk"
    on_path = shutil.which("speechdesk")
    for candidate in (started.with_name("speechdesk"), beside_python, on_path):
        if candidate is not None and os.access(candidate, os.X_OK) and Path(candidate).is_file():
            return Path(candidate)
    raise DesktopEntryError("no_program")


def entry_text(template: str, program: Path) -> str:
    """Return the entry `template` with `program` in the place of its plain `speechdesk`."""
    lines = []
    for line in template.splitlines():
        key, equals, value = line.partition("=")
        if key == "TryExec":
            value = _string(str(program))
        elif key == "Exec":
            value = _string(_argument(str(program))) + value.removeprefix("speechdesk")
        lines.append(key + equals + value)
    return "\n".join(lines) + "\n"


def _argument(text: str) -> str:
    """Return `text` as one quoted word of an Exec line."""
    for special in '\\"`$':
        text = text.replace(special, "\\" + special)
    return f'"{text}"'.replace("%", "%%")


def _string(text: str) -> str:
    """Return `text` as the value of a key: the format's own escapes."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def _contents(program: Path) -> list[tuple[Path, bytes]]:
    template = resource(f"desktop/{APP_ID}.desktop").read_text(encoding="utf-8")
    icons = Path("icons/hicolor")
    return [
        (icons / "scalable/apps" / f"{APP_ID}.svg", resource("icons/speechdesk.svg").read_bytes()),
        *(
            (
                icons / f"{size}x{size}/apps" / f"{APP_ID}.png",
                resource(f"desktop/speechdesk-{size}.png").read_bytes(),
            )
            for size in _ICON_SIZES
        ),
        (
            Path(f"metainfo/{APP_ID}.metainfo.xml"),
            resource(f"desktop/{APP_ID}.metainfo.xml").read_bytes(),
        ),
        # Last, so that no desktop sees an entry whose icon is not there yet.
        (Path(f"applications/{APP_ID}.desktop"), entry_text(template, program).encode()),
    ]


def _user_data_folder() -> Path:
    chosen = os.environ.get("XDG_DATA_HOME", "")
    return Path(chosen) if Path(chosen).is_absolute() else Path.home() / ".local/share"


def _refresh_menu(applications: Path) -> None:
    """Let file managers know which sound files SpeechDesk opens; menus notice by themselves."""
    refresher = shutil.which("update-desktop-database")
    if refresher is None:
        return
    try:
        subprocess.run(
            [refresher, "-q", str(applications)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_REFRESH_DEADLINE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return  # the entry is written; only "Open with" comes later
