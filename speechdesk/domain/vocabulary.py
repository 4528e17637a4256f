"""What a user teaches the program about words."""

import codecs
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReplacementRule:
    """Writes `replace` wherever `find` was recognized, in every language or in one."""

    find: str
    replace: str = ""
    regex: bool = False
    match_case: bool = False
    language: str = ""


def phrases_in(data: bytes) -> list[str]:
    """Return the phrases of a text file, one a line, each once. Raises ValueError if it is none."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = data.decode("utf-16" if wide else "utf-8-sig")
    if "\x00" in text:
        raise ValueError("not a text file")
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
