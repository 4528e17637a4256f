"""Carries out what a phrase says about itself: layout, marks, capitals, spaces, numbers."""

from collections.abc import Sequence

from speechdesk.domain.spoken.edits import Insert, Interpretation
from speechdesk.domain.spoken.matching import Matcher
from speechdesk.domain.spoken.tokens import Token, plainly, tokens_of
from speechdesk.domain.spoken.vocabulary import (
    Capitals,
    Fit,
    Inline,
    Layout,
    Mark,
    Prefix,
    SpokenVocabulary,
)
from speechdesk.domain.spoken.writing import SPACE, Writing
from speechdesk.domain.transcript import LINE, PARAGRAPH, Run, joined

_BREAKS = {
    Layout.LINE: LINE,
    Layout.PARAGRAPH: PARAGRAPH,
    Layout.STOP_PARAGRAPH: PARAGRAPH,
    Layout.TAB: "\t",
}


class Interpreter:
    """Interprets the phrases of one dictation, one after the other.

    `commands` and `marks` are the two switches. Capitals that were switched on stay on from phrase
    to phrase.
    """

    def __init__(
        self, vocabulary: SpokenVocabulary, *, commands: bool = True, marks: bool = True
    ) -> None:
        self._matcher = Matcher(vocabulary, commands, marks)
        self._caps_on = False

    def interpret(self, runs: Sequence[Run], before: str) -> Interpretation:
        """Return what a phrase means where `before` stands before it in its block."""
        tokens = tokens_of(runs)
        command = self._matcher.whole(tokens)
        if command is not None:
            return Interpretation(command, (plainly(tokens),))
        phrase = _Phrase(self._matcher, tokens, before, caps_on=self._caps_on)
        interpretation = phrase.interpret()
        self._caps_on = phrase.caps_on
        return interpretation


class _Phrase:
    """The interpretation of one phrase under way."""

    def __init__(
        self, matcher: Matcher, tokens: Sequence[Token], before: str, *, caps_on: bool
    ) -> None:
        self._matcher = matcher
        self._tokens = tokens
        self._writing = Writing(before, matcher.vocabulary)
        self._heard: list[str] = []
        self._at = 0
        self.caps_on = caps_on

    def interpret(self) -> Interpretation:
        while self._at < len(self._tokens):
            found = self._matcher.inline(self._tokens, self._at)
            idiom = self._matcher.idiom(self._tokens, self._at)
            if idiom or found is None or not self._carry_out(*found):
                self._text(idiom or 1)
        runs = joined(self._writing.runs)
        spaced = bool(runs) and runs[0] == SPACE
        edit = Insert(runs[1:] if spaced else runs, self._writing.drop, spaced)
        return Interpretation(edit, tuple(self._heard))

    def _text(self, count: int) -> None:
        """Write the next `count` tokens as they are."""
        for token in self._tokens[self._at : self._at + count]:
            if self.caps_on:
                self._writing.word(_capital(token.text), token.ref)
            else:
                self._writing.token(token)
        self._at += count

    def _carry_out(self, inline: Inline, count: int) -> bool:
        """Do what the next `count` tokens say; False where they say nothing after all."""
        said = self._tokens[self._at : self._at + count]
        marks = said[-1].mark
        after = self._at + count
        match inline:
            case Mark():
                self._writing.mark(inline)
                self._at = after
                if inline.fit is Fit.CLOSING:
                    self._writing.sentence_end(marks.strip(",;: "))
                return True  # too frequent to be told of
            case Layout():
                if inline is Layout.STOP_PARAGRAPH:
                    self._writing.mark(Mark(".", Fit.ENDING))
                self._writing.line_break(_BREAKS[inline])
                self._at = after
            case Capitals.CAPS_ON | Capitals.CAPS_OFF:
                self.caps_on = inline is Capitals.CAPS_ON
                self._at = after
                self._writing.sentence_end(marks)
            case _ if after >= len(self._tokens) or marks.strip() in (".", "?", "!"):
                return False  # nothing follows in this sentence
            case Capitals():
                self._change_capitals(inline, self._tokens[after])
                self._at = after + 1
            case Prefix():
                if not self._prefix(inline, after):
                    return False
        self._heard.append(plainly(said))
        return True

    def _change_capitals(self, capitals: Capitals, token: Token) -> None:
        changes = {
            Capitals.CAP: _capital,
            Capitals.ALL_CAPS: str.upper,
            Capitals.NO_CAPS: str.lower,
        }
        self._writing.word(changes[capitals](token.text), token.ref)

    def _prefix(self, prefix: Prefix, after: int) -> bool:
        match prefix:
            case Prefix.NO_SPACE:
                self._at = after
                self._writing.glued = True
            case Prefix.LITERAL:
                count = self._matcher.escaped(self._tokens, after)
                if not count:
                    return False
                self._at = after
                self._text(count)
            case Prefix.NUMERAL:
                found = self._matcher.number(self._tokens, after)
                if found is None:
                    return False
                digits, count = found
                last = self._tokens[after + count - 1]
                self._writing.word(digits + last.mark, self._tokens[after].ref)
                self._at = after + count
        return True


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
