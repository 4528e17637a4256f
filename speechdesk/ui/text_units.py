"""Positions in Qt's texts: Qt counts UTF-16 units, Python characters."""

from collections.abc import Sequence


def units(text: str) -> int:
    """Return the length of `text` in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def characters(text: str, length: int) -> int:
    """Return how many characters the first `length` UTF-16 units of `text` are."""
    if length <= 0:
        return 0
    if text.isascii():
        return min(length, len(text))
    head = text.encode("utf-16-le", "surrogatepass")[: 2 * length]
    return len(head.decode("utf-16-le", "surrogatepass"))


def unit_positions(text: str, positions: Sequence[int]) -> list[int]:
    """Return ascending positions in `text`, counted in characters, as UTF-16 units."""
    if text.isascii():
        return list(positions)
    result = []
    done, length = 0, 0
    for position in positions:
        length += units(text[done:position])
        done = position
        result.append(length)
    return result
