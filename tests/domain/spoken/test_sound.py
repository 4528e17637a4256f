"""Words that were spoken keep their sound through commands, marks and rules."""

from speechdesk.domain.spoken.layer import SpokenOptions
from speechdesk.domain.vocabulary import ReplacementRule
from tests.domain.spoken.speaking import speak


def linked(said: str, *rules: ReplacementRule) -> str:
    """Speak, and draw each run that has a sound as text<segment.word>."""
    document = speak(said, "en-US", SpokenOptions(rules=rules)).document()
    return "¶".join(
        "".join(
            f"{run.text}<{run.word.segment_id}.{run.word.index}>" if run.word else run.text
            for run in block.runs
        )
        for block in document.blocks
    )


def test_plain_words() -> None:
    assert linked("Hello world. | Yes.") == "Hello<1.0> world.<1.1> Yes.<2.0>"


def test_a_spoken_mark_has_no_sound_and_takes_none_away() -> None:
    assert linked("hello, comma world") == "Hello<1.0>, world<1.2>"
    assert linked("Hello world. | Question mark.") == "Hello<1.0> world<1.1>?"


def test_layout_and_capitals() -> None:
    assert linked("hello new paragraph cap anna") == "Hello<1.0>¶Anna<1.4>"
    assert linked("caps on hello | world") == "Hello<1.2> World<2.0>"


def test_literal_words_and_numerals() -> None:
    assert linked("a literal comma") == "A<1.0> comma<1.2>"
    assert linked("page numeral twenty one.") == "Page<1.0> 21.<1.2>"


def test_after_scratch_undo_and_deleted_words() -> None:
    assert linked("One two. | Three. | Scratch that. | Delete last word.") == "One<1.0>"
    assert linked("One. | Two. | Undo that. | Redo that.") == "One.<1.0> Two.<2.0>"


def test_replaced_words_have_the_sound_of_those_they_replace() -> None:
    rule = ReplacementRule("speech desk", "SpeechDesk")
    assert linked("use speech desk now", rule) == "Use<1.0> SpeechDesk<1.1> now<1.3>"
    longer = ReplacementRule("btw", "by the way")
    assert linked("btw hello", longer) == "By<1.0> the<1.0> way<1.0> hello<1.1>"


def test_a_mark_apart_from_its_word() -> None:
    assert linked("Hello ! | You") == "Hello !<1.0> You<2.0>"
