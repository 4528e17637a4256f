"""The last line of a terminal, where it is said how things go."""

import shutil
import sys
import unicodedata


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
    return "".join(each if each.isprintable() else " " for each in text).strip()


def _last_cells(text: str, cells: int) -> str:
    """Return the end of `text` that takes up at most `cells`: East Asian characters take two."""
    start = len(text)
    while start > 0:
        cells -= 2 if unicodedata.east_asian_width(text[start - 1]) in "WF" else 1
        if cells < 0:
            break
        start -= 1
    return text[start:]
