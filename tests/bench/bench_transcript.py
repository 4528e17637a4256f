"""What an event costs in an empty take, in one of 100,000 words, and in a bare QTextEdit.

Run `python -m tests.bench.bench_transcript`. An event is the call and all that Qt does for it
until it is painted. The three are measured in turns in one run, so that what else the machine
does falls on all of them; the figures to look at are the ratios.
"""

import gc
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from statistics import median, quantiles

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit

from speechdesk.domain.events import Segment, Word
from speechdesk.domain.transcript import Document, append_segments
from speechdesk.settings.choices import Theme as Appearance
from speechdesk.ui.theme import Theme
from speechdesk.ui.transcript_view import TranscriptView

SENTENCE = (
    "from Monday the lift in the east stairwell will be out of order while the motor is replaced"
)
WORDS = SENTENCE.split()
WORD_MS = 300
SEGMENT_WORDS = 15
TAKE_WORDS = 100_000
ROUNDS = 5
FINALS = 20
PARTIALS = 8  # before each final

Times = dict[str, list[float]]


def segment(offset_ms: int) -> Segment:
    """A phrase of 15 words."""
    words = tuple(
        Word(WORDS[number % len(WORDS)], offset_ms + number * WORD_MS, WORD_MS, 0.9)
        for number in range(SEGMENT_WORDS)
    )
    text = " ".join(word.text for word in words)
    return Segment(text, offset_ms, SEGMENT_WORDS * WORD_MS, "en-US", 0.9, words)


def take(words: int) -> tuple[Document, dict[int, Segment]]:
    """A take as the history holds it, in blocks as long as they may be."""
    segments = {
        number: segment(number * SEGMENT_WORDS * WORD_MS)
        for number in range(1, words // SEGMENT_WORDS + 1)
    }
    return append_segments(Document(), segments.items(), None), segments


def one_turn() -> None:
    """Let Qt do what is waiting: timers that are due, layout, paint."""
    loop = QEventLoop()
    QTimer.singleShot(0, loop.quit)
    loop.exec()


def spent(work: Callable[[], object]) -> float:
    """Milliseconds until `work` is done and painted."""
    start = time.perf_counter()
    work()
    one_turn()
    return (time.perf_counter() - start) * 1000


def opened(theme: Theme, document: Document, segments: dict[int, Segment]) -> TranscriptView:
    view = TranscriptView(theme)
    view.resize(900, 600)
    view.show()
    one_turn()
    turns = [spent(lambda: view.load(document, segments))]
    while view.document().blockCount() < len(document.blocks):
        turns.append(spent(one_turn))
    if document.blocks:
        say(f"opened in {sum(turns):.0f} ms, longest turn {max(turns):.0f} ms")
    view.begin_dictation()
    return view


def dictate(view: TranscriptView, first_id: int, times: Times) -> None:
    """A paragraph of finals, partials before each, and some keys."""
    view.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClick(view, Qt.Key.Key_Return)
    for segment_id in range(first_id, first_id + FINALS):
        phrase = segment(segment_id * SEGMENT_WORDS * WORD_MS)
        words = phrase.text.split()
        for number in range(1, PARTIALS + 1):
            text = " ".join(words[: 2 * number])
            times["partial"].append(spent(partial(view.show_partial, text)))
        view.clear_partial()
        times["final"].append(spent(partial(view.insert_final, segment_id, phrase)))
        times["key"].append(spent(partial(QTest.keyClick, view, Qt.Key.Key_A)))


def dictate_bare(edit: QTextEdit, times: Times) -> None:
    """The same text as one insertion each, in an editor that knows nothing of words."""
    edit.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    text = " " + segment(0).text
    for _ in range(FINALS):
        times["final"].append(spent(lambda: edit.insertPlainText(text)))
        times["key"].append(spent(lambda: QTest.keyClick(edit, Qt.Key.Key_A)))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    application = QApplication([])
    theme = Theme(application, Appearance.LIGHT)
    document, segments = take(TAKE_WORDS)
    gc.freeze()  # the take's objects are the history's business, not an event's
    views = {
        "empty": opened(theme, Document(), {}),
        "100,000 words": opened(theme, document, segments),
    }
    bare = QTextEdit()
    bare.resize(900, 600)
    bare.show()
    measured: dict[str, Times] = {name: defaultdict(list) for name in (*views, "bare QTextEdit")}
    next_id = document.last_segment_id + 1
    for _ in range(ROUNDS):
        for name, view in views.items():
            dictate(view, next_id, measured[name])
        dictate_bare(bare, measured["bare QTextEdit"])
        next_id += FINALS
    for event in ("partial", "final", "key"):
        for name, times in measured.items():
            if times[event]:
                p99 = quantiles(times[event], n=100)[-1]
                say(f"{event:8} {name:15} median {median(times[event]):6.2f} ms, p99 {p99:6.2f} ms")
        ratio = median(measured["100,000 words"][event]) / median(measured["empty"][event])
        say(f"{event:8} 100,000 words / empty: {ratio:.2f}")


if __name__ == "__main__":
    main()
