"""Replacement rules, applied to what was recognized."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from speechdesk.domain.spacing import UNSPACED
from speechdesk.domain.transcript import Run, reworded, text_of
from speechdesk.domain.vocabulary import ReplacementRule
from speechdesk.expressions import Expression, escaped

TIME_LIMIT_S = 0.03
"""What all rules together may take for one text: it is also done in the window's thread."""

_LONGEST = 20_000  # characters that rules may make of one phrase


@dataclass(frozen=True, slots=True)
class Replaced:
    """A text after the rules. `stopped` are rules that took too long or wrote too much."""

    text: str
    stopped: tuple[ReplacementRule, ...] = ()


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: ReplacementRule
    expression: Expression

    def applies_to(self, language: str) -> bool:
        wanted = self.rule.language.casefold()
        return not wanted or f"{language.casefold()}-".startswith(f"{wanted}-")


@dataclass
class Replacer:
    """Applies `rules` in their order, each to what the one before has left.

    Raises ExpressionError for a rule that `check` would refuse.
    """

    rules: Sequence[ReplacementRule]
    time_limit_s: float = TIME_LIMIT_S
    _compiled: list[_Compiled] = field(init=False)

    def __post_init__(self) -> None:
        self._compiled = [_Compiled(rule, check(rule)) for rule in self.rules]

    def replace(self, text: str, language: str) -> Replaced:
        """Return what the rules for `language`, such as "en-US", make of `text`."""
        deadline = time.monotonic() + self.time_limit_s
        stopped = []
        for each in self._compiled:
            if not each.applies_to(language):
                continue
            rest_s = deadline - time.monotonic()
            try:
                new = each.expression.replaced(
                    text, each.rule.replace, max(rest_s, 0.0), literal=not each.rule.regex
                )
            except TimeoutError:
                stopped.append(each.rule)
                continue
            if len(new) > _LONGEST:
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


def check(rule: ReplacementRule) -> Expression:
    """Return what a rule searches for. Raises ExpressionError where it cannot be followed."""
    if not rule.regex:
        return Expression(_plain(rule.find), match_case=rule.match_case)
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
