"""Transcripts for tests: segments from words, and the state of an editor drawn as text.

A drawing shows the caret as |, a selection as {…} with the caret outside its braces, the partial
as [word] at its place, [below: …] under its paragraph or [strip: …] beside it, blocks line by line.
"""

from collections.abc import Sequence

from PySide6.QtGui import QTextCursor

from speechdesk.domain.events import Alternative, Segment, Word
from speechdesk.domain.transcript import Block, Document, Run, runs_of
from speechdesk.ui.partial_overlay import Place
from speechdesk.ui.transcript_view import TranscriptView

WORD_MS = 300


def said(
    text: str,
    at: int = 0,
    *,
    doubtful: Sequence[str] = (),
    alternatives: Sequence[str] = (),
) -> Segment:
    """A segment whose words take 300 ms each, from `at` milliseconds on."""
    words = tuple(
        Word(word, at + number * WORD_MS, WORD_MS, 0.3 if word in doubtful else 0.9)
        for number, word in enumerate(text.split())
    )
    return Segment(
        text,
        at,
        len(words) * WORD_MS,
        "en-US",
        0.9,
        words,
        tuple(Alternative(each) for each in alternatives),
    )


def show(view: TranscriptView, *segments: Segment) -> None:
    """Load a take of one block for each segment, whose ids are 1, 2, 3…"""
    numbered = dict(enumerate(segments, start=1))
    blocks = tuple(Block(each, runs_of(each, segment)) for each, segment in numbered.items())
    view.load(Document(blocks, len(blocks)), numbered)


def drawn(view: TranscriptView) -> str:
    """Draw text, caret, selection and partial."""
    caret = view.textCursor()
    marks = [(caret.position(), "|")]
    if caret.hasSelection():
        ends = [(caret.selectionStart(), "{"), (caret.selectionEnd(), "}")]
        marks = [*ends, *marks] if caret.position() > caret.anchor() else [*marks, *ends]
    partial = view.partial
    if partial.place is not Place.NOWHERE:
        block = view.document().findBlock(view.insertion_cursor().selectionEnd())
        if partial.place is Place.MARK:
            marks.append(
                (view.insertion_cursor().selectionEnd(), f"[{block.layout().preeditAreaText()}]")
            )
        else:
            name = partial.place.value
            marks.append((block.position() + block.length() - 1, f"[{name}: {partial.text}]"))
    text = view.document().toRawText().encode("utf-16-le")
    pieces, done = [], 0
    for position, mark in sorted(marks, key=lambda each: each[0]):
        pieces += [text[2 * done : 2 * position].decode("utf-16-le"), mark]
        done = position
    pieces.append(text[2 * done :].decode("utf-16-le"))
    return "".join(pieces).replace("\u2029", "\n").replace("\u2028", "↵")


def words_of(view: TranscriptView) -> str:
    """Draw the text with each spoken word as word⁽segment.index⁾, a line for each block."""
    document = view.document()
    lines = []
    for number in range(document.blockCount()):
        runs = document.runs(document.findBlockByNumber(number))
        lines.append("".join(_run(run) for run in runs))
    return "\n".join(lines)


def _run(run: Run) -> str:
    return run.text if run.word is None else f"{run.text}<{run.word.segment_id}.{run.word.index}>"


def place_caret(view: TranscriptView, after: str = "", select: str = "") -> None:
    """Put the caret behind the text `after`, or select the text `select`."""
    text = view.document().toRawText()
    start = text.index(select) if select else text.index(after) + len(after)
    caret = QTextCursor(view.document())
    caret.setPosition(_units(text[:start]))
    caret.setPosition(_units(text[:start] + select), QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(caret)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
