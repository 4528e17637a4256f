"""How commands are said in one language: a table, as it lies in `resources/commands/`.

{"language": "en",
 "phrases":   {"scratch": ["scratch that", …], …},       whole phrases, by `Command`
 "layout":    {"line": […], "paragraph": […], "tab": […], "stop_paragraph": […]},
 "capitals":  {"cap": […], "all_caps": […], "no_caps": […], "caps_on": […], "caps_off": […]},
 "prefix":    {"no_space": […], "literal": […], "numeral": […]},
 "marks":     {"ending": {".": ["period", "full stop"], …}, "opening": {…}, …}    by `Fit`
 "determiners", "pointers", "modifiers", "everyday", "idioms", "openings":  see `matching`
 "small_words": […]       words without a capital inside a sentence
 "numbers":     ["zero|nought", "one", …]    by value
 "narrow_before", "narrow_after":  marks with a narrow space on that side; may be missing
 "varieties":   {"fr-CA": {…}}    what is different in a variety; may be missing}
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from speechdesk.domain.spoken.edits import Command

Words = tuple[str, ...]


class Layout(StrEnum):
    """What is said to break the text."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    TAB = "tab"
    STOP_PARAGRAPH = "stop_paragraph"  # a full stop and a new paragraph, said as one


class Capitals(StrEnum):
    """What is said to change letters: of the next word, or until it is taken back."""

    CAP = "cap"  # the first letter of the next word
    ALL_CAPS = "all_caps"
    NO_CAPS = "no_caps"
    CAPS_ON = "caps_on"  # the first letter of each word, until CAPS_OFF
    CAPS_OFF = "caps_off"


class Prefix(StrEnum):
    """What is said before words that are to be written in another way."""

    NO_SPACE = "no_space"
    LITERAL = "literal"  # the command that follows is text
    NUMERAL = "numeral"  # the number that follows is written in digits


class Fit(StrEnum):
    """How a mark stands between its neighbours."""

    ENDING = "ending"  # at the word before, in the place of the service's own mark
    OPENING = "opening"  # at the word behind
    CLOSING = "closing"  # at the word before
    TIGHT = "tight"  # at both
    SPACED = "spaced"  # at none


@dataclass(frozen=True, slots=True)
class Mark:
    """A punctuation mark that can be said."""

    text: str
    fit: Fit


Inline = Layout | Capitals | Prefix | Mark
Meaning = Command | Inline


@dataclass(frozen=True, slots=True)
class Entry:
    """One command, its name (a mark's is the mark itself), and the ways to say it."""

    name: str
    meaning: Meaning
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnWords:
    """How the user says a command in one language, in place of the table's ways. None: not at all.

    `language` is that of the table, such as "en"; `name` is that of the entry.
    """

    language: str
    name: str
    ways: tuple[str, ...]


@dataclass(frozen=True)
class SpokenVocabulary:
    """The commands of one language, by the words that are said; see `words_of`."""

    entries: tuple[Entry, ...]
    phrases: Mapping[Words, Command]
    inline: Mapping[Words, Inline]
    numbers: Mapping[Words, int]
    determiners: frozenset[str]
    pointers: frozenset[str]
    modifiers: frozenset[str]
    everyday: frozenset[Words]
    idioms: frozenset[Words]
    openings: frozenset[Words]
    small_words: frozenset[str]
    narrow_before: str
    narrow_after: str
    longest: int
    """How many words the longest inline command, number or idiom has."""


def words_of(text: str) -> Words:
    """Return `text` as it is compared: case-folded words, no punctuation, hyphens as spaces."""
    plain = unicodedata.normalize("NFC", text).casefold().replace("’", "'").replace("-", " ")
    return tuple(word for word in map(_core, plain.split()) if word)


def vocabulary_of(table: Mapping[str, Any], own: Iterable[OwnWords] = ()) -> SpokenVocabulary:
    """Return the vocabulary of a table, with the user's own ways to say its commands.

    Raises ValueError where it is no such table, or where the same words say two commands.
    """
    try:
        ways = {each.name: each.ways for each in own if each.language == table["language"]}
        entries = tuple(
            Entry(name, meaning, ways.get(name, tuple(usual)))
            for name, meaning, usual in _entries(table)
        )
        meanings = _meanings(entries)
        inline = {words: each for words, each in meanings.items() if not isinstance(each, Command)}
        numbers = {
            words_of(said): value
            for value, each in enumerate(table["numbers"])
            for said in each.split("|")
        }
        idioms = frozenset(map(words_of, table["idioms"]))
        return SpokenVocabulary(
            entries=entries,
            phrases={words: each for words, each in meanings.items() if isinstance(each, Command)},
            inline=inline,
            numbers=numbers,
            determiners=_single(table["determiners"]),
            pointers=_single(table["pointers"]),
            modifiers=_single(table["modifiers"]),
            everyday=frozenset(map(words_of, table["everyday"])),
            idioms=idioms,
            openings=frozenset(map(words_of, table["openings"])),
            small_words=_single(table["small_words"]),
            narrow_before=table.get("narrow_before", ""),
            narrow_after=table.get("narrow_after", ""),
            longest=max(map(len, (*inline, *numbers, *idioms)), default=0),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a table of spoken commands: {error}") from error


def _entries(table: Mapping[str, Any]) -> Iterator[tuple[str, Meaning, Sequence[str]]]:
    for group, kind in (
        ("phrases", Command),
        ("layout", Layout),
        ("capitals", Capitals),
        ("prefix", Prefix),
    ):
        for name, ways in table[group].items():
            yield name, kind(name), ways
    for fit, marks in table["marks"].items():
        for mark, ways in marks.items():
            yield mark, Mark(mark, Fit(fit)), ways


def _meanings(entries: Iterable[Entry]) -> dict[Words, Meaning]:
    meanings: dict[Words, Meaning] = {}
    for entry in entries:
        for way in entry.ways:
            words = words_of(way)
            if not words:
                raise ValueError(f"“{way}” has no words")
            if meanings.setdefault(words, entry.meaning) != entry.meaning:
                raise ValueError(f"“{way}” says two commands")
    return meanings


def _single(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _core(word: str) -> str:
    """Return `word` without what is neither letter nor digit at its ends."""
    start, end = 0, len(word)
    while start < end and not word[start].isalnum():
        start += 1
    while end > start and not word[end - 1].isalnum():
        end -= 1
    return word[start:end]
