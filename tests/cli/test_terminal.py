"""What is told on standard error is one line, with nothing in it that a terminal would obey."""

import os

import pytest

from speechdesk.cli.terminal import printable, say


@pytest.mark.parametrize(
    ("told", "line"),
    [
        ("a plain line", "a plain line"),
        ("two\nlines", "two lines"),
        ("\x1b[2Jred\x07", "[2Jred"),
        ("日本.wav", "日本.wav"),
        (os.fsdecode(b"caf\xe9.wav"), "caf\\udce9.wav"),
    ],
)
def test_it_is_one_line_without_what_a_terminal_obeys(told: str, line: str) -> None:
    assert printable(told).encode(errors="backslashreplace").decode() == line


def test_it_says_whose_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    say("this\nand that")
    assert capsys.readouterr().err == "speechdesk: this and that\n"
