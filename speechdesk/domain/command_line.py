"""A command line that a user wrote, taken apart as a shell would, without being given to one."""

import shlex
import sys


def split(text: str, *, windows: bool = sys.platform == "win32") -> list[str]:
    """Return program and arguments of `text`. Raises ValueError where a quote is not closed."""
    if not windows:
        return shlex.split(text)
    # A backslash separates folders there; quotes only hold an argument together.
    return [part.replace('"', "") for part in shlex.split(text, posix=False)]
