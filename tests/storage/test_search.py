"""Searches drawn as text: what is found stands in [brackets]."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from speechdesk.domain.transcript import Block, DocumentChange, Run
from speechdesk.storage import segments, take_table
from speechdesk.storage.database import Database
from speechdesk.storage.history import History
from speechdesk.storage.matches import BATCH
from speechdesk.storage.takes import Hit, Source, Take, TakeState
from tests.storage.making import new_take, spoken

FILE_TAKE = Take(
    id=0,
    title="",
    started=datetime(2026, 1, 1, tzinfo=UTC),
    length_ms=0,
    language="en-US",
    state=TakeState.COMPLETE,
    source=Source.FILE,
    recording="",
    sound_kept=False,
    cursor_ms=0,
    starred=False,
    content_hash="",
)


def drawn(hit: Hit) -> str:
    text = hit.snippet
    for start, length in reversed(hit.marks):
        text = f"{text[:start]}[{text[start : start + length]}]{text[start + length :]}"
    return text


def found(history: History, text: str) -> list[str]:
    return [drawn(hit) for hit in history.search(text)]


@pytest.mark.parametrize(
    ("said", "query", "expected"),
    [
        ("The weather is nice today.", "weather", "The [weather] is nice today."),
        ("The weather is nice today.", "WEATH", "The [weath]er is nice today."),
        ("The weather is nice today.", "nice weather", "The [weather] is [nice] today."),
        ("The weather is nice today.", "weather, today!", "The [weather] is nice [today]."),
        ("The weather is nice today.", "eather", None),
        ("The weather is nice today.", "weather tomorrow", None),
        ("The weather is nice today.", "is", "The weather [is] nice today."),
        ("The weather is nice today.", "E", "Th[e] w[e]ath[e]r is nic[e] today."),
        ("Überall Öl.", "uberall", "[Überall] Öl."),
        ("Überall Öl.", "öl", "Überall [Öl]."),
        ("Ça va très bien à Orléans", "orleans tres", "Ça va [très] bien à [Orléans]"),
        ("don't stop", "don't", "[don't] stop"),
        ("done it", "don't", None),
        ("100% sure", "0%", "1[0][0]% sure"),
        ("a_b", "_b", "a[_b]"),
        ("今日は天気がいいです。", "天気", "今日は[天気]がいいです。"),
        ("今日は天気がいいです。", "気", "今日は天[気]がいいです。"),
        ("今日は天気がいいです。", "は天気が", "今日[は天気が]いいです。"),
        ("今日は天気がいいです。", "天が", None),
        ("今天天气很好，iPhone很好", "iphone很", "今天天气很好，[iPhone很]好"),
        ("วันนี้อากาศดี", "อากาศ", "วันนี้[อากาศ]ดี"),
        ("한국어를 말해요", "한국어", "[한국어]를 말해요"),
        ("한국어를 말해요", "한글말", None),
        ("Привет, мир", "при", "[При]вет, мир"),
        ("Привет, мир", "МИ", "Привет, [ми]р"),
        ("İstanbul", "istanbul", "[İstanbul]"),
        ("anything", "", None),
        ("anything", " ?! ", None),
        ('"quoted"', '"quoted" OR x*', None),
        ("NEAR and NOT", "near(", "[NEAR] and NOT"),
    ],
)
def test_what_is_found(history: History, said: str, query: str, expected: str | None) -> None:
    new_take(history, said)
    assert found(history, query) == ([] if expected is None else [expected])


def test_a_paragraph_with_all_words_is_shown_rather_than_one_with_some(history: History) -> None:
    new_take(history, "apple", "cherry", "apple and cherry")
    assert found(history, "cherry apple") == ["[apple] and [cherry]"]


def test_newest_first_up_to_the_limit(history: History) -> None:
    ids = [new_take(history, f"apple {n}") for n in range(5)]
    assert [hit.take_id for hit in history.search("apple")] == ids[::-1]
    assert [hit.take_id for hit in history.search("apple", limit=2)] == [ids[4], ids[3]]
    assert [hit.take_id for hit in history.search("p", limit=2)] == [ids[4], ids[3]]


def test_short_words_are_looked_for_in_all_takes_however_many(tmp_path: Path) -> None:
    database = Database(tmp_path / "history.sqlite3")
    with database.write() as connection:
        for number in range(2 * BATCH + 50):
            text = "an old fig and a plum" if number % 300 == 5 else "a plum"
            segments.add(connection, take_table.add(connection, FILE_TAKE), spoken(text))
    database.close()
    with closing(History(tmp_path / "history.sqlite3")) as history:
        assert [hit.take_id for hit in history.search("fi")] == [306, 6]
        assert [hit.take_id for hit in history.search("fi ol plum")] == [306, 6]
        assert [hit.take_id for hit in history.search("plum ol", limit=1)] == [306]
        assert [hit.take_id for hit in history.search("pl", limit=300)] == [*range(450, 150, -1)]


def test_the_longer_word_is_shown_where_words_are_far_apart(history: History) -> None:
    new_take(history, "apple pie", "and cherry cake")
    assert found(history, "pi cherry") == ["and [cherry] cake"]


def test_words_may_stand_in_different_phrases_of_one_take(history: History) -> None:
    both = new_take(history, "apple pie", "and cherry cake")
    new_take(history, "apple")
    new_take(history, "cherry")
    (hit,) = history.search("cherry apple")
    assert (hit.take_id, hit.count, drawn(hit)) == (both, 2, "and [cherry] cake")
    assert [hit.take_id for hit in history.search("cherry ap")] == [both]


def test_the_paragraphs_with_a_hit_are_counted(history: History) -> None:
    new_take(history, "no no", "maybe", "no", title="No way")
    (hit,) = history.search("no")
    assert (hit.title, hit.count) == ("No way", 3)


def test_titles_are_found_and_follow_a_rename(history: History) -> None:
    take_id = new_take(history, "text", title="Shopping list")
    assert found(history, "shopping") == ["[Shopping] list"]
    history.update_take(take_id, title="Garden")
    assert found(history, "shopping") == []
    assert found(history, "garden") == ["[Garden]"]
    assert found(history, "ga") == ["[Ga]rden"]


def test_a_deleted_take_is_not_found_until_restored(history: History) -> None:
    take_id = new_take(history, "secret")
    history.delete(take_id)
    assert found(history, "secret") == found(history, "se") == []
    history.restore(take_id)
    assert found(history, "secret") == ["[secret]"]


def test_edited_text_is_found_and_replaced_text_is_not(history: History) -> None:
    take_id = new_take(history, "whether", "forecast")
    first, second = history.segments(take_id)
    block = Block(1, (Run("weather"),))
    history.save_blocks(take_id, DocumentChange((1,), (block,), first.id))
    assert found(history, "whether") == found(history, "wh") == []
    assert found(history, "weather") == ["[weather]"]
    assert found(history, "forecast") == ["[forecast]"]
    assert found(history, "fo") == ["[fo]recast"]
    history.save_blocks(take_id, DocumentChange((2,), (Block(2, (Run("Rain"),)),), second.id))
    assert found(history, "weather") == found(history, "forecast") == []
    assert found(history, "rain") == ["[Rain]"]


def test_a_later_reading_is_found_only_once_the_document_shows_it(history: History) -> None:
    take_id = new_take(history, "beach")
    (first,) = history.segments(take_id)
    history.revise_segment(take_id, first.id, spoken("speech"))
    assert found(history, "speech") == found(history, "sp") == []


def test_a_snippet_shows_the_surroundings_of_the_first_mark(history: History) -> None:
    new_take(history, "word " * 100 + "needle " + "word " * 100)
    (hit,) = history.search("needle")
    assert drawn(hit).startswith("…word") and drawn(hit).endswith("…")
    assert "word [needle] word" in drawn(hit)
    assert len(hit.snippet) <= 92


def test_starred_takes_alone(history: History) -> None:
    new_take(history, "the weather is nice")
    starred = new_take(history, "the weather was nice")
    history.update_take(starred, starred=True)
    assert [hit.starred for hit in history.search("weather")] == [True, False]
    assert [hit.take_id for hit in history.search("weather", only_starred=True)] == [starred]
    assert [take.id for take in history.takes(only_starred=True)] == [starred]
    history.delete(starred)
    assert history.search("weather", only_starred=True) == []
    assert history.takes(only_starred=True) == []
