"""The title of a take that nobody gave one."""

_WORDS = 7
_LENGTH = 40


def headline(text: str) -> str:
    """Return the first words of `text`, to be the title of a take that has none."""
    words: list[str] = []
    for word in text.split()[:_WORDS]:
        if words and len(" ".join([*words, word])) > _LENGTH:
            break
        words.append(word)
    return " ".join(words)[: 2 * _LENGTH].rstrip(" .,;:!?…")
