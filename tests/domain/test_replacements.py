"""Replacement rules: what they find, in which language, what they cost and how they fail."""

import pytest

from speechdesk.domain.replacements import Replacer, check
from speechdesk.domain.vocabulary import ReplacementRule
from speechdesk.expressions import ExpressionError

EVIL = ReplacementRule("(a|aa)+[!]", "x", regex=True)


def replaced(text: str, *rules: ReplacementRule, language: str = "en-US") -> str:
    return Replacer(rules).replace(text, language).text


@pytest.mark.parametrize(
    ("find", "replace", "text", "after"),
    [
        ("speech desk", "SpeechDesk", "Use Speech Desk.", "Use SpeechDesk."),
        ("speech desk", "SpeechDesk", "speech  desk", "SpeechDesk"),
        ("speech desk", "SpeechDesk", "speech desktop", "speech desktop"),
        ("art", "X", "start art, arts", "start X, arts"),
        ("c++", "C++", "I like c++.", "I like C++."),
        ("um, ", "", "Well um, yes", "Well yes"),
        (r"\1", r"\2", r"a \1 b", r"a \2 b"),
        ("東京", "TOKYO", "私は東京に", "私はTOKYOに"),
        ("straße", "Str.", "Lange Straße 5", "Lange Str. 5"),
        (" ", "_", "a b", "a_b"),
        ("zzz", "x", "abc", "abc"),
    ],
)
def test_plain_rules_find_whole_words(find: str, replace: str, text: str, after: str) -> None:
    assert replaced(text, ReplacementRule(find, replace)) == after


@pytest.mark.parametrize(
    ("find", "replace", "text", "after"),
    [
        (r"(\d+) percent", r"\1 %", "It is 5 percent", "It is 5 %"),
        (r"(?P<a>\w+) at (?P<b>\w+)", r"\g<b>@\g<a>", "anna at home", "home@anna"),
        (r"^hello", "Hi", "Hello hello", "Hi hello"),
        (r"\s*new bullet\s*", "\n• ", "milk new bullet eggs", "milk\n• eggs"),
        (r"(x)|y", r"[\1]", "y", "[]"),
    ],
)
def test_expressions(find: str, replace: str, text: str, after: str) -> None:
    assert replaced(text, ReplacementRule(find, replace, regex=True)) == after


def test_case_is_matched_where_asked() -> None:
    rule = ReplacementRule("IT", "the IT department", match_case=True)
    assert replaced("IT says it", rule) == "the IT department says it"


def test_a_rule_holds_in_its_language_and_its_varieties() -> None:
    german = ReplacementRule("a", "b", language="de")
    austrian = ReplacementRule("b", "c", language="de-AT")
    assert replaced("a", german, austrian, language="de-AT") == "c"
    assert replaced("a", german, austrian, language="de-DE") == "b"
    assert replaced("a", german, austrian, language="den-XX") == "a"


def test_rules_apply_one_after_the_other() -> None:
    assert replaced("a", ReplacementRule("a", "b"), ReplacementRule("b", "c")) == "c"


@pytest.mark.parametrize(
    ("rule", "reason", "position"),
    [
        (ReplacementRule("(ab", regex=True), "missing )", 3),
        (ReplacementRule("a[", regex=True), "unterminated character set", 2),
        (ReplacementRule("*a", regex=True), "nothing to repeat", 0),
        (ReplacementRule("(a)", r"\2", regex=True), "invalid group reference", None),
        (ReplacementRule("a", r"\g<b>", regex=True), "unknown group", None),
        (ReplacementRule("a", "x\\", regex=True), "bad escape (end of pattern)", 2),
        (ReplacementRule("(" * 3000, regex=True), "too large", None),
    ],
)
def test_a_bad_rule_says_what_is_wrong_and_where(
    rule: ReplacementRule, reason: str, position: int | None
) -> None:
    with pytest.raises(ExpressionError) as caught:
        check(rule)
    assert (str(caught.value), caught.value.position) == (reason, position)


def test_a_slow_rule_is_stopped_and_the_others_are_not() -> None:
    rules = (EVIL, ReplacementRule("end", "END"))
    result = Replacer(rules, time_limit_s=2).replace("a" * 200 + " end", "en-US")
    assert result.text == "a" * 200 + " END"
    assert result.stopped == (EVIL,)


def test_a_rule_that_writes_without_end_is_stopped() -> None:
    rule = ReplacementRule(".", "long" * 100, regex=True)
    result = Replacer((rule, rule), time_limit_s=60).replace("abc", "en-US")
    assert len(result.text) == 3 * 400
    assert result.stopped == (rule,)
