"""Text from outside is plain text; details of errors hold no secret."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdesk.speech.cleaning import clean_detail, clean_text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Hello, world.", "Hello, world."),
        ("a\nb\tc\r\nd\u2028e", "a b c d e"),
        ("a\x00b\x1b[1mc\x7fd\x9fe", "ab[1mcde"),
        ("\u202eabc\u202c \u2066def\u2069 \u200eg\u061c", "abc def g"),
        ("\ud83d half \ude00", " half "),
        ("\ufeffa\ufffeb\uffff", "ab"),
        ("👩‍🚀 नमस्ते می‌خواهم 日本語", "👩‍🚀 नमस्ते می‌خواهم 日本語"),
    ],
)
def test_plain_text(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned


@given(st.text(st.characters()))
def test_what_is_clean_can_be_written_and_stays_as_it_is(text: str) -> None:
    cleaned = clean_text(text)
    cleaned.encode("utf-8")
    assert clean_text(cleaned) == cleaned
    assert len(cleaned.splitlines()) <= 1


@pytest.mark.parametrize(
    ("detail", "cleaned"),
    [
        ("wss://host/path?key=abc&x=1 refused", "wss://host/path refused"),
        ("https://user:word@host/path failed", "https://host/path failed"),
        ("Ocp-Apim-Subscription-Key: abcdef\nnext", "Ocp-Apim-Subscription-Key: … next"),
        ("Authorization: Bearer abc.def rest", "Authorization: … rest"),
        ("the key SECRET was wrong", "the key … was wrong"),
        ("two\n\n lines\x00", "two lines"),
    ],
)
def test_details_hold_no_secret(detail: str, cleaned: str) -> None:
    assert clean_detail(detail, ["SECRET", ""]) == cleaned


def test_details_are_cut() -> None:
    assert clean_detail("x" * 501) == "x" * 499 + "…"
