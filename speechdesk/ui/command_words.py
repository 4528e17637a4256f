"""What each spoken command does, in the words of the interface."""

from PySide6.QtCore import QCoreApplication

from speechdesk.domain.spoken.edits import Command
from speechdesk.domain.spoken.vocabulary import Capitals, Entry, Layout, Mark, Prefix


def action_of(entry: Entry) -> str:
    """Return what the command does, such as "Start a new paragraph"."""
    if isinstance(entry.meaning, Mark):
        return entry.meaning.text
    texts = {
        Command.SCRATCH: _tr("Delete what I said last"),
        Command.DELETE_WORD: _tr("Delete the last word"),
        Command.UNDO: _tr("Undo"),
        Command.REDO: _tr("Redo"),
        Command.STOP: _tr("Stop recording"),
        Command.PAUSE: _tr("Pause"),
        Command.COPY_ALL: _tr("Copy the whole text"),
        Command.SAVE: _tr("Save as a file"),
        Command.HELP: _tr("Show this list"),
        Layout.LINE: _tr("Start a new line"),
        Layout.PARAGRAPH: _tr("Start a new paragraph"),
        Layout.STOP_PARAGRAPH: _tr("End the sentence and start a new paragraph"),
        Layout.TAB: _tr("Insert a tab"),
        Capitals.CAP: _tr("Begin the next word with a capital"),
        Capitals.ALL_CAPS: _tr("Write the next word in capitals"),
        Capitals.NO_CAPS: _tr("Write the next word without capitals"),
        Capitals.CAPS_ON: _tr("Begin every word with a capital from now on"),
        Capitals.CAPS_OFF: _tr("Begin words as usual again"),
        Prefix.NO_SPACE: _tr("Put no space before the next word"),
        Prefix.LITERAL: _tr("Write the next command as words"),
        Prefix.NUMERAL: _tr("Write the next number in digits"),
    }
    return texts[entry.meaning]


def group_of(entry: Entry) -> str:
    """Return the heading that the command stands under."""
    match entry.meaning:
        case Command():
            return _tr("Said alone, between pauses")
        case Mark():
            return _tr("Punctuation, anywhere")
        case _:
            return _tr("Anywhere in what you say")


def quoted(ways: tuple[str, ...]) -> str:
    """Return the ways to say a command, in quotes."""
    return ", ".join(f"“{way}”" for way in ways)


def _tr(text: str) -> str:
    return QCoreApplication.translate("CommandWords", text)
