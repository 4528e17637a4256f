"""Tells commands from text.

The rules are fixed and few, so that a user can learn them:
- a command of a whole phrase counts only when nothing else was said in it;
- an inline command or a mark is text directly behind a determiner ("the comma"), and where it
  begins an idiom ("period of", unless that begins a sentence: "period of course");
- everyday words ("period", "tab") are text also behind a pointer ("in that period we …") unless
  the phrase ends with them ("I like that period"), and behind a determiner or pointer and a
  modifier ("a long period").
Other words say a mark wherever they stand: marks are said far more often than talked about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from speechdesk.domain.spoken.edits import Command
from speechdesk.domain.spoken.tokens import MARKS, Token
from speechdesk.domain.spoken.vocabulary import (
    Capitals,
    Inline,
    Mark,
    Prefix,
    SpokenVocabulary,
    Words,
)

# Only these can be nouns: "the comma", "a cap", but not "the all caps".
_NO_NOUNS = frozenset({Capitals.ALL_CAPS, Capitals.NO_CAPS, Prefix.NO_SPACE, Prefix.LITERAL})


@dataclass(frozen=True, slots=True)
class Matcher:
    """Finds what the words of `vocabulary` mean; `commands` and `marks` are the two switches."""

    vocabulary: SpokenVocabulary
    commands: bool
    marks: bool

    def whole(self, tokens: Sequence[Token]) -> Command | None:
        """Return the command that the whole phrase is."""
        return self.vocabulary.phrases.get(_words(tokens)) if self.commands else None

    def inline(self, tokens: Sequence[Token], at: int) -> tuple[Inline, int] | None:
        """Return the inline command that begins at a token, and its number of tokens."""
        for end in range(min(at + self.vocabulary.longest, len(tokens)), at, -1):
            found = self.vocabulary.inline.get(_words(tokens[at:end]))
            if found is None or not _is_one(tokens[at:end]):
                continue
            if not self._is_on(found):
                return None
            if found not in _NO_NOUNS and self._is_noun(tokens, at, end):
                return None
            return found, end - at
        return None

    def idiom(self, tokens: Sequence[Token], at: int) -> int:
        """Return how many tokens the idiom has that begins at a token; 0 if none does."""
        for end in range(min(at + self.vocabulary.longest, len(tokens)), at, -1):
            if _words(tokens[at:end]) in self.vocabulary.idioms and _is_one(tokens[at:end]):
                rests = (tokens[rest:] for rest in range(at + 1, end))
                return 0 if any(map(self._begins_sentence, rests)) else end - at
        return 0

    def escaped(self, tokens: Sequence[Token], at: int) -> int:
        """Return how many tokens the command has that begins at a token; 0 if none does."""
        if self.whole(tokens[at:]):
            return len(tokens) - at
        found = self.inline(tokens, at)
        return found[1] if found else 0

    def number(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """Return the number that begins at a token, in digits, and its number of tokens."""
        for end in range(min(at + self.vocabulary.longest, len(tokens)), at, -1):
            words = _words(tokens[at:end])
            value = self.vocabulary.numbers.get(words)
            if value is not None:
                return str(value), end - at
        first = tokens[at].text.strip(MARKS)
        return (first, 1) if first[:1].isdecimal() else None

    def _is_on(self, meaning: Inline) -> bool:
        if meaning is Prefix.LITERAL:
            return self.commands or self.marks
        return self.marks if isinstance(meaning, Mark) else self.commands

    def _is_noun(self, tokens: Sequence[Token], at: int, end: int) -> bool:
        known = self.vocabulary
        near, far = _before(tokens, at), _before(tokens, at - 1)
        if near in known.determiners:
            return True
        if _words(tokens[at:end]) not in known.everyday:
            return False
        goes_on = end < len(tokens) and not tokens[end - 1].mark
        if near in known.pointers and goes_on:
            return True
        return near in known.modifiers and far in known.determiners | known.pointers

    def _begins_sentence(self, tokens: Sequence[Token]) -> bool:
        words = _words(tokens)
        return any(words[: len(each)] == each for each in self.vocabulary.openings)


def _words(tokens: Sequence[Token]) -> Words:
    return tuple(word for token in tokens for word in token.words)


def _before(tokens: Sequence[Token], at: int) -> str:
    """Return the word before a token, "" where a mark or nothing stands between."""
    token = tokens[at - 1] if at > 0 else None
    return token.words[-1] if token and token.words and not token.mark else ""


def _is_one(tokens: Sequence[Token]) -> bool:
    """Whether no mark of the service divides the words, as in "a line, new line".

    Between equal words there may be one: "dot, dot, dot".
    """
    inner = pairwise(tokens)
    return bool(tokens[-1].words) and all(
        not each.mark or each.words == following.words for each, following in inner
    )
