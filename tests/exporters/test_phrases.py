from dataclasses import replace

from speechdesk.domain.events import Segment
from speechdesk.domain.transcript import Block, Document, Run, WordRef, append_segments, runs_of
from speechdesk.exporters.phrases import Phrase, phrases, word_of
from tests.exporters.making import following, spoken

HEARD = dict(enumerate(following("hello brave world", "how are you"), start=1))


def told(*blocks: tuple[Run, ...]) -> list[Phrase]:
    document = Document(tuple(Block(n, runs) for n, runs in enumerate(blocks, start=1)))
    return phrases(document, HEARD, "fr-FR")


def test_an_unedited_document_gives_the_segments_as_they_were_heard() -> None:
    document = append_segments(Document(), HEARD.items(), None)
    found = phrases(document, HEARD, "en-US")
    assert [(each.segment_id, each.segment) for each in found] == list(HEARD.items())


def test_edited_words_lose_their_time_and_the_others_keep_it() -> None:
    hello, space, _, _, world = runs_of(1, HEARD[1])
    (phrase,) = told((Run("Oh, "), hello, Run(" new "), world, Run("!")))
    assert phrase.segment.text == "Oh, hello new world!"
    assert [(word.text, word.offset_ms) for word in phrase.segment.words] == [
        ("hello", 0),
        ("world", 600),
    ]
    assert (phrase.segment.offset_ms, phrase.segment.end_ms) == (0, 900)
    assert space.text == " "


def test_what_is_typed_between_two_phrases_belongs_to_the_first() -> None:
    first, second = told((*runs_of(1, HEARD[1]), Run(", moreover "), *runs_of(2, HEARD[2])))
    assert first.segment.text == "hello brave world, moreover"
    assert second.segment == HEARD[2]


def test_a_phrase_that_was_cut_and_moved_is_told_twice_in_the_order_of_the_document() -> None:
    runs = runs_of(1, HEARD[1])
    found = told((runs[4],), (*runs_of(2, HEARD[2]), Run(" "), runs[0]))
    assert [each.segment.text for each in found] == ["world", "how are you", "hello"]
    assert [each.segment.offset_ms for each in found] == [600, 1400, 0]


def test_typed_blocks_get_the_time_between_their_neighbours() -> None:
    before, between, after = told(runs_of(1, HEARD[1]), (Run("typed"),), runs_of(2, HEARD[2]))
    assert (between.segment_id, between.segment.text) == (None, "typed")
    assert between.segment.language == "fr-FR"
    assert between.segment.offset_ms == before.segment.end_ms
    assert between.segment.end_ms == after.segment.offset_ms
    only, blank = told((Run("typed"),), (Run("  "),)), told((Run(" "),), ())
    assert [(each.segment.offset_ms, each.segment.duration_ms) for each in only] == [(0, 0)]
    assert blank == []


def test_a_segment_without_words_is_one_word_as_long_as_itself() -> None:
    whole = Segment("all of it", 100, 900, "en-US", 0.5)
    (run,) = runs_of(1, whole)
    word = word_of(run, {1: whole})
    assert word is not None
    assert (word.text, word.offset_ms, word.duration_ms) == ("all of it", 100, 900)
    (phrase,) = phrases(Document((Block(1, (run, Run("!"))),)), {1: whole}, "en-US")
    assert phrase.segment == replace(whole, text="all of it!")


def test_words_of_a_lost_segment_are_as_good_as_typed() -> None:
    assert word_of(Run("lost", WordRef(9, 0)), HEARD) is None
    assert word_of(Run("lost", WordRef(1, 99)), HEARD) is None
    (phrase,) = told((Run("lost", WordRef(9, 0)),))
    assert (phrase.segment_id, phrase.segment.text) == (None, "lost")


def test_spoken_helper_counts_characters_without_spaces() -> None:
    assert len(spoken("天気がいい").words) == 5
