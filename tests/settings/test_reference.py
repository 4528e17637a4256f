"""The page of all options says what the schema says."""

from pathlib import Path

from speechdesk.settings.reference import markdown
from speechdesk.settings.schema import OPTIONS

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"
HOW = (
    "python -c 'from speechdesk.settings.reference import markdown as m; print(m(), end=\"\")' "
    "> docs/settings.md"
)


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == markdown(), HOW


def test_the_page_has_each_option_once() -> None:
    names = [line.split("`")[1] for line in markdown().splitlines() if line.startswith("| `")]
    assert sorted(names) == sorted(OPTIONS)
