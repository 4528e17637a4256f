"""What stands between a final and the text: replacement rules, then spoken commands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from speechdesk.domain.events import Segment
from speechdesk.domain.replacements import Replacer
from speechdesk.domain.spacing import needs_space
from speechdesk.domain.spoken.edits import Insert, Interpretation
from speechdesk.domain.spoken.interpreter import Interpreter
from speechdesk.domain.spoken.tables import load_vocabulary
from speechdesk.domain.spoken.tokens import MARKS
from speechdesk.domain.spoken.vocabulary import OwnWords
from speechdesk.domain.transcript import Run, runs_of, text_of
from speechdesk.domain.vocabulary import ReplacementRule


@dataclass(frozen=True, slots=True)
class SpokenOptions:
    """What the user chose: the two switches, their own words for commands, and rules."""

    commands: bool = True
    marks: bool = True
    own_words: tuple[OwnWords, ...] = ()
    rules: tuple[ReplacementRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """A final, understood. `runs` are its words after the rules, `stopped` rules that took too
    long for it."""

    interpretation: Interpretation
    runs: tuple[Run, ...]
    stopped: tuple[ReplacementRule, ...] = ()


class SpokenLayer:
    """Reads the finals of one dictation, one after the other, each in its own language."""

    def __init__(self, options: SpokenOptions) -> None:
        self._options = options
        self._replacer = Replacer(options.rules)
        self._interpreters: dict[str, Interpreter | None] = {}

    def read(
        self,
        segment_id: int,
        segment: Segment,
        before: str,
        after: str = "",
        *,
        commands: bool = True,
    ) -> Understood:
        """Return what a final means where it comes between `before` and `after` in its block.

        Without `commands`, only the rules are applied.
        """
        runs, stopped = self._replacer.reword(runs_of(segment_id, segment), segment.language)
        interpreter = self._interpreter(segment.language) if commands else None
        if interpreter is None:
            understood = as_text(runs, before)
        else:
            understood = interpreter.interpret(runs, before)
        return Understood(_within_sentence(understood, after), runs, stopped)

    def _interpreter(self, language: str) -> Interpreter | None:
        """Return the interpreter of a language, None where nothing is to be interpreted."""
        if language not in self._interpreters:
            self._interpreters[language] = self._made(language)
        return self._interpreters[language]

    def _made(self, language: str) -> Interpreter | None:
        options = self._options
        if not options.commands and not options.marks:
            return None
        vocabulary = load_vocabulary(language, options.own_words)
        if vocabulary is None:
            return None
        return Interpreter(vocabulary, commands=options.commands, marks=options.marks)


def as_text(runs: Sequence[Run], before: str) -> Interpretation:
    """Return what a phrase means where nothing in it is a command."""
    return Interpretation(Insert(tuple(runs), 0, needs_space(before, text_of(runs))))


def _within_sentence(understood: Interpretation, after: str) -> Interpretation:
    """Leave out the full stop that the service sets where the sentence goes on with `after`."""
    edit = understood.edit
    following = after.lstrip()[:1]
    goes_on = following.islower() or (following != "" and following in MARKS)
    if not goes_on or not isinstance(edit, Insert) or not edit.runs:
        return understood
    *others, last = edit.runs
    if last.word is None or not last.text.endswith(".") or last.text.endswith(".."):
        return understood  # it was said, or is no full stop
    runs = (*others, Run(last.text[:-1], last.word))
    return replace(understood, edit=replace(edit, runs=runs))
