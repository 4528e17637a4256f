"""The Speech SDK's own log, fit to be read and handed on.

As the SDK writes it, it holds what was said, the words to expect, and the query of the address in
clear. What is left here are the steps the SDK took, with their times.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from speechdesk.speech.cleaning import clean_text

LEFT_OUT = "[left out]"
_LONGEST = 4_000_000  # bytes; of a longer log the end tells more
_LINE = re.compile(r"\[\d+\]: \d+ms SPX_\w+:\s+\S+ ")
_TELLING = re.compile(
    r"text|lexical|\bitn\b|json|speech\.(context|phrase|hypothesis|fragment)|msgbuffer|phrase"
    r"|grammar|key|token|authori[sz]|password|proxy|translation",
    re.IGNORECASE,
)
_OBJECT = re.compile(r"[{\[]\s*[\"{].*")
_VALUE = re.compile(r"\bvalue='(?![\x21-\x26\x28-\x7e]*'$).*")
_QUERY = re.compile(r"\?[^\s'\"]+")


def readable_log(path: Path, secrets: Iterable[str] = ()) -> str:
    """Return the log at `path` without what is nobody's business. Raises OSError."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _LONGEST))
        text = file.read(_LONGEST).decode("utf-8", "replace")
    kept = [_cleaned(line) for line in text.splitlines() if _LINE.match(line)]
    log = "\n".join(kept)
    for secret in filter(None, secrets):
        log = log.replace(secret, LEFT_OUT)
    return log.replace(str(Path.home()), "~")


def _cleaned(line: str) -> str:
    """Return one line. What goes on in lines of its own, without a head, is dropped before."""
    head = _LINE.match(line)
    if head is None:
        return LEFT_OUT
    rest = clean_text(line[head.end() :])
    if _TELLING.search(rest):
        return head.group() + LEFT_OUT
    rest = _OBJECT.sub(LEFT_OUT, rest)
    rest = _VALUE.sub(f"value={LEFT_OUT}", rest)
    return head.group() + _QUERY.sub(f"?{LEFT_OUT}", rest)
