"""The table of all options in `docs/settings.md`, written from the schema."""

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

_HEAD = """# Settings

All options, as `speechdesk settings list` shows them, `speechdesk settings set NAME VALUE` changes
them, and `settings.toml` keeps them (`speechdesk settings paths` says where). A value that cannot
be taken costs that value only: its default holds, and a line says so. Names that are not in this
list are kept as they are. Secrets are not in the file.
"""


def markdown() -> str:
    """Return the page: a table for each section."""
    parts = [_HEAD]
    for section in Section:
        parts += [f"\n## {section}\n\n| name | values | default | |\n|---|---|---|---|\n"]
        parts += [_row(option) for option in OPTIONS.values() if option.section is section]
    return "".join(parts)


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
