"""Where the words of a query stand in a text, drawn in [brackets]."""

import pytest

from speechdesk.domain.search_terms import marks_of, terms_of


def drawn(text: str, query: str) -> str:
    for start, length in reversed(marks_of(terms_of(query), text)):
        text = f"{text[:start]}[{text[start : start + length]}]{text[start + length :]}"
    return text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("weather", "The [weather] or whether the [Weather]"),
        ("wea WEATHER", "The [weather] or whether the [Weather]"),
        ("her", "The weather or whether the Weather"),
        ("the", "[The] weather or whether [the] Weather"),
        ("or the", "[The] weather [or] whether [the] Weather"),
        ("…!", "The weather or whether the Weather"),
        ("", "The weather or whether the Weather"),
    ],
)
def test_words_stand_where_words_begin(query: str, expected: str) -> None:
    assert drawn("The weather or whether the Weather", query) == expected


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Überall ÖL, überall", "uberall", "[Überall] ÖL, [überall]"),
        ("今日は天気がいい", "天気", "今日は[天気]がいい"),
        ("aaaa", "a", "[a][a][a][a]"),
        ("𝒳 then naïve 𝒴", "naive", "𝒳 then [naïve] 𝒴"),
    ],
)
def test_case_and_accents_do_not_count(text: str, query: str, expected: str) -> None:
    assert drawn(text, query) == expected
