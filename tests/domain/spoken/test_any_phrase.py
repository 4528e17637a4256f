"""Whatever is said: nothing raises, no spoken word is lost, and no mark doubles."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from speechdesk.domain.events import Segment
from speechdesk.domain.spoken.document import SpokenDocument
from speechdesk.domain.spoken.edits import Insert
from speechdesk.domain.spoken.layer import SpokenLayer, SpokenOptions
from speechdesk.domain.spoken.tables import languages, load_vocabulary
from tests.domain.spoken.speaking import segment_of, speak

PLAIN = ("oak", "birch", "maple", "Anna", "3.5", "café")


def _said(language: str) -> list[str]:
    vocabulary = load_vocabulary(language)
    assert vocabulary is not None
    return [way for entry in vocabulary.entries for way in entry.ways]


@st.composite
def dictations(draw: st.DrawFn) -> tuple[str, list[str]]:
    language = draw(st.sampled_from(languages()))
    word = st.sampled_from([*PLAIN, *_said(language)])
    marked = st.tuples(word, st.sampled_from(["", "", "", ",", ".", "?", " -", "..."])).map("".join)
    return language, draw(st.lists(st.lists(marked, max_size=8).map(" ".join), max_size=8))


@given(dictations())
@settings(max_examples=200, deadline=None)
def test_nothing_is_dropped_that_is_not_there(said: tuple[str, list[str]]) -> None:
    language, phrases = said
    layer, document = SpokenLayer(SpokenOptions()), SpokenDocument()
    for number, text in enumerate(phrases):
        segment = segment_of(text, number, language)
        before = document.text_before
        edit = layer.read(number + 1, segment, before).interpretation.edit
        if isinstance(edit, Insert):
            assert not before[len(before) - edit.drop :].strip(" .,;:?!…\u00a0\u202f")
            words = [run.word.index for run in edit.runs if run.word is not None]
            assert words == sorted(words)
        document.apply(segment, edit)


@given(st.lists(st.sampled_from(PLAIN[:4]), min_size=1, max_size=6), st.data())
@settings(max_examples=200, deadline=None)
def test_plain_words_survive_among_marks_that_never_double(
    words: list[str], data: st.DataObject
) -> None:
    mark = st.sampled_from(["comma", "period", "question mark", ""])
    native = st.sampled_from(["", ",", ".", "?"])
    said = " ".join(f"{word}{data.draw(native)} {data.draw(mark)}".strip() for word in words)
    text = speak(said, "en-US").document().text
    assert [word.casefold() for word in re.findall(r"\w+", text)] == [
        word.casefold() for word in words
    ]
    assert not re.search(r"[.,?]{2}", text)


@given(st.text(max_size=60), st.text(max_size=20), st.sampled_from(languages()))
@settings(max_examples=200, deadline=None)
def test_any_text_is_taken(text: str, before: str, language: str) -> None:
    segment = Segment(text, 0, 1000, language)
    SpokenLayer(SpokenOptions()).read(1, segment, before)
