"""Text on its way to and from the clipboard: plain, rich, and with its words' sound."""

import os
from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QStringListModel

from speechdesk.domain.transcript import LINE, PARAGRAPH, Run, text_of

RUNS_TYPE = "application/x-speechdesk-runs"
"""Says which copy this is, so that the editor it comes from knows the words of it again."""


class Copied:
    """What was copied last from the open take: pasted back into it, words keep their sound."""

    def __init__(self) -> None:
        self._key = b""
        self._runs: tuple[Run, ...] = ()

    def forget(self) -> None:
        """Another take is open: what was copied is text for it."""
        self._key = b""
        self._runs = ()

    def to_mime(self, runs: Sequence[Run], *, rich: bool) -> QMimeData:
        """Return `runs` for the clipboard."""
        self._key = os.urandom(16)
        self._runs = tuple(runs)
        text = text_of(runs)
        data = _made_by_qt()
        data.setText(text.replace(PARAGRAPH, "\n"))
        if rich:
            data.setHtml(_html(text))
        data.setData(RUNS_TYPE, self._key)
        return data

    def from_mime(self, data: QMimeData) -> tuple[Run, ...]:
        """Return what is to be inserted."""
        if self._key and bytes(data.data(RUNS_TYPE).data()) == self._key:
            return self._runs
        text = data.text().replace("\r\n", "\n").replace("\r", "\n").replace("\n", PARAGRAPH)
        text = text.replace("\u2028", LINE).replace("\x00", "").replace("\ufffc", "")
        return (Run(text),) if text else ()


def _made_by_qt() -> QMimeData:
    """Return empty data that Qt made itself.

    The clipboard may outlive the interpreter, which Qt then asks to delete what it made: a crash.
    """
    model = QStringListModel([""])
    data = model.mimeData([model.index(0)])
    data.clear()
    return data


def _html(text: str) -> str:
    import html  # knows every name of a sign, which the start of the window need not

    paragraphs = (html.escape(each, quote=False) for each in text.split(PARAGRAPH))
    return "".join(f"<p>{each.replace(LINE, '<br>')}</p>" for each in paragraphs)
