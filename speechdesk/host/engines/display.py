"""How recognized words are written: capitals, full stops and spoken punctuation of US English."""

from collections.abc import Iterator

_MARKS = {
    ("period",): ".",
    ("full", "stop"): ".",
    ("comma",): ",",
    ("question", "mark"): "?",
    ("exclamation", "mark"): "!",
    ("exclamation", "point"): "!",
    ("colon",): ":",
    ("semicolon",): ";",
    ("semi", "colon"): ";",
    ("ellipsis",): "…",
    ("dot", "dot", "dot"): "…",
    ("dash",): " –",
    ("hyphen",): "-",
    ("slash",): "/",
    ("open", "quote"): "“",
    ("close", "quote"): "”",
    ("open", "parenthesis"): "(",
    ("close", "parenthesis"): ")",
}
_LONGEST = max(len(words) for words in _MARKS)
_SENTENCE_ENDS = (".", "?", "!", "…")
_JOIN_NEXT = ("-", "/", "“", "(")
_OPENING = ("“", "(")
_CAPITAL = {"i": "I", "i'm": "I'm", "i've": "I've", "i'll": "I'll", "i'd": "I'd"}


def display_text(lexical: str, *, spoken_marks: bool = False, full_stop: bool = True) -> str:
    """Return how `lexical` (words in lower case) is written as a phrase of its own.

    `spoken_marks`: "comma" becomes ",". `full_stop`: a phrase without a mark at its end gets one.
    """
    text, capital = "", True
    for piece in _pieces(lexical.split(), spoken_marks):
        if piece in _MARKS.values():
            opening = piece in _OPENING and text and not text.endswith(_JOIN_NEXT)
            text += f" {piece}" if opening else piece
            capital = capital or piece in _SENTENCE_ENDS
            continue
        word = _CAPITAL.get(piece, piece)
        space = "" if not text or text.endswith(_JOIN_NEXT) else " "
        text += space + (word[:1].upper() + word[1:] if capital else word)
        capital = False
    text = text.strip()
    if full_stop and text and text[-1] not in ".,?!…:;–-":
        text += "."
    return text


def _pieces(words: list[str], spoken_marks: bool) -> Iterator[str]:
    """Yield words and marks, the longest name of a mark first."""
    position = 0
    while position < len(words):
        for length in range(_LONGEST, 0, -1):
            mark = _MARKS.get(tuple(words[position : position + length]))
            if spoken_marks and mark is not None and position + length <= len(words):
                yield mark
                position += length
                break
        else:
            yield words[position]
            position += 1
