"""How commands are said in one language: a table, as it lies in `resources/commands/`.

{"language": "en",
 "phrases":   {"scratch": ["scratch that", …], …},       whole phrases, by `Command`
 "layout":    {"line": [...], "paragraph": [...], "tab": [...]},
 "capitals":  {"cap": [...], "all_caps": [...], "no_caps": [...], "caps_on": [...],
               "caps_off": [...]},
 "no_space":  [...], "literal": [...], "numeral": [...],
 "marks":     {".": ["period", "full stop"], …},
 "determiners": [...]     words that make the next one a noun: "a period", "the colon"
 "followers":   [...]     words that make the one before a noun: "period of", "new line of"
 "small_words": [...]     words without a capital inside a sentence
 "numbers":     ["zero|nought", "one", …]    by value}
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from speechdesk.domain.spoken.edits import Command

Words = tuple[str, ...]


class Layout(StrEnum):
    LINE = "line"
    PARAGRAPH = "paragraph"
    TAB = "tab"


class Capitals(StrEnum):
    CAP = "cap"
    ALL_CAPS = "all_caps"
    NO_CAPS = "no_caps"
    CAPS_ON = "caps_on"
    CAPS_OFF = "caps_off"


class Prefix(StrEnum):
    NO_SPACE = "no_space"
    LITERAL = "literal"
    NUMERAL = "numeral"


@dataclass(frozen=True, slots=True)
class Mark:
    """A punctuation mark that can be said."""

    text: str


Inline = Layout | Capitals | Prefix | Mark


@dataclass(frozen=True)
class SpokenVocabulary:
    """The commands of one language, by the words that are said (case-folded, no punctuation)."""

    language: str
    phrases: Mapping[Words, Command]
    inline: Mapping[Words, Inline]
    determiners: frozenset[str]
    followers: frozenset[str]
    small_words: frozenset[str]
    numbers: Mapping[Words, int]

    @property
    def longest(self) -> int:
        """How many words the longest inline command or number has."""
        return max(map(len, (*self.inline, *self.numbers)), default=0)

    def said(self, command: Command | Inline) -> str:
        """Return the usual way to say `command`."""
        known: Mapping[Words, Command | Inline] = {**self.phrases, **self.inline}
        return next(" ".join(words) for words, meant in known.items() if meant == command)


def words_of(phrase: str) -> Words:
    """Return `phrase` as it is compared: case-folded words without punctuation at their ends."""
    return tuple(word for word in (core(piece) for piece in phrase.split()) if word)


def core(word: str) -> str:
    """Return `word` case-folded and without what is neither letter nor digit at its ends."""
    start, end = 0, len(word)
    while start < end and not word[start].isalnum():
        start += 1
    while end > start and not word[end - 1].isalnum():
        end -= 1
    return word[start:end].casefold()


def vocabulary_of(table: Mapping[str, Any]) -> SpokenVocabulary:
    """Return the vocabulary of a table; see the module. Raises ValueError where it is not one."""
    try:
        phrases = {
            words_of(said): Command(name)
            for name, ways in table["phrases"].items()
            for said in ways
        }
        return SpokenVocabulary(
            language=table["language"],
            phrases=phrases,
            inline=_inline(table),
            determiners=_single(table["determiners"]),
            followers=_single(table["followers"]),
            small_words=_single(table["small_words"]),
            numbers={
                words_of(said): value
                for value, ways in enumerate(table["numbers"])
                for said in ways.split("|")
            },
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a table of spoken commands: {error}") from error


def _inline(table: Mapping[str, Any]) -> dict[Words, Inline]:
    found: dict[Words, Inline] = {}
    for layout in Layout:
        found.update((words_of(said), layout) for said in table["layout"][layout])
    for capitals in Capitals:
        found.update((words_of(said), capitals) for said in table["capitals"][capitals])
    for prefix in Prefix:
        found.update((words_of(said), prefix) for said in table[prefix])
    for mark, ways in table["marks"].items():
        found.update((words_of(said), Mark(mark)) for said in ways)
    return found


def _single(words: list[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)
