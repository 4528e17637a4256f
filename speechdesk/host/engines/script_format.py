"""Reading a script for the script engine; what it may hold is told in `engines.script`."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from speechdesk.host.engines.engine import Phrase, Reading, Status, Word
from speechdesk.host.faults import Fault, FaultError

_PUNCTUATION = ".,;:!?…"
_DEFAULT_CONFIDENCE = 0.9


class ScriptError(ValueError):
    """A script that is not as it has to be."""


@dataclass(frozen=True, slots=True)
class ScriptedPhrase:
    """A phrase of the script; all its times count from the beginning of the sound."""

    at_ms: int
    end_ms: int
    readings: tuple[Reading, ...] = ()
    partials: tuple[str, ...] = ()
    status: Status = Status.SUCCESS
    language: str = ""

    def moved(self, by_ms: int) -> "ScriptedPhrase":
        """Return the phrase at another time; what would lie before 0 is cut."""
        readings = tuple(
            replace(
                reading,
                words=tuple(
                    replace(word, offset_ms=max(0, word.offset_ms + by_ms))
                    for word in reading.words
                ),
            )
            for reading in self.readings
        )
        return replace(
            self, at_ms=max(0, self.at_ms + by_ms), end_ms=self.end_ms + by_ms, readings=readings
        )

    def result(self, language: str) -> Phrase:
        """Return what the engine says; `language` holds where the script names none."""
        return Phrase(
            self.at_ms,
            self.end_ms - self.at_ms,
            self.readings,
            self.status,
            self.language or language,
        )


@dataclass(frozen=True, slots=True)
class Script:
    """A whole script. `numbers_per_phrase` 0: phrases, not numbers."""

    phrases: tuple[ScriptedPhrase, ...] = ()
    repeat_ms: int = 0
    numbers_per_phrase: int = 0
    speed: float = 0.0
    latency_ms: int = 0
    empty_every_ms: int = 0
    end_turn_ms: int = 0
    faults: tuple[Fault, ...] = ()


def load_script(path: Path) -> Script:
    """Return the script in the file `path`; raises `ScriptError`, whose text names no file."""
    try:
        return parse_script(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ScriptError(error.strerror or "cannot be read") from error
    except (ValueError, RecursionError) as error:
        if isinstance(error, ScriptError):
            raise
        raise ScriptError(f"is not JSON: {error}") from error


def parse_script(value: object) -> Script:
    """Return the script that a JSON value describes; raises `ScriptError`."""
    fields = _Fields(value, "the script")
    script = Script(
        phrases=tuple(_phrase(each) for each in fields.items("phrases")),
        repeat_ms=fields.whole("repeat_ms"),
        numbers_per_phrase=_numbers(fields),
        speed=fields.number("speed", 0.0, highest=1e6),
        latency_ms=fields.whole("latency_ms"),
        empty_every_ms=fields.whole("empty_every_ms"),
        end_turn_ms=fields.whole("end_turn_ms"),
        faults=tuple(_fault(each) for each in fields.items("faults")),
    )
    fields.done()
    return script


def _numbers(fields: "_Fields") -> int:
    value = fields.take("numbers", None)
    if value is None:
        return 0
    numbers = _Fields(value, "numbers")
    per_phrase = numbers.whole("per_phrase", 10)
    numbers.done()
    return max(1, per_phrase)


def _fault(value: object) -> Fault:
    try:
        return Fault.parse(value)
    except FaultError as error:
        raise ScriptError(str(error)) from error


def _phrase(value: object) -> ScriptedPhrase:
    fields = _Fields(value, "a phrase")
    at_ms, end_ms = fields.whole("at_ms"), fields.whole("end_ms")
    if end_ms <= at_ms:
        raise ScriptError("end_ms of a phrase lies after its at_ms")
    text = fields.text("text")
    lexical = fields.text("lexical") or _lexical(text)
    words = tuple(_word(each) for each in fields.items("words"))
    spoken = lexical.split()
    partials = fields.items("partials")
    if not all(isinstance(partial, str) for partial in partials):
        raise ScriptError("partials of a phrase are texts")
    readings = (
        Reading(
            text,
            lexical,
            fields.number("confidence", _DEFAULT_CONFIDENCE, highest=1.0),
            words or _spread(spoken, at_ms, end_ms),
        ),
        *(_alternative(each) for each in fields.items("alternatives")),
    )
    phrase = ScriptedPhrase(
        at_ms=at_ms,
        end_ms=end_ms,
        readings=readings if text else (),
        partials=tuple(partials)
        or tuple(" ".join(spoken[:count]) for count in range(1, len(spoken) + 1)),
        status=_status(fields.text("status", "Success")),
        language=fields.text("language"),
    )
    fields.done()
    return phrase


def _word(value: object) -> Word:
    fields = _Fields(value, "a word")
    at_ms, end_ms = fields.whole("at_ms"), fields.whole("end_ms")
    word = Word(
        fields.text("text"),
        at_ms,
        max(0, end_ms - at_ms),
        fields.number("confidence", _DEFAULT_CONFIDENCE, highest=1.0),
    )
    fields.done()
    return word


def _alternative(value: object) -> Reading:
    fields = _Fields(value, "an alternative")
    text = fields.text("text")
    reading = Reading(
        text,
        fields.text("lexical") or _lexical(text),
        fields.number("confidence", _DEFAULT_CONFIDENCE, highest=1.0),
    )
    fields.done()
    return reading


def _status(name: str) -> Status:
    try:
        return Status(name)
    except ValueError:
        raise ScriptError(f"unknown status of a phrase: {name}") from None


def _lexical(text: str) -> str:
    return " ".join(filter(None, (word.strip(_PUNCTUATION).lower() for word in text.split())))


def _spread(words: list[str], at_ms: int, end_ms: int) -> tuple[Word, ...]:
    step = (end_ms - at_ms) / max(1, len(words))
    return tuple(
        Word(word, int(at_ms + step * index), int(step), _DEFAULT_CONFIDENCE)
        for index, word in enumerate(words)
    )


class _Fields:
    """A JSON object that is taken apart name by name; what is left over is unknown."""

    def __init__(self, value: object, what: str) -> None:
        if not isinstance(value, dict):
            raise ScriptError(f"{what} is not an object")
        self._left: dict[str, Any] = dict(value)
        self._what = what

    def take(self, name: str, default: object) -> Any:
        return self._left.pop(name, default)

    def text(self, name: str, default: str = "") -> str:
        value = self.take(name, default)
        if not isinstance(value, str):
            raise ScriptError(f"{name} of {self._what} is not a text")
        return value

    def whole(self, name: str, default: int = 0) -> int:
        value = self.take(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ScriptError(f"{name} of {self._what} is not a whole number from 0")
        return value

    def number(self, name: str, default: float, *, highest: float) -> float:
        value = self.take(name, default)
        if not isinstance(value, int | float) or not 0 <= value <= highest:
            raise ScriptError(f"{name} of {self._what} is not a number from 0 to {highest:g}")
        return float(value)

    def items(self, name: str) -> list[Any]:
        value = self.take(name, [])
        if not isinstance(value, list):
            raise ScriptError(f"{name} of {self._what} is not a list")
        return value

    def done(self) -> None:
        if self._left:
            raise ScriptError(f"unknown name in {self._what}: {min(self._left)}")
