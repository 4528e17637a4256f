"""The context menu of the transcript: the words' sound, other readings, the usual edits."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QTextCursor
from PySide6.QtWidgets import QMenu

from speechdesk.ui.languages import named
from speechdesk.ui.transcript_view import TranscriptView

ONWARD = -1
"""As the end of what is to be heard: to the end of the recording."""

_LONGEST_TERM = 60  # characters that can be meant as a word for the vocabulary
_LONGEST_ENTRY = 80  # characters of another reading that the menu shows


class TranscriptMenu(QObject):
    """Opens the menu of a transcript, and tells what the transcript cannot do by itself."""

    hear = Signal(int, int)
    """Carries from when to when in ms of the recording; the end may be `ONWARD`."""

    again = Signal(object, str)
    """Carries the ids of segments to recognize again and the locale, "" for the present one."""

    term = Signal(str)
    """Carries a word to add to the vocabulary."""

    def __init__(self, view: TranscriptView) -> None:
        super().__init__(view)
        self._view = view
        self._languages: tuple[tuple[str, str], ...] = ()
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self.open)

    def set_languages(self, languages: Sequence[tuple[str, str]]) -> None:
        """Offer these (locale, name) pairs for "Recognize again in"."""
        self._languages = tuple(languages)

    @Slot(QPoint)
    def open(self, point: QPoint) -> None:
        """Open the menu at a point of the view, for the selection or the word there."""
        caret = self._view.textCursor()
        position = self._view.partial.position_at(QPointF(point))
        if not caret.selectionStart() <= position <= caret.selectionEnd():
            caret.setPosition(position)
            self._view.setTextCursor(caret)
        menu = self.build()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._view.viewport().mapToGlobal(point))

    def build(self) -> QMenu:
        """Return the menu for what is selected, or for the word at the caret."""
        caret = self._view.textCursor()
        menu = QMenu(self._view)
        self._add_sound(menu, caret)
        self._add_readings(menu, caret)
        menu.addSeparator()
        _add(menu, self.tr("Dictate here"), self._view.dictate_here)
        menu.addSeparator()
        self._add_edits(menu, caret)
        term = caret.selectedText().strip()
        if term and len(term) <= _LONGEST_TERM and "\u2029" not in term:
            menu.addSeparator()
            label = self.tr("Add “{0}” to the vocabulary").format(_escaped(term))
            _add(menu, label, partial(self.term.emit, term))
        return menu

    def _add_sound(self, menu: QMenu, caret: QTextCursor) -> None:
        selected = self._view.selected_time()
        onward = self._view.time_at_caret()
        if selected is not None:
            _add(menu, self.tr("Hear the selection"), partial(self.hear.emit, *selected))
        if onward is not None:
            _add(menu, self.tr("Hear from here"), partial(self.hear.emit, onward, ONWARD))

    def _add_readings(self, menu: QMenu, caret: QTextCursor) -> None:
        spoken = self._view.spoken
        ids = spoken.segments_between(caret.selectionStart(), caret.selectionEnd())
        if not ids:
            return
        menu.addSeparator()
        segment = spoken.segment(ids[0])
        if len(ids) == 1 and segment is not None:
            texts = dict.fromkeys(each.text for each in segment.alternatives)
            others = [text for text in texts if text and text != segment.text]
            if others:
                readings = menu.addMenu(self.tr("Other readings"))
                for text in (segment.text, *others):
                    choose = partial(self._view.choose_alternative, ids[0], text)
                    _add(readings, _shortened(text), choose)
        if segment is not None and len(spoken.languages) > 1:
            language = _escaped(named(segment.language).native)
            told = menu.addAction(self.tr("Recognized in {0}").format(language))
            told.setEnabled(False)
        _add(menu, self.tr("Recognize again"), partial(self.again.emit, tuple(ids), ""))
        if self._languages:
            languages = menu.addMenu(self.tr("Recognize again in"))
            for locale, name in self._languages:
                _add(languages, _escaped(name), partial(self.again.emit, tuple(ids), locale))

    def _add_edits(self, menu: QMenu, caret: QTextCursor) -> None:
        view, document = self._view, self._view.document()
        key = QKeySequence.StandardKey
        undo = _add(menu, self.tr("Undo"), view.undo, key.Undo)
        undo.setEnabled(document.isUndoAvailable())
        redo = _add(menu, self.tr("Redo"), view.redo, key.Redo)
        redo.setEnabled(document.isRedoAvailable())
        menu.addSeparator()
        plain = partial(view.copy_selection, rich=False)
        for action in (
            _add(menu, self.tr("Cut"), view.cut, key.Cut),
            _add(menu, self.tr("Copy"), view.copy, key.Copy),
            _add(menu, self.tr("Copy as plain text"), plain),
        ):
            action.setEnabled(caret.hasSelection())
        paste = _add(menu, self.tr("Paste"), view.paste, key.Paste)
        paste.setEnabled(view.canPaste())
        _add(menu, self.tr("Select all"), view.selectAll, key.SelectAll)


def _add(
    menu: QMenu,
    text: str,
    act: Callable[[], object],
    shortcut: QKeySequence.StandardKey | None = None,
) -> QAction:
    action = menu.addAction(text)
    action.triggered.connect(lambda _checked: act())
    if shortcut is not None:
        action.setShortcut(shortcut)
    return action


def _shortened(text: str) -> str:
    return _escaped(text if len(text) <= _LONGEST_ENTRY else text[: _LONGEST_ENTRY - 1] + "…")


def _escaped(text: str) -> str:
    """Return `text` as a menu shows it literally: an & would underline the next letter."""
    return text.replace("&", "&&").replace("\n", " ").replace("\t", " ")
