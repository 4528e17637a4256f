"""The kinds of value an option can have: how each is read from a file, typed, shown and written."""

import json
import math
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, Protocol

from speechdesk.domain.replacements import check
from speechdesk.domain.vocabulary import ReplacementRule
from speechdesk.errors import SettingsError
from speechdesk.expressions import ExpressionError

Check = Callable[[str], str]
"""Takes a text, returns it as it should be kept, or raises SettingsError."""


class Kind(Protocol):
    """One kind of value. All methods raise SettingsError("bad_value") for what they cannot take."""

    def read(self, value: object) -> Any:
        """Return the value that a TOML file's `value` stands for."""

    def parse(self, text: str) -> Any:
        """Return the value that a user typed as `text`."""

    def plain(self, value: Any) -> Any:
        """Return `value` as TOML and JSON hold it; None where nothing is written at all."""

    def show(self, value: Any) -> str:
        """Return `value` as `parse` reads it."""


def bad_value(detail: str) -> SettingsError:
    """Return the error for a value that cannot be taken, with a phrase that says what would do."""
    return SettingsError("bad_value", detail)


def _clean_text(value: object, longest: int, check: Check | None) -> str:
    if not isinstance(value, str):
        raise bad_value("must be text")
    text = value.strip()
    if len(text) > longest:
        raise bad_value(f"must have at most {longest} characters")
    if any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in text):
        raise bad_value("must not contain control characters")
    return check(text) if check and text else text


def read_json(text: str, example: str) -> object:
    """Return what JSON that a user typed says; `example` shows what is wanted."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise bad_value(f"must be JSON such as {example}") from None


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off."""

    def read(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise bad_value("must be true or false")
        return value

    def parse(self, text: str) -> bool:
        word = text.strip().casefold()
        if word in ("true", "on", "yes", "1"):
            return True
        if word in ("false", "off", "no", "0"):
            return False
        raise bad_value("must be on or off")

    def plain(self, value: Any) -> Any:
        return value

    def show(self, value: Any) -> str:
        return "on" if value else "off"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two limits; where it is optional, None leaves it to the service."""

    least: int
    most: int
    unit: str = ""
    optional: bool = False
    slider: bool = False

    def read(self, value: object) -> int | None:
        if value is None and self.optional:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise bad_value(f"must be a whole number from {self.least} to {self.most}")
        if not self.least <= value <= self.most:
            raise bad_value(f"must be from {self.least} to {self.most}")
        return value

    def parse(self, text: str) -> int | None:
        if not text.strip() and self.optional:
            return None
        try:
            number = int(text)
        except ValueError:
            raise bad_value(f"must be a whole number from {self.least} to {self.most}") from None
        return self.read(number)

    def plain(self, value: Any) -> Any:
        return value

    def show(self, value: Any) -> str:
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number between two limits."""

    least: float
    most: float
    step: float

    def read(self, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise bad_value(f"must be a number from {self.least:g} to {self.most:g}")
        if not math.isfinite(value) or not self.least <= value <= self.most:
            raise bad_value(f"must be from {self.least:g} to {self.most:g}")
        return float(value)

    def parse(self, text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            raise bad_value(f"must be a number from {self.least:g} to {self.most:g}") from None
        return self.read(number)

    def plain(self, value: Any) -> Any:
        return value

    def show(self, value: Any) -> str:
        return f"{value:g}"


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text. `check` sees only text that is not empty."""

    longest: int = 500
    check: Check | None = None
    placeholder: str = ""

    def read(self, value: object) -> str:
        return _clean_text(value, self.longest, self.check)

    def parse(self, text: str) -> str:
        return self.read(text)

    def plain(self, value: Any) -> Any:
        return value

    def show(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Choice:
    """One member of an enum; `labels` says each in words, in the order to show them."""

    labels: tuple[tuple[StrEnum, str], ...]

    def read(self, value: object) -> StrEnum:
        for member, _ in self.labels:
            if isinstance(value, str) and value == member.value:
                return member
        raise bad_value("must be one of " + ", ".join(member or '""' for member, _ in self.labels))

    def parse(self, text: str) -> StrEnum:
        return self.read(text.strip().casefold())

    def plain(self, value: Any) -> Any:
        return value.value

    def show(self, value: Any) -> str:
        return str(value.value)


@dataclass(frozen=True, slots=True)
class Texts:
    """A list of different texts. Typed: one a line, or separated by commas."""

    most: int
    longest: int = 100
    check: Check | None = None

    def read(self, value: object) -> tuple[str, ...]:
        if not isinstance(value, list | tuple):
            raise bad_value("must be a list of texts")
        found = dict.fromkeys(_clean_text(item, self.longest, self.check) for item in value)
        found.pop("", None)
        if len(found) > self.most:
            raise bad_value(f"must have at most {self.most} entries")
        return tuple(found)

    def parse(self, text: str) -> tuple[str, ...]:
        return self.read(text.splitlines() if "\n" in text else text.split(","))

    def plain(self, value: Any) -> Any:
        return list(value)

    def show(self, value: Any) -> str:
        return ("\n" if any("," in item for item in value) else ", ").join(value)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Texts by name, kept sorted: `((name, text), ...)`. Typed: `name=text`, comma-separated."""

    most: int
    check_name: Check
    check: Check

    def read(self, value: object) -> tuple[tuple[str, str], ...]:
        if not isinstance(value, dict):
            raise bad_value("must be a table")
        pairs = {
            _clean_text(name, 100, self.check_name): _clean_text(text, 500, self.check)
            for name, text in value.items()
        }
        if len(pairs) > self.most:
            raise bad_value(f"must have at most {self.most} entries")
        return tuple(sorted((name, text) for name, text in pairs.items() if name and text))

    def parse(self, text: str) -> tuple[tuple[str, str], ...]:
        pairs = {}
        for item in filter(None, map(str.strip, text.replace("\n", ",").split(","))):
            name, mark, value = item.partition("=")
            if not mark:
                raise bad_value("must be name=value, separated by commas")
            pairs[name.strip()] = value
        return self.read(pairs)

    def plain(self, value: Any) -> Any:
        return dict(value)

    def show(self, value: Any) -> str:
        return ", ".join(f"{name}={text}" for name, text in value)


@dataclass(frozen=True, slots=True)
class Rules:
    """Replacement rules. Typed: a JSON list."""

    most: int
    check_language: Check

    def read(self, value: object) -> tuple[ReplacementRule, ...]:
        if not isinstance(value, list | tuple):
            raise bad_value("must be a list of rules")
        if len(value) > self.most:
            raise bad_value(f"must have at most {self.most} entries")
        rules = tuple(self._rule(item) for item in value)
        for number, rule in enumerate(rules, start=1):
            _check(rule, number)
        return rules

    def _rule(self, value: object) -> ReplacementRule:
        if not isinstance(value, dict):
            raise bad_value("must be rules, each a table with find and replace")
        unknown = set(value) - {field.name for field in fields(ReplacementRule)}
        if unknown:
            raise bad_value("a rule has no " + ", ".join(sorted(map(str, unknown))))
        find = _rule_text(value.get("find", ""))
        if not find:
            raise bad_value("must say in each rule what to find")
        return ReplacementRule(
            find=find,
            replace=_rule_text(value.get("replace", "")),
            regex=Switch().read(value.get("regex", False)),
            match_case=Switch().read(value.get("match_case", False)),
            language=_clean_text(value.get("language", ""), 100, self.check_language),
        )

    def parse(self, text: str) -> tuple[ReplacementRule, ...]:
        example = '[{"find": "speech desk", "replace": "SpeechDesk"}]'
        return self.read(read_json(text, example) if text.strip() else [])

    def plain(self, value: Any) -> Any:
        defaults = asdict(ReplacementRule(find=""))
        return [
            {
                name: setting
                for name, setting in asdict(rule).items()
                if name in ("find", "replace") or setting != defaults[name]
            }
            for rule in value
        ]

    def show(self, value: Any) -> str:
        return json.dumps(self.plain(value), ensure_ascii=False) if value else ""


def _rule_text(value: object) -> str:
    # Spaces at the ends and line ends in between are what some rules are for.
    if not isinstance(value, str) or len(value) > 500:
        raise bad_value("find and replace must be text of at most 500 characters")
    if any(
        unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t"
        for character in value
    ):
        raise bad_value("find and replace must not contain control characters")
    return value


def _check(rule: ReplacementRule, number: int) -> None:
    try:
        check(rule)
    except ExpressionError as error:
        where = "" if error.position is None else f" at character {error.position + 1}"
        raise bad_value(f"must be sound; rule {number} is not: {error}{where}") from None
