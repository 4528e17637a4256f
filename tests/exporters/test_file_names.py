from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdesk.domain.file_names import DEFAULT_TEMPLATE
from speechdesk.exporters.file_names import file_name, free_path
from tests.exporters.making import NOON


def named(template: str, title: str = "A title") -> str:
    return file_name(template, title=title, started=NOON, language="en-US", ending="txt")


@pytest.mark.parametrize(
    ("template", "title", "expected"),
    [
        (DEFAULT_TEMPLATE, "A title", "2026-05-04 A title.txt"),
        ("{title} {language} {date}_{time}", "Brief", "Brief en-US 2026-05-04_12-30.txt"),
        ("{title}", "{date}", "{date}.txt"),
        ("{title}{unknown}{", "x", "x{unknown}{.txt"),
        ("{title}", 'a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j.txt"),
        ("{title}", "..", "Dictation.txt"),
        ("", "x", "Dictation.txt"),
        ("{title}", "  spaced \n out.  ", "spaced out.txt"),
        ("{title}", "CON", "_CON.txt"),
        ("{title}", "com1.old", "_com1.old.txt"),
        ("{title}", "console", "console.txt"),
        ("{title}", "-rf", "_-rf.txt"),
        ("{title}", ".hidden", "hidden.txt"),
        ("{title}", "evil\u202etxt.exe", "eviltxt.exe.txt"),
        ("{title}", "u\u0308ber", "über.txt"),
        ("{title}", "世" * 200, "世" * 53 + ".txt"),
        ("{title}", "a\ud800b", "ab.txt"),
    ],
)
def test_names(template: str, title: str, expected: str) -> None:
    assert named(template, title) == expected


@given(st.text(), st.text())
def test_every_name_is_one_file_in_the_folder(template: str, title: str) -> None:
    name = named(template + "{title}", title)
    assert Path("folder", name).parent == Path("folder")
    assert len(name.encode()) <= 255
    assert name.endswith(".txt") and name != ".txt"
    assert not name.startswith((" ", ".", "-"))


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    for expected in ("a.txt", "a (2).txt", "a (3).txt"):
        path = free_path(tmp_path, "a.txt")
        assert path == tmp_path / expected
        path.touch()
