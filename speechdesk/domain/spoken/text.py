"""A text that is spoken into, phrase by phrase: the plainest thing the edits can be applied to."""

from speechdesk.domain.spoken.edits import Command, Insert, Interpretation


class SpokenText:
    """Text as it grows; commands that only a window knows leave it as it is."""

    def __init__(self) -> None:
        self.text = ""
        self._undone: list[str] = []
        self._earlier: list[str] = []
        self._phrases: list[str] = []  # the text before each phrase that can be scratched

    def apply(self, interpretation: Interpretation) -> None:
        """Carry out what a phrase means."""
        match interpretation.edit:
            case Insert() as insert:
                self._phrases.append(self.text)
                self._become(self._with(insert))
            case Command.SCRATCH:
                if self._phrases:
                    self._become(self._phrases.pop())
            case Command.DELETE_WORD:
                self._become(_without_last_word(self.text))
            case Command.UNDO:
                if self._earlier:
                    self._undone.append(self.text)
                    self.text = self._earlier.pop()
            case Command.REDO:
                if self._undone:
                    self._earlier.append(self.text)
                    self.text = self._undone.pop()

    def _with(self, insert: Insert) -> str:
        kept = self.text[: len(self.text) - insert.drop]
        return f"{kept}{' ' if insert.spaced else ''}{insert.text}"

    def _become(self, text: str) -> None:
        self._earlier.append(self.text)
        self._undone.clear()
        self.text = text


def _without_last_word(text: str) -> str:
    kept = text.rstrip()
    while kept and not kept[-1].isspace():
        kept = kept[:-1]
    return kept.rstrip(" ")
