"""First words as a title."""

import pytest

from speechdesk.domain.headline import headline


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", ""),
        ("Hello.", "Hello"),
        ("Dear tenants,\n\nfrom Monday the lift", "Dear tenants, from Monday the lift"),
        ("one two three four five six seven eight", "one two three four five six seven"),
        ("incomprehensibilities notwithstanding, we met", "incomprehensibilities notwithstanding"),
        ("天" * 200, "天" * 80),
    ],
)
def test_the_first_words_that_fit(text: str, title: str) -> None:
    assert headline(text) == title
