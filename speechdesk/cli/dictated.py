"""What `dictate` writes to standard output."""

from speechdesk.domain.events import Segment
from speechdesk.domain.spoken.document import SpokenDocument
from speechdesk.domain.spoken.edits import Command
from speechdesk.domain.spoken.layer import SpokenLayer
from speechdesk.domain.transcript import Document, text_of
from speechdesk.settings.schema import Settings
from speechdesk.settings.spoken import spoken_options


class DictatedText:
    """Without commands, each final is a line as it comes; with them, later ones may change what was
    said before, so that the text is written when all of it is there."""

    def __init__(self, settings: Settings, *, commands: bool) -> None:
        options = spoken_options(settings, commands=commands)
        self._commands = commands
        self._layer = SpokenLayer(options)
        self._is_shaped = options.commands or bool(options.rules)
        self._spoken = SpokenDocument()
        self._last_segment_id = 0

    @property
    def shaped(self) -> Document | None:
        """What commands and rules have made of the finals; None where there are none."""
        return self._spoken.document(self._last_segment_id) if self._is_shaped else None

    @property
    def has_finals(self) -> bool:
        """Whether there was any final."""
        return self._last_segment_id > 0

    def take(self, segment_id: int, segment: Segment) -> tuple[Command | None, tuple[str, ...]]:
        """Take a final. Returns a command that is not about the text, and all that were heard."""
        self._last_segment_id = segment_id
        understood = self._layer.read(segment_id, segment, self._spoken.text_before)
        edit = understood.interpretation.edit
        self._spoken.apply(segment, edit)
        if not self._commands:
            print(text_of(understood.runs), flush=True)
        command = edit if isinstance(edit, Command) else None
        return command, understood.interpretation.heard

    def end(self) -> None:
        """Write what was not written yet."""
        if self._commands and (text := self._spoken.document().text):
            print(text, flush=True)
