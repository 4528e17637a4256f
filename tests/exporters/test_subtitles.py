import random
from itertools import pairwise

import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speechdesk.domain.events import Segment, Word
from speechdesk.domain.transcript import Block, Document, Run
from speechdesk.exporters.base import export
from speechdesk.exporters.cues import MAX_MS, MIN_MS, Cue, cues
from speechdesk.exporters.phrases import Phrase
from speechdesk.exporters.units import MAX_COLUMNS, columns_of
from tests.exporters.making import following, spoken, take

LONG = (
    "When the weather is nice, we walk to the river and sit in the grass until the sun goes down. "
    "Nobody says much, because there is nothing to say. Then we go home."
)


def cues_of(*segments: Segment) -> list[Cue]:
    return cues(Phrase(segment, n) for n, segment in enumerate(segments, start=1))


def drawn(*segments: Segment) -> list[str]:
    """Return the cues as text: " / " between lines."""
    return [" / ".join(cue.lines) for cue in cues_of(*segments)]


def check(found: list[Cue]) -> None:
    """Check what holds for all subtitles."""
    for cue in found:
        assert 1 <= len(cue.lines) <= 2
        assert all(line and line == line.strip() for line in cue.lines)
        assert all(columns_of(line) <= MAX_COLUMNS for line in cue.lines)
        assert MIN_MS <= cue.end_ms - cue.start_ms <= MAX_MS
    for cue, after in pairwise(found):
        assert cue.end_ms <= after.start_ms


def test_cues_end_where_phrases_end() -> None:
    assert drawn(spoken(LONG)) == [
        "When the weather is nice,",
        "we walk to the river and sit / in the grass until the sun goes down.",
        "Nobody says much, / because there is nothing to say.",
        "Then we go home.",
    ]


def test_short_phrases_that_follow_at_once_share_a_cue() -> None:
    assert drawn(*following("Yes.", "No.", "Of course.", pause_ms=100)) == ["Yes. No. Of course."]


def test_a_pause_ends_a_cue() -> None:
    assert drawn(*following("Yes.", "No.", pause_ms=1000)) == ["Yes.", "No."]
    one, two = cues_of(*following("Yes.", "No.", pause_ms=1000))
    assert (one.start_ms, one.end_ms, two.start_ms) == (0, 1000, 1300)


def test_an_article_stays_with_its_noun() -> None:
    text = "We should probably have bought the house beside the old mill before it was sold"
    for line in "/".join(drawn(spoken(text))).split("/"):
        assert line.split()[-1] not in ("the", "a")


def test_a_word_longer_than_a_line_is_cut() -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    found = cues_of(spoken(f"Die {word} lebt"))
    check(found)
    assert "".join("".join(cue.lines) for cue in found).replace(" ", "") == f"Die{word}lebt"


def test_chinese_and_japanese_lines_break_between_characters_by_the_rules() -> None:
    text = (
        "今日は天気がとてもいいので、川まで歩いて、草の上に座って、"
        "日が沈むまでそこにいました。誰も何も言いません。"
    )
    found = cues_of(spoken(text))
    check(found)
    lines = [line for cue in found for line in cue.lines]
    assert "".join(lines) == text
    assert all(len(line) <= MAX_COLUMNS // 2 for line in lines)
    assert not any(line[0] in "、。" for line in lines)
    assert len(found) > 1 and found[-1].lines[-1].endswith("言いません。")


def test_korean_breaks_between_words() -> None:
    text = "오늘은 날씨가 아주 좋아서 강까지 걸어가서 해가 질 때까지 풀밭에 앉아 있었습니다"
    found = cues_of(spoken(text))
    check(found)
    assert " ".join(" ".join(cue.lines) for cue in found) == text


def test_a_phrase_without_word_times_is_cut_in_proportion() -> None:
    found = cues_of(Segment(LONG, 2000, 20_000, "en-US"))
    check(found)
    assert found[0].start_ms == 2000
    assert found[-1].end_ms == 22_000
    assert " ".join(" ".join(cue.lines) for cue in found) == LONG


def test_a_word_that_lasts_for_ever_ends_after_7_seconds() -> None:
    (cue,) = cues_of(Segment("Ooooh", 0, 60_000, "en-US", words=(Word("Ooooh", 0, 60_000),)))
    assert (cue.start_ms, cue.end_ms) == (0, MAX_MS)


def test_phrases_out_of_order_come_by_time() -> None:
    assert drawn(spoken("Second.", 5000), spoken("First.", 0)) == ["First.", "Second."]


def test_typed_text_stands_where_its_sound_was_or_not_at_all() -> None:
    segments = following("One two three four.", "Five.", pause_ms=4000)
    first, second = take(segments).document.blocks
    typed = Block(9, (Run("Typed."),))

    def shown(*blocks: Block) -> list[str]:
        found = cues(take(segments, document=Document(blocks)).phrases)
        return [" ".join(cue.lines) for cue in found]

    assert shown(first, typed, second) == ["One two three four.", "Typed.", "Five."]
    assert shown(first, second, typed) == ["One two three four.", "Five."]


WORDS = st.lists(
    st.text(st.sampled_from("abcé.,!?天気、。กี "), min_size=1, max_size=50), max_size=25
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(WORDS, st.integers(0, 4000), st.integers(0, 900)), max_size=5))
def test_the_rules_hold_for_any_speech_and_no_text_is_lost(
    said: list[tuple[list[str], int, int]],
) -> None:
    at_ms = 0
    segments = []
    for words, pause_ms, ms_a_word in said:
        at_ms += pause_ms
        segments.append(spoken(" ".join(words), at_ms, ms_a_word))
        at_ms = segments[-1].end_ms
    found = cues_of(*segments)
    check(found)
    shown = "".join("".join(cue.lines) for cue in found)
    expected = "".join(segment.text for segment in segments)
    assert "".join(shown.split()) == "".join(expected.split())


def test_times_that_make_no_sense_still_make_subtitles() -> None:
    chance = random.Random(4)
    segments = [
        Segment(
            "a b c d",
            chance.randrange(5000),
            chance.randrange(5000),
            "en-US",
            words=tuple(
                Word(each, chance.randrange(9000), chance.randrange(9000)) for each in "abcd"
            ),
        )
        for _ in range(30)
    ]
    check(cues_of(*segments))


@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_a_subtitle_program_reads_back_what_was_said(form: str) -> None:
    exported = take(following(LONG, "And <i>this</i> & --> that too.", pause_ms=3000))
    read = pysubs2.SSAFile.from_string(export(form, exported).decode(), format_=form)
    expected = cues(exported.phrases)
    assert [(line.start, line.end) for line in read] == [
        (cue.start_ms, cue.end_ms) for cue in expected
    ]
    shown = [line.plaintext.replace("\u2060", "").split("\n") for line in read]
    if form == "vtt":
        shown = [
            [each.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for each in lines]
            for lines in shown
        ]
    assert shown == [list(cue.lines) for cue in expected]


def test_players_take_nothing_that_was_said_for_markup() -> None:
    srt = export("srt", take([spoken("a {\\an8}b <b>c</b> 1 < 2")])).decode()
    assert "a {\u2060\\an8}b <\u2060b>c<\u2060/b> 1 < 2" in srt


def test_times_beyond_an_hour_and_an_empty_take() -> None:
    assert b"01:01:01,500 --> " in export("srt", take([spoken("Late.", 3_661_500)]))
    assert b"01:01:01.500 --> " in export("vtt", take([spoken("Late.", 3_661_500)]))
    assert export("srt", take([])) == b""
    assert export("vtt", take([])) == b"WEBVTT\n"
