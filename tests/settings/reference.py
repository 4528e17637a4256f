"""The README's tables of all options, written from the schema."""

from speechdesk.settings.kinds import (
    Choice,
    Decimal,
    Kind,
    Pairs,
    Rules,
    Switch,
    Text,
    Texts,
    Whole,
)
from speechdesk.settings.option import Applies, Option, Section
from speechdesk.settings.own_words import CommandWords
from speechdesk.settings.schema import OPTIONS

BEGIN = "<!-- settings: written by python -m tests.settings.write_reference -->\n"
END = "<!-- end of settings -->\n"


def markdown() -> str:
    """Return a table for each section of the settings."""
    parts = []
    for section in Section:
        parts += [f"### {section}\n\n| name | values | default | |\n|---|---|---|---|\n"]
        parts += [_row(option) for option in OPTIONS.values() if option.section is section]
        parts += ["\n"]
    return "".join(parts)


def with_table(readme: str) -> str:
    """Return the README's text with the table between its two marks. Raises ValueError."""
    start = readme.index(BEGIN) + len(BEGIN)
    return f"{readme[:start]}\n{markdown()}{readme[readme.index(END, start) :]}"


def _row(option: Option) -> str:
    default = option.kind.show(option.default)
    when = " From the next phrase on." if option.applies is Applies.NEXT_PHRASE else ""
    about = f"{option.label.rstrip('?')}. {option.help}{when}"
    cells = (f"`{option.name}`", _values(option.kind), f"`{default}`" if default else "", about)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _values(kind: Kind) -> str:
    match kind:
        case Switch():
            return "`on`, `off`"
        case Whole(least, most, unit, optional):
            empty = ", or empty" if optional else ""
            return f"{least} to {most} {unit}".rstrip() + empty
        case Decimal(least, most):
            return f"{least:g} to {most:g}"
        case Choice(labels):
            return ", ".join(f"`{member}`" if member else "empty" for member, _ in labels)
        case Text():
            return "text"
        case Texts(most):
            return f"up to {most} texts, separated by commas"
        case Pairs():
            return "`name=text`, separated by commas"
        case CommandWords():
            return "JSON: `{language: {command: [ways]}}`"
        case Rules():
            return "a JSON list of rules with `find`, `replace`, `regex`, `match_case`, `language`"
    raise TypeError(f"no words for {kind}")
