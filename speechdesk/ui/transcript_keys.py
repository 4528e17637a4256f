"""Which places of the text a key press is about to edit."""

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QTextCursor

_Move = QTextCursor.MoveOperation
_Key = QKeySequence.StandardKey

_MODIFIERS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Meta,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
    }
)
_DELETIONS = (
    (_Key.DeleteStartOfWord, (_Move.PreviousWord,)),
    (_Key.DeleteEndOfWord, (_Move.NextWord,)),
    (_Key.DeleteEndOfLine, (_Move.EndOfLine, _Move.EndOfBlock)),
    (_Key.DeleteCompleteLine, (_Move.StartOfLine, _Move.EndOfLine)),
    (_Key.Delete, (_Move.NextCharacter,)),
    (_Key.Backspace, (_Move.PreviousCharacter,)),
)


def is_modifier(event: QKeyEvent) -> bool:
    """Whether the key does nothing by itself."""
    return event.key() in _MODIFIERS


def is_way_out(event: QKeyEvent) -> bool:
    """Whether the key, Ctrl+Tab or Ctrl+Shift+Tab, leads to another control."""
    is_tab = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
    return is_tab and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def is_typed(event: QKeyEvent) -> bool:
    """Whether the key writes something into the text; Qt's own rule for text editors."""
    if event.matches(_Key.InsertLineSeparator):
        return True
    control = Qt.KeyboardModifier.ControlModifier
    if event.modifiers() in (control, control | Qt.KeyboardModifier.ShiftModifier):
        return False
    text = event.text()
    return bool(text) and (text[0].isprintable() or text[0] == "\t" or _is_format(text[0]))


def _is_format(letter: str) -> bool:
    """Whether `letter` is a mark like the zero-width joiner, which some keyboards have."""
    return unicodedata.category(letter) == "Cf"


def cuts_of(event: QKeyEvent, caret: QTextCursor) -> tuple[int, ...]:
    """Return the positions at which the edit by this key begins or ends; none if it edits nothing.

    With no input method's text in the caret's block, so that positions are those of the text.
    """
    ends = (caret.selectionStart(), caret.selectionEnd())
    if is_typed(event):
        return ends
    for key, moves in _DELETIONS:
        if event.matches(key) or (key is _Key.Backspace and _is_backspace(event)):
            return ends if caret.hasSelection() else (*ends, *_reached(caret, moves))
    return ()


def cuts_of_input(event: QInputMethodEvent, caret: QTextCursor) -> tuple[int, ...]:
    """Return the positions at which an input method's edit begins or ends."""
    ends = (caret.selectionStart(), caret.selectionEnd())
    if caret.hasSelection() or not (event.commitString() or event.replacementLength()):
        return ends if caret.hasSelection() else ()
    start = caret.position() + event.replacementStart()
    return (*ends, start, start + event.replacementLength())


def _is_backspace(event: QKeyEvent) -> bool:
    shift = Qt.KeyboardModifier.ShiftModifier
    plain = not event.modifiers() & ~shift
    return event.key() == Qt.Key.Key_Backspace and plain


def _reached(caret: QTextCursor, moves: tuple[QTextCursor.MoveOperation, ...]) -> list[int]:
    positions = []
    for move in moves:
        probe = QTextCursor(caret)
        probe.movePosition(move)
        positions.append(probe.position())
    return positions
