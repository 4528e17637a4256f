"""Text on its way to and from the clipboard: plain, rich, and with its words' sound."""

import os

from PySide6.QtCore import QMimeData, QStringListModel

from speechdesk.domain.transcript import LINE, PARAGRAPH, Run
from speechdesk.ui.transcript_excerpt import Excerpt

RUNS_TYPE = "application/x-speechdesk-runs"
"""Says which copy this is, so that the editor it comes from knows the words of it again."""


class Copied:
    """What was copied last from the open take: pasted back into it, words keep their sound."""

    def __init__(self) -> None:
        self._key = b""
        self._excerpt = Excerpt(())

    def forget(self) -> None:
        """Another take is open: what was copied is text for it."""
        self._key = b""
        self._excerpt = Excerpt(())

    def to_mime(self, excerpt: Excerpt, *, rich: bool) -> QMimeData:
        """Return `excerpt` for the clipboard."""
        self._key = os.urandom(16)
        self._excerpt = excerpt
        text = excerpt.text
        data = _made_by_qt()
        data.setText(text.replace(PARAGRAPH, "\n"))
        if rich:
            data.setHtml(_html(text))
        data.setData(RUNS_TYPE, self._key)
        return data

    def is_in(self, data: QMimeData | None) -> bool:
        """Whether `data` is what was copied last."""
        return (
            data is not None and bool(self._key) and bytes(data.data(RUNS_TYPE).data()) == self._key
        )

    def from_mime(self, data: QMimeData) -> tuple[Run, ...]:
        """Return what is to be inserted."""
        if self.is_in(data):
            return self._excerpt.runs
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
