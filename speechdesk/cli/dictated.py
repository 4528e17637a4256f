"""What `dictate` writes to standard output."""

from speechdesk.domain.events import Segment
from speechdesk.domain.spoken.document import SpokenDocument
from speechdesk.domain.spoken.edits import Command
from speechdesk.domain.spoken.layer import SpokenLayer
from speechdesk.domain.transcript import text_of
from speechdesk.settings.schema import Settings
from speechdesk.settings.spoken import spoken_options


class DictatedText:
    """Without commands, each final is a line as it comes; with them, later ones may change what was
    said before, so that the text is written when all of it is there."""

    def __init__(self, settings: Settings, *, commands: bool) -> None:
        self._layer = SpokenLayer(spoken_options(settings, commands=commands))
        self._document = SpokenDocument() if commands else None

    def take(self, segment_id: int, segment: Segment) -> tuple[Command | None, tuple[str, ...]]:
        """Take a final. Returns a command that is not about the text, and all that were heard."""
        before = self._document.text_before if self._document else ""
        understood = self._layer.read(segment_id, segment, before)
        if self._document is None:
            print(text_of(understood.runs), flush=True)
            return None, ()
        edit = understood.interpretation.edit
        self._document.apply(segment, edit)
        command = edit if isinstance(edit, Command) else None
        return command, understood.interpretation.heard

    def end(self) -> None:
        """Write what was not written yet."""
        if self._document is not None and (text := self._document.document().text):
            print(text, flush=True)
