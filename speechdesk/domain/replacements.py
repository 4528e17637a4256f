"""Replacement rules, applied to what was recognized."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from speechdesk.domain.spacing import UNSPACED
from speechdesk.domain.transcript import Run, reworded, text_of
from speechdesk.domain.vocabulary import ReplacementRule
from speechdesk.expressions import Expression, escaped

TIME_LIMIT_S = 0.045
"""What all rules together may take for one text: it is also done in the window's thread. One rule
may take a third of it, so that the others need not be left out for its sake."""

_SHARE = 3

_LONGEST = 20_000  # characters that rules may make of one phrase


@dataclass(frozen=True, slots=True)
class Replaced:
    """A text after the rules. `stopped` are rules that took too long or wrote too much."""

    text: str
    stopped: tuple[ReplacementRule, ...] = ()


class _Applied:
    """A rule with its expression; a plain one's is made when its first word turns up."""

    def __init__(self, rule: ReplacementRule) -> None:
        self.rule = rule
        self._language = rule.language.casefold()
        self._clue = "" if rule.regex else " ".join(rule.find.split()[:1]).casefold()
        self._expression = check(rule)

    def concerns(self, text: str, language: str) -> bool:
        """Whether the rule is for the language, and may find something in the text."""
        if self._language and not f"{language.casefold()}-".startswith(f"{self._language}-"):
            return False
        return self._clue in text.casefold()

    @property
    def expression(self) -> Expression:
        if self._expression is None:
            self._expression = Expression(_plain(self.rule.find), match_case=self.rule.match_case)
        return self._expression


class Replacer:
    """Applies `rules` in their order, each to what the one before has left.

    Raises ExpressionError for a rule that `check` would refuse.
    """

    def __init__(
        self, rules: Iterable[ReplacementRule], time_limit_s: float = TIME_LIMIT_S
    ) -> None:
        self._rules = [_Applied(rule) for rule in rules]
        self._time_limit_s = time_limit_s

    def replace(self, text: str, language: str) -> Replaced:
        """Return what the rules for `language`, such as "en-US", make of `text`."""
        left_s = self._time_limit_s
        stopped = []
        for each in self._rules:
            if not each.concerns(text, language):
                continue
            expression = each.expression
            timeout_s = max(0.0, min(left_s, self._time_limit_s / _SHARE))
            started = time.monotonic()
            try:
                new = expression.replaced(
                    text, each.rule.replace, timeout_s, literal=not each.rule.regex
                )
            except TimeoutError:
                new = None
            left_s -= time.monotonic() - started
            if new is None or len(new) > _LONGEST:
                stopped.append(each.rule)
            else:
                text = new
        return Replaced(text, tuple(stopped))

    def reword(
        self, runs: Sequence[Run], language: str
    ) -> tuple[tuple[Run, ...], tuple[ReplacementRule, ...]]:
        """Return `runs` after the rules, and the rules that were stopped.

        Words that are still there keep their sound; new ones have that of those they replace.
        """
        before = text_of(runs)
        replaced = self.replace(before, language)
        same = replaced.text == before
        return tuple(runs) if same else reworded(runs, replaced.text), replaced.stopped


def check(rule: ReplacementRule) -> Expression | None:
    """Return what a rule with an expression searches for, None for a plain rule.

    Raises ExpressionError where it cannot be followed.
    """
    if not rule.regex:
        return None
    expression = Expression(rule.find, match_case=rule.match_case)
    expression.check_template(rule.replace)
    return expression


def _plain(find: str) -> str:
    """Return an expression for whole words, whatever space is between them."""
    words = find.split()
    if not words:
        return escaped(find)
    lead = find[: len(find) - len(find.lstrip())]
    trail = find[len(find.rstrip()) :]
    middle = r"\s+".join(map(escaped, words))
    before = r"(?<!\w)" if not lead and _is_letter(words[0][0]) else ""
    after = r"(?!\w)" if not trail and _is_letter(words[-1][-1]) else ""
    return f"{before}{escaped(lead)}{middle}{escaped(trail)}{after}"


def _is_letter(character: str) -> bool:
    return character.isalnum() and not UNSPACED.match(character)
