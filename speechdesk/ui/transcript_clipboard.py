"""Text on its way to and from the clipboard: plain, rich, and with its words' sound."""

import html
import json
from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QStringListModel

from speechdesk.domain.transcript import LINE, PARAGRAPH, Run, WordRef, joined, text_of

RUNS_TYPE = "application/x-speechdesk-runs+json"
"""Runs of one take: pasted back into it, words keep their sound."""


def to_mime(runs: Sequence[Run], take_key: str, *, rich: bool = True) -> QMimeData:
    """Return `runs` in all forms; `take_key` says to which loaded take their words belong."""
    data = _made_by_qt()
    text = text_of(runs)
    data.setText(text.replace(PARAGRAPH, "\n"))
    if rich:
        data.setHtml(_html(text))
    rows = [
        [run.text, run.word.segment_id, run.word.index] if run.word else [run.text] for run in runs
    ]
    data.setData(RUNS_TYPE, json.dumps({"take": take_key, "runs": rows}).encode())
    return data


def from_mime(data: QMimeData, take_key: str) -> tuple[Run, ...]:
    """Return what is to be inserted; words only if they are of the same take."""
    if data.hasFormat(RUNS_TYPE):
        runs = _decoded(bytes(data.data(RUNS_TYPE).data()), take_key)
        if runs is not None:
            return runs
    text = data.text().replace("\r\n", "\n").replace("\r", "\n").replace("\n", PARAGRAPH)
    text = text.replace("\u2028", "\n").replace("\x00", "").replace("\ufffc", "")
    return (Run(text),) if text else ()


def _decoded(data: bytes, take_key: str) -> tuple[Run, ...] | None:
    """Return the runs of `take_key` in `data`, None if they are another take's or damaged."""
    try:
        content = json.loads(data)
        if content["take"] != take_key:
            return None
        return joined(_run(*row) for row in content["runs"])
    except (ValueError, KeyError, TypeError):
        return None


def _run(text: str, segment_id: int | None = None, index: int = 0) -> Run:
    if not isinstance(text, str):
        raise TypeError("a run without text")
    return Run(text, None if segment_id is None else WordRef(int(segment_id), int(index)))


def _made_by_qt() -> QMimeData:
    """Return empty data that Qt made itself.

    The clipboard may outlive the interpreter, which Qt then asks to delete what it made: a crash.
    """
    model = QStringListModel([""])
    data = model.mimeData([model.index(0)])
    data.clear()
    return data


def _html(text: str) -> str:
    paragraphs = (html.escape(each, quote=False) for each in text.split(PARAGRAPH))
    return "".join(f"<p>{each.replace(LINE, '<br>')}</p>" for each in paragraphs)
