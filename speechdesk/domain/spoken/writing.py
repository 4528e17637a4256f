"""Puts words and marks together: spaces, capitals, and marks that never double."""

from speechdesk.domain.spacing import OPENING, needs_space
from speechdesk.domain.spoken.tokens import MARKS, Token
from speechdesk.domain.spoken.vocabulary import Fit, Mark, SpokenVocabulary
from speechdesk.domain.transcript import LINE, PARAGRAPH, Run, WordRef, text_of

NARROW = "\u202f"
"""The narrow no-break space."""

_PAUSE_MARKS = ",;:"  # what the service hears in a pause: never right beside brackets and dashes
_BRACKETS = frozenset("([{)]}")
_TIGHT = frozenset("-/@_")
_SPACES = " \u00a0\u202f"
_TAIL = 40

SPACE = Run(" ")


class Writing:
    """The text that a phrase becomes, after `before`, which is the text that stands already.

    The service's own spaces and capitals stay between words that it wrote side by side.
    """

    def __init__(self, before: str, vocabulary: SpokenVocabulary) -> None:
        self._before = before
        self._vocabulary = vocabulary
        self._was_own = False  # whether the last thing written is the service's own word
        self._was_asked = False  # whether it is a mark that was said
        # A tight mark at the end of the phrase before still joins what comes.
        self.glued = before[-1:] in _TIGHT and not before[-2:-1].isspace()
        self.runs: list[Run] = []
        self.drop = 0

    def token(self, token: Token) -> None:
        """Write a word as the service did."""
        if self._was_own and not self.glued:
            self._put(Run(token.gap), Run(token.text, token.ref))
        elif LINE in token.gap:
            self._put(Run(token.gap.strip(_SPACES)), Run(token.text, token.ref))
        else:
            self._put_apart(self._with_capital(token.text), token.ref)
        self._was_own = True

    def word(self, text: str, ref: WordRef | None) -> None:
        """Write a word whose form was asked for."""
        self._put_apart(text, ref)

    def mark(self, mark: Mark) -> None:
        """Write a spoken mark; one that the service put in its place is replaced."""
        if mark.fit in (Fit.ENDING, Fit.TIGHT):
            self._strip(MARKS)
        elif mark.fit is Fit.SPACED or mark.text in _BRACKETS:
            self._strip(_PAUSE_MARKS)
        elif mark.fit is Fit.CLOSING:
            self._strip("")
        before = NARROW if mark.text in self._vocabulary.narrow_before else ""
        after = NARROW if mark.text in self._vocabulary.narrow_after else ""
        apart = mark.fit in (Fit.OPENING, Fit.SPACED) and not self.glued
        if apart and needs_space(self._tail, "x"):
            self._put(SPACE)
        self._put(Run(before + mark.text + after))
        self.glued = mark.fit in (Fit.OPENING, Fit.TIGHT)
        self._was_asked = True

    def sentence_end(self, marks: str) -> None:
        """Write the service's own marks behind what a command wrote, unless one stands there."""
        if self._tail[-1:].strip() and self._tail[-1:] not in MARKS:
            self._put(Run(marks))

    def line_break(self, text: str) -> None:
        """Write a line break, a new block or a tab, without a space or a pause mark before it."""
        if self.runs:
            self._strip(_PAUSE_MARKS)
        elif self._before.endswith(" "):
            self._strip("")
        self._put(Run(text))
        self.glued = True

    @property
    def _tail(self) -> str:
        """The end of the text so far."""
        kept = self._before[: len(self._before) - self.drop]
        return (kept + text_of(self.runs[-_TAIL:]))[-_TAIL:]

    def _put(self, *runs: Run) -> None:
        self.runs += runs
        self.glued = self._was_own = self._was_asked = False

    def _put_apart(self, text: str, ref: WordRef | None) -> None:
        apart = not self.glued and needs_space(self._tail, text)
        self._put(*((SPACE,) if apart else ()), Run(text, ref))

    def _strip(self, marks: str) -> None:
        """Take spaces and the service's own `marks` away from the end of the text."""
        if self._was_asked:
            return
        while self.runs:
            last = self.runs[-1]
            kept = last.text.rstrip(marks + _SPACES)
            if kept:
                self.runs[-1] = Run(kept, last.word)
                return
            self.runs.pop()
        kept = self._before[: len(self._before) - self.drop]
        self.drop += len(kept) - len(kept.rstrip(marks + _SPACES))

    def _with_capital(self, text: str) -> str:
        """Begin sentences with a capital; do not begin one in the middle of another."""
        tail = self._tail.rstrip(_SPACES)
        while tail and tail[-1] in OPENING:
            tail = tail[:-1].rstrip(_SPACES)
        last = tail[-1:]
        if not tail or last == PARAGRAPH or last in (".", "?", "!"):
            return text[:1].upper() + text[1:]
        inside = last in MARKS or last.isalnum() or last in "–—"
        word = text.rstrip(MARKS + _SPACES)
        if inside and word.casefold() in self._vocabulary.small_words and not word[1:].isupper():
            return text[:1].lower() + text[1:]
        return text
