"""Where SpeechDesk keeps what it writes, and how a folder of it is made and kept."""

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one home; nothing is created before it is needed."""

    config: Path
    data: Path
    logs: Path

    @property
    def settings_file(self) -> Path:
        return self.config / "settings.toml"

    @property
    def window_file(self) -> Path:
        return self.config / "window.json"

    @property
    def history_file(self) -> Path:
        return self.data / "history.sqlite3"

    @property
    def recordings(self) -> Path:
        return self.data / "recordings"

    @property
    def usage_file(self) -> Path:
        return self.data / "usage.json"

    @property
    def log_file(self) -> Path:
        return self.logs / "speechdesk.log"


def home(directory: Path | None = None) -> Home:
    """Return the home below `directory`, or the user's own folders of this system."""
    if directory is not None:
        root = directory.expanduser().absolute()
        return Home(config=root, data=root, logs=root / "logs")
    import platformdirs

    folders = platformdirs.PlatformDirs("speechdesk", appauthor=False)
    return Home(
        config=Path(folders.user_config_dir),
        data=Path(folders.user_data_dir),
        logs=Path(folders.user_log_dir),
    )


def private_folder(path: Path) -> Path:
    """Create `path` and its parents; only the user may look into it. Raises OSError."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except FileExistsError as error:  # which says the opposite of what is wrong
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path)) from error
    return path


def sync_folder(folder: Path, fsync: Callable[[int], None] = os.fsync) -> None:
    """Make the names in `folder` survive a loss of power. Raises OSError.

    Windows opens no folder, and needs no such thing for a name to last.
    """
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fsync(descriptor)
    finally:
        os.close(descriptor)
