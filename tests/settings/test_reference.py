"""The README's tables of all options say what the schema says."""

from speechdesk.settings.schema import OPTIONS
from tests.settings.reference import markdown, with_table
from tests.settings.write_reference import README


def test_the_readme_is_up_to_date() -> None:
    text = README.read_text(encoding="utf-8")
    assert text == with_table(text), "run python -m tests.settings.write_reference"


def test_the_tables_have_each_option_once() -> None:
    names = [line.split("`")[1] for line in markdown().splitlines() if line.startswith("| `")]
    assert sorted(names) == sorted(OPTIONS)
