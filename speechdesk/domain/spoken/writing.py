"""Puts words and marks together: spaces, capitals, and marks that never double."""

from dataclasses import dataclass, field

from speechdesk.domain.spacing import needs_space
from speechdesk.domain.transcript import Run, WordRef

_SENTENCE_ENDS = frozenset(".?!")
_REPLACEABLE = frozenset(".,;:?!…")
_PAUSE_MARKS = frozenset(",;:")  # what the service hears in a pause around brackets
_OPENING = frozenset("([{“„«‘¿¡")
_TIGHT = frozenset("-/@_&#")  # no space on either side
_SPACED = frozenset("–—")
_TAIL = 40

SPACE = Run(" ")


@dataclass
class Writing:
    """The text that a phrase becomes, after `before`, which is the text that stands already."""

    before: str
    small_words: frozenset[str]
    runs: list[Run] = field(default_factory=list)
    drop: int = 0
    glued: bool = False  # no space before what comes next

    def __post_init__(self) -> None:
        # A tight mark at the end of the phrase before still joins what comes.
        self.glued = self.before[-1:] in _TIGHT

    @property
    def tail(self) -> str:
        """The end of the text so far."""
        fresh = "".join(run.text for run in self.runs[-_TAIL:])
        return (self._kept_before + fresh)[-_TAIL:]

    @property
    def _kept_before(self) -> str:
        return self.before[: len(self.before) - self.drop]

    def word(self, text: str, word: WordRef | None, *, as_is: bool = False) -> None:
        """Add a word. `as_is`: its capitals were asked for and are not touched."""
        if not as_is:
            text = self._with_capital(text)
        if not self.glued and needs_space(self.tail, text):
            self.runs.append(SPACE)
        self.glued = False
        self.runs.append(Run(text, word))

    def mark(self, mark: str) -> None:
        """Add a spoken mark; one that the service put in its place is replaced."""
        if mark in _REPLACEABLE:
            self._remove_mark()
            self.runs.append(Run(mark))
            self.glued = False
        elif mark in _SPACED:
            self._remove_mark(_PAUSE_MARKS)
            if self.tail and not self.tail[-1].isspace():
                self.runs.append(SPACE)
            self.runs.append(Run(mark))
            self.glued = False
        elif mark in _TIGHT:
            self._remove_mark()
            self.runs.append(Run(mark))
            self.glued = True
        else:
            self._remove_mark(_PAUSE_MARKS)
            if not self.glued and mark in _OPENING and needs_space(self.tail, mark):
                self.runs.append(SPACE)
            self.runs.append(Run(mark))
            self.glued = mark in _OPENING

    def line_break(self, text: str) -> None:
        """Add a line break or a tab, without a space before it."""
        self.runs.append(Run(text))
        self.glued = False

    def _remove_mark(self, marks: frozenset[str] = _REPLACEABLE) -> None:
        """Take away one of `marks` at the end, wherever it stands, and a space behind it."""
        for index in reversed(range(len(self.runs))):
            run = self.runs[index]
            self.runs[index] = Run(_without_mark(run.text, marks), run.word)
            if self.runs[index].text:
                return
        rest = self._kept_before
        self.drop += len(rest) - len(_without_mark(rest, marks))

    def _with_capital(self, text: str) -> str:
        """Begin sentences with a capital; do not begin one in the middle of another."""
        tail = self.tail.rstrip(" ")
        while tail[-1:] in _OPENING and tail:
            tail = tail[:-1].rstrip(" ")
        last = tail[-1:]
        if not tail or tail.endswith("\n\n") or last in _SENTENCE_ENDS:
            return text[:1].upper() + text[1:]
        inside = last in _REPLACEABLE or last.isalnum() or last in _SPACED
        word = text.rstrip(".,;:?!…")
        if inside and word.casefold() in self.small_words and word[1:] == word[1:].lower():
            return text[:1].lower() + text[1:]
        return text


def _without_mark(text: str, marks: frozenset[str]) -> str:
    if text.isspace() and text != " ":
        return text  # a line break ends the search
    kept = text.rstrip(" ")
    return kept[:-1] if kept[-1:] in marks and kept else text
