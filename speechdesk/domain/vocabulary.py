"""What a user teaches the program about words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReplacementRule:
    """Writes `replace` wherever `find` was recognized, in every language or in one."""

    find: str
    replace: str = ""
    regex: bool = False
    match_case: bool = False
    language: str = ""
