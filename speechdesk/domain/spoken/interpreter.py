"""Tells commands from text in what was recognized.

The rules are fixed and few, so that a user can learn them:
- a command of a whole phrase counts only when nothing else was said in it;
- an inline command or mark is text where a determiner stands before it ("a period") or a word that
  makes it a noun behind it ("period of time");
- "literal" makes text of whatever follows;
- a spoken mark replaces the one that the service put in its place, also across a pause.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatchmethod

from speechdesk.domain.events import Segment
from speechdesk.domain.spoken.edits import Insert, Interpretation
from speechdesk.domain.spoken.vocabulary import (
    Capitals,
    Inline,
    Layout,
    Mark,
    Prefix,
    SpokenVocabulary,
    core,
)
from speechdesk.domain.spoken.writing import SPACE, Writing
from speechdesk.domain.transcript import WordRef, joined

_BREAKS = {Layout.LINE: "\n", Layout.PARAGRAPH: "\n\n", Layout.TAB: "\t"}


@dataclass(frozen=True, slots=True)
class Token:
    """A displayed word, what it is compared by, and which spoken word it is."""

    text: str
    core: str
    ref: WordRef | None


class Interpreter:
    """Interprets the phrases of one dictation, one after the other.

    `commands` and `marks` are the two switches. Capitals that were switched on stay on from phrase
    to phrase.
    """

    def __init__(
        self, vocabulary: SpokenVocabulary, *, commands: bool = True, marks: bool = True
    ) -> None:
        self.vocabulary = vocabulary
        self.caps_on = False
        self._commands = commands
        self._marks = marks

    def interpret(self, segment_id: int, segment: Segment, before: str) -> Interpretation:
        """Return what the phrase means where `before` is the text that stands before it."""
        tokens = _tokens(segment_id, segment)
        whole = tuple(token.core for token in tokens if token.core)
        command = self.vocabulary.phrases.get(whole)
        if self._commands and command is not None:
            return Interpretation(command, (self.vocabulary.said(command),))
        return _Phrase(self, tokens, before).interpret()

    def meant(self, tokens: Sequence[Token], at: int) -> tuple[Inline, int] | None:
        """Return the inline command that begins at a token, and its number of words."""
        for count in range(min(self.vocabulary.longest, len(tokens) - at), 0, -1):
            words = tuple(token.core for token in tokens[at : at + count])
            found = self.vocabulary.inline.get(words)
            if found is not None and not self._ends_early(tokens[at : at + count]):
                switched_on = self._marks if isinstance(found, Mark) else self._commands
                return (found, count) if switched_on else None
        return None

    def is_noun(self, tokens: Sequence[Token], at: int, count: int) -> bool:
        """Whether the words around make these ones a part of the sentence."""
        before = tokens[at - 1] if at else None
        if (
            before is not None
            and before.text[-1:].isalnum()
            and before.core in self.vocabulary.determiners
        ):
            return True
        after = tokens[at + count] if at + count < len(tokens) else None
        ends = not tokens[at + count - 1].text[-1:].isalnum()
        return after is not None and not ends and after.core in self.vocabulary.followers

    def number(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """Return the number that begins at a token, in digits, and its number of words."""
        for count in range(min(self.vocabulary.longest, len(tokens) - at), 0, -1):
            words = tuple(
                part for token in tokens[at : at + count] for part in token.core.split("-")
            )
            value = self.vocabulary.numbers.get(words)
            if value is None:
                value = self.vocabulary.numbers.get(("-".join(words),))
            if value is not None:
                return str(value), count
        if at < len(tokens) and tokens[at].core.isdecimal():
            return tokens[at].core, 1
        return None

    @staticmethod
    def _ends_early(tokens: Sequence[Token]) -> bool:
        """Whether a mark of the service divides the words: "new. Line" is no command."""
        return any(token.text[-1:] in ".?!" for token in tokens[:-1])


class _Phrase:
    """The interpretation of one phrase under way."""

    def __init__(self, interpreter: Interpreter, tokens: list[Token], before: str) -> None:
        self._interpreter = interpreter
        self._vocabulary = interpreter.vocabulary
        self._tokens = tokens
        self._writing = Writing(before, self._vocabulary.small_words)
        self._heard: list[str] = []
        self._at = 0

    def interpret(self) -> Interpretation:
        while self._at < len(self._tokens):
            found = self._interpreter.meant(self._tokens, self._at)
            if found is None or self._interpreter.is_noun(self._tokens, self._at, found[1]):
                self._text()
                continue
            inline, count = found
            if self._carry_out(inline, self._at + count):
                self._heard.append(self._vocabulary.said(inline))
            else:
                self._text()
        writing = self._writing
        runs = joined(writing.runs)
        spaced = bool(runs) and runs[0] == SPACE
        edit = Insert(runs[1:] if spaced else runs, writing.drop, spaced)
        return Interpretation(edit, tuple(self._heard))

    def _text(self) -> None:
        """Write the next token as it is."""
        token = self._tokens[self._at]
        self._at += 1
        if self._interpreter.caps_on:
            self._writing.word(_capital(token.text), token.ref, as_is=True)
        else:
            self._writing.word(token.text, token.ref)

    @singledispatchmethod
    def _carry_out(self, inline: Inline, after: int) -> bool:
        """Do what `inline` says; `after` is the token behind its words. False: it is text."""
        raise TypeError(inline)

    @_carry_out.register
    def _layout(self, layout: Layout, after: int) -> bool:
        self._writing.line_break(_BREAKS[layout])
        self._at = after
        return True

    @_carry_out.register
    def _mark(self, mark: Mark, after: int) -> bool:
        self._writing.mark(mark.text)
        self._at = after
        return True

    @_carry_out.register
    def _capitals(self, capitals: Capitals, after: int) -> bool:
        if capitals in (Capitals.CAPS_ON, Capitals.CAPS_OFF):
            self._interpreter.caps_on = capitals is Capitals.CAPS_ON
            self._at = after
            return True
        if after >= len(self._tokens):
            return False
        token = self._tokens[after]
        change = {
            Capitals.CAP: _capital,
            Capitals.ALL_CAPS: str.upper,
            Capitals.NO_CAPS: str.lower,
        }[capitals]
        self._writing.word(change(token.text), token.ref, as_is=True)
        self._at = after + 1
        return True

    @_carry_out.register
    def _prefix(self, prefix: Prefix, after: int) -> bool:
        if after >= len(self._tokens):
            return False
        if prefix is Prefix.NUMERAL:
            return self._numeral(after)
        self._at = after
        if prefix is Prefix.NO_SPACE:
            self._writing.glued = True
            return True
        found = self._interpreter.meant(self._tokens, after)
        for _ in range(found[1] if found else 1):
            self._text()
        return True

    def _numeral(self, after: int) -> bool:
        found = self._interpreter.number(self._tokens, after)
        if found is None:
            return False
        digits, count = found
        last = self._tokens[after + count - 1].text
        ending = last[len(last.rstrip(".,;:?!…")) :]
        self._writing.word(digits + ending, self._tokens[after].ref, as_is=True)
        self._at = after + count
        return True


def _tokens(segment_id: int, segment: Segment) -> list[Token]:
    if segment.words:
        return [
            Token(word.text, core(word.text), WordRef(segment_id, index))
            for index, word in enumerate(segment.words)
        ]
    return [Token(text, core(text), None) for text in segment.text.split()]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
