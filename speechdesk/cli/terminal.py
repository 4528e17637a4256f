"""What the user is told on standard error: lines that stay, and one that says how things go."""

import contextlib
import shutil
import sys
import unicodedata


def say(text: str) -> None:
    """Tell the user `text`, in a line.

    One that cannot be written, as where a log's disk is full, must not cost a result.
    """
    with contextlib.suppress(OSError):
        print(f"speechdesk: {printable(text)}", file=sys.stderr, flush=True)


class StatusLine:
    """A line on standard error that is replaced by the next; nothing where it is no terminal.

    Take it away by `clear` before anything else is written, on either output.
    """

    def __init__(self) -> None:
        self._shown = ""

    def show(self, text: str) -> None:
        """Show the end of `text`, as much as fits; "" takes the line away."""
        if text == self._shown or not sys.stderr.isatty():
            return
        fitting = _last_cells(printable(text), shutil.get_terminal_size().columns - 1)
        print(f"\r\x1b[K{fitting}", end="", file=sys.stderr, flush=True)
        self._shown = text

    def clear(self) -> None:
        """Take the line away."""
        self.show("")


def printable(text: str) -> str:
    """Return `text` on one line, without what a terminal would obey."""
    return "".join(each if each.isprintable() or _is_byte(each) else " " for each in text).strip()


def _is_byte(character: str) -> bool:
    """Whether it stands for a byte of a file's name that is no text; stderr writes its number."""
    return "\udc80" <= character <= "\udcff"


def _last_cells(text: str, cells: int) -> str:
    """Return the end of `text` that takes up at most `cells`: East Asian characters take two."""
    start = len(text)
    while start > 0:
        cells -= 2 if unicodedata.east_asian_width(text[start - 1]) in "WF" else 1
        if cells < 0:
            break
        start -= 1
    return text[start:]
