"""Rules come before commands; each final is read in its own language."""

import pytest

from speechdesk.domain.spoken.document import SpokenDocument
from speechdesk.domain.spoken.edits import Insert
from speechdesk.domain.spoken.layer import SpokenLayer, SpokenOptions
from speechdesk.domain.spoken.vocabulary import OwnWords
from speechdesk.domain.vocabulary import ReplacementRule
from tests.domain.spoken.speaking import drawn, segment_of, speak


def test_a_rule_may_write_what_is_then_a_command() -> None:
    rule = ReplacementRule("next bullet", "new line •")
    assert drawn(speak("milk next bullet eggs", "en-US", SpokenOptions(rules=(rule,)))) == (
        "Milk↵• eggs"
    )


def test_a_rule_may_write_line_breaks() -> None:
    rule = ReplacementRule(r"\s*\bline\b\s*", "\n", regex=True)
    assert drawn(speak("one line two | line", "en-US", SpokenOptions(rules=(rule,)))) == (
        "One↵two↵"
    )


def test_rules_hold_without_commands_and_in_languages_without_a_table() -> None:
    options = SpokenOptions(commands=False, marks=False, rules=(ReplacementRule("a", "b"),))
    assert drawn(speak("a comma a", "en-US", options)) == "b comma b"
    assert drawn(speak("a komma a", "sv-SE", options)) == "b komma b"


def test_languages_may_change_between_finals() -> None:
    layer, document = SpokenLayer(SpokenOptions()), SpokenDocument()
    for number, (text, language) in enumerate(
        [("hello comma", "en-US"), ("Welt punkt", "de-DE"), ("hej komma", "sv-SE")]
    ):
        segment = segment_of(text, number, language)
        edit = layer.read(number + 1, segment, document.text_before).interpretation.edit
        document.apply(segment, edit)
    assert drawn(document) == "Hello, Welt. hej komma"


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Delete that.", ("delete that",)),
        ("hello, New Line, world", ("new line",)),
        ("caps on hello caps off new paragraph", ("caps on", "caps off", "new paragraph")),
        ("What can I say?", ("what can i say",)),
        ("hello comma a new line", ()),
    ],
)
def test_what_was_heard_is_told_as_it_was_said(said: str, heard: tuple[str, ...]) -> None:
    understood = SpokenLayer(SpokenOptions()).read(1, segment_of(said, 0, "en-US"), "")
    assert understood.interpretation.heard == heard


@pytest.mark.parametrize(
    ("said", "after", "language", "text"),
    [
        ("happy.", " end of it", "en-US", "happy"),
        ("happy.", ", as I said", "sv-SE", "happy"),
        ("happy.", " Then we left.", "en-US", "happy."),
        ("happy.", "", "en-US", "happy."),
        ("happy period", " end of it", "en-US", "happy."),
        ("happy?", " end of it", "en-US", "happy?"),
        ("happy...", " end of it", "en-US", "happy..."),
    ],
)
def test_a_full_stop_is_not_set_into_a_sentence(
    said: str, after: str, language: str, text: str
) -> None:
    segment = segment_of(said, 0, language)
    edit = SpokenLayer(SpokenOptions()).read(1, segment, "The", after).interpretation.edit
    assert isinstance(edit, Insert) and edit.text == text


def test_the_users_own_words() -> None:
    own = (OwnWords("en", "scratch", ("forget it",)), OwnWords("en", "cap", ()))
    options = SpokenOptions(own_words=own)
    assert drawn(speak("One. | Forget it. | Two.", "en-US", options)) == "Two."
    assert drawn(speak("One. | Scratch that.", "en-US", options)) == "One. Scratch that."
    assert drawn(speak("cap john", "en-US", options)) == "Cap john"


def test_a_slow_rule_is_named_and_left_out() -> None:
    rules = (ReplacementRule("(a|aa)+$", "x", regex=True), ReplacementRule("b", "c"))
    segment = segment_of("a" * 60 + " b", 0, "en-US")
    understood = SpokenLayer(SpokenOptions(rules=(rules[0],))).read(1, segment, "")
    assert understood.stopped == rules[:1]
    assert understood.runs[-1].text == "b"


def test_an_empty_final() -> None:
    segment = segment_of("", 0, "en-US")
    understood = SpokenLayer(SpokenOptions()).read(1, segment, "Hello.")
    assert understood.runs == ()
    document = SpokenDocument()
    document.apply(segment, understood.interpretation.edit)
    assert document.document().blocks == ()
