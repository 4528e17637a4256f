"""The colours of both looks, by what they are for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one look, as #rrggbb."""

    bg: str  # the window
    panel: str  # paper, bar, fields
    side: str  # the list of takes
    line: str  # hairlines
    text: str
    dim: str  # secondary text
    faint: str  # captions and partials
    accent: str  # actions, selection, focus
    soft: str  # ground of what is selected, cards
    on_accent: str  # text and icons on accent
    rec: str  # recording, and nothing else
    recsoft: str
    on_rec: str
    warn: str  # needs attention, behind
    warnsoft: str
    on_warn: str
    ok: str  # good level
    hover: str  # ground of a quiet button under the pointer


LIGHT = Tokens(
    bg="#f6f5f2",
    panel="#ffffff",
    side="#efede8",
    line="#dedbd3",
    text="#1e1d1b",
    dim="#5f5c55",
    faint="#6b6860",
    accent="#2f5d8a",
    soft="#e3ecf4",
    on_accent="#ffffff",
    rec="#c8372d",
    recsoft="#fbe9e7",
    on_rec="#ffffff",
    warn="#8a5b00",
    warnsoft="#fff4d6",
    on_warn="#ffffff",
    ok="#2f6b3e",
    hover="#ebe8e2",
)

DARK = Tokens(
    bg="#1b1c1e",
    panel="#232427",
    side="#1f2022",
    line="#36383c",
    text="#eceae4",
    dim="#b3b0a7",
    faint="#a3a097",
    accent="#8ab8e6",
    soft="#24364a",
    on_accent="#1b1c1e",
    rec="#f2695c",
    recsoft="#3b2422",
    on_rec="#1b1c1e",
    warn="#f0c674",
    warnsoft="#3a3220",
    on_warn="#1b1c1e",
    ok="#7cc08d",
    hover="#303236",
)
