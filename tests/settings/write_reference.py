"""Writes the tables of all options into the README: `python -m tests.settings.write_reference`."""

from pathlib import Path

from tests.settings.reference import with_table

README = Path(__file__).parents[2] / "README.md"

if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
