"""Names for exported files, from a template, that every system takes."""

import re
import unicodedata
from datetime import datetime
from pathlib import Path

_MAX_BYTES = 160  # of UTF-8; systems take 255, and some programs add endings of their own
_MAX_TITLE = 80
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


def file_name(template: str, *, title: str, started: datetime, language: str, ending: str) -> str:
    """Return the name that `template` gives, with `.ending`.

    "{title}", "{date}" (2026-05-04), "{time}" (14-30) and "{language}" are filled in, the latter
    two in the zone of `started`. What no system takes is left out; an empty name is "Dictation".
    """
    values = {
        "title": " ".join(title.split())[:_MAX_TITLE],
        "date": f"{started:%Y-%m-%d}",
        "time": f"{started:%H-%M}",
        "language": language,
    }
    filled = re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), template)
    return f"{_safe(filled) or 'Dictation'}.{ending}"


def free_path(folder: Path, name: str) -> Path:
    """Return the path of `name` in `folder`, with a number where there is such a file already."""
    path = folder / name
    number = 2
    while path.exists():
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
        number += 1
    return path


def _safe(name: str) -> str:
    plain = _FORBIDDEN.sub(" ", unicodedata.normalize("NFC", name))
    # Marks that turn the direction of writing can make an ending look like another.
    plain = "".join(each for each in plain if unicodedata.category(each) not in ("Cf", "Cs", "Co"))
    plain = " ".join(plain.split())
    plain = plain.encode()[:_MAX_BYTES].decode(errors="ignore").strip(" .")
    return f"_{plain}" if _RESERVED.fullmatch(plain) or plain.startswith("-") else plain
