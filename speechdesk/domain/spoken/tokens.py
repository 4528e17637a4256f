"""A phrase as the service wrote it, cut into what commands are made of."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from speechdesk.domain.spoken.vocabulary import Words, words_of
from speechdesk.domain.transcript import Run, WordRef

MARKS = ".,;:?!…"
"""What the service sets by itself, and a spoken mark replaces."""

_PIECES = re.compile(r"\s+|\S+")
_AT_A_WORD = frozenset(f"{MARKS}»”)]%")  # marks that go with the word before


@dataclass(frozen=True, slots=True)
class Token:
    """A displayed word with its marks, what it is compared by, and which spoken word it is.

    `gap` is what stands between it and the token before.
    """

    text: str
    words: Words
    ref: WordRef | None
    gap: str = ""

    @property
    def mark(self) -> str:
        """The marks at its end, and the space before them."""
        return self.text[len(self.text.rstrip(MARKS).rstrip()) :]


def plainly(tokens: Iterable[Token]) -> str:
    """Return what was said, without capitals and marks: "new paragraph"."""
    return " ".join(token.text.rstrip(MARKS).strip().lower() for token in tokens)


def tokens_of(runs: Iterable[Run]) -> list[Token]:
    """Return the tokens of a phrase. A mark that stands apart, as in French, goes with its word."""
    tokens: list[Token] = []
    gap = ""
    for run in runs:
        for piece in _PIECES.findall(run.text):
            if piece.isspace():
                gap += piece
                continue
            words = words_of(piece)
            if tokens and _AT_A_WORD.issuperset(piece):
                tokens[-1] = replace(tokens[-1], text=tokens[-1].text + gap + piece)
            else:
                tokens.append(Token(piece, words, run.word, gap))
            gap = ""
    if "\n" in gap:  # a replacement rule may end with a line break
        tokens.append(Token("", (), None, gap))
    return tokens
