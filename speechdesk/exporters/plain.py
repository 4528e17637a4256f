"""A take as plain text and as Markdown."""

import re

from speechdesk.exporters.exportable import Exportable

_MARKDOWN_MARKS = re.compile(r"([\\`*_\[\]<>|~&$])")
# What makes a heading, a list, a quotation or a rule at the beginning of a line.
_MARKDOWN_LINE = re.compile(r"^(\s*)([#+=-]|\d{1,9}(?=[.)]))")


def to_txt(take: Exportable) -> bytes:
    """Return the text alone: a segment a line, or a paragraph a line once it has been edited."""
    lines = (
        [block.text for block in take.document.blocks]
        if take.is_edited
        else [phrase.segment.text for phrase in take.phrases]
    )
    return "".join(f"{line}\n" for line in lines).encode()


def to_markdown(take: Exportable) -> bytes:
    """Return the title as a heading and the paragraphs; nothing in them is taken for markup."""
    parts = [f"# {_escaped(take.title)}"] if take.title.strip() else []
    parts += [
        "\\\n".join(_escaped(line) for line in block.text.strip().split("\n"))
        for block in take.document.blocks
        if block.text.strip()
    ]
    return "".join(f"{part}\n" for part in "\n\n".join(parts).splitlines()).encode()


def _escaped(line: str) -> str:
    return _MARKDOWN_LINE.sub(_escaped_beginning, _MARKDOWN_MARKS.sub(r"\\\1", line.strip()))


def _escaped_beginning(found: re.Match[str]) -> str:
    mark = found[2]
    return f"{mark}\\" if mark[0].isdigit() else f"\\{mark}"
