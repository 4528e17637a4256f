"""Finds text in the open take, and shows where a search of the history found its words."""

import re
from bisect import bisect_left

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from speechdesk.domain.search_terms import marks_of, terms_of
from speechdesk.ui.icons import Icons
from speechdesk.ui.shapes import label
from speechdesk.ui.text_units import unit_positions
from speechdesk.ui.theme import GRID
from speechdesk.ui.transcript_geometry import block_at
from speechdesk.ui.transcript_highlights import Layer
from speechdesk.ui.transcript_view import TranscriptView

_AFTER_EDIT_MS = 150


class FindBar(QWidget):
    """Stands above the transcript while it is used; Enter goes on, Shift+Enter back, Esc closes."""

    closed = Signal()

    def __init__(
        self, transcript: TranscriptView, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._transcript = transcript
        self._hits: list[tuple[int, int]] = []
        self._revision = -1  # of the document to which the hits belong
        self._waits = False  # for the rest of a take that is still being filled in
        self._history_query = ""
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find in this take"))
        self.field.setAccessibleName(self.tr("Find in this take"))
        self.field.setAccessibleDescription(self.tr("Enter finds the next place, Escape closes"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._typed)
        self._result = label("caption")
        self._previous = self._button(icons, "chevron-up", self.tr("Previous place (Shift+Enter)"))
        self._previous.clicked.connect(self.find_previous)
        self._next = self._button(icons, "chevron-down", self.tr("Next place (Enter)"))
        self._next.clicked.connect(self.find_next)
        self._close = self._button(icons, "close", self.tr("Close (Esc)"))
        self._close.clicked.connect(self.close_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.field, 1)
        row.addWidget(self._result)
        for button in (self._previous, self._next, self._close):
            row.addWidget(button)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_AFTER_EDIT_MS)
        self._later.timeout.connect(self._search)
        transcript.edited.connect(self._text_changed)
        transcript.shown.connect(self._take_shown)
        transcript.selectionChanged.connect(self._tell)
        transcript.verticalScrollBar().valueChanged.connect(self._mark_visible)
        transcript.verticalScrollBar().rangeChanged.connect(self._mark_visible)
        self.hide()

    def _button(self, icons: Icons, icon: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon(icon))
        icons.fit(button, 16)
        button.setProperty("kind", "quiet")
        button.setAccessibleName(text)
        button.setToolTip(text)
        return button

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What can be reached with Tab, in order."""
        return (self.field, self._previous, self._next, self._close)

    @property
    def result(self) -> str:
        """What is said about the hits, such as "2 of 7"."""
        return self._result.text()

    def open_bar(self) -> None:
        """Show the bar, with what is selected in its field."""
        selected = self._transcript.textCursor().selectedText()
        self.show()
        if selected and "\u2029" not in selected and selected != self.field.text():
            self.field.setText(selected)
        else:
            self._search()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def show_search(self, query: str) -> None:
        """Mark what a search of the history found, by its rules, and scroll to the first place.

        Caret and keyboard stay where they are: what is dictated next must not replace a hit.
        """
        self._history_query = query
        self.field.blockSignals(True)
        self.field.setText(query)
        self.field.blockSignals(False)
        self.show()
        self._search()
        if self._hits:
            self._transcript.show_place(self._hits[0][0])

    def end_search(self) -> None:
        """Hide the bar if it still shows a search of the history."""
        if self._history_query and self.field.text() == self._history_query:
            self.hide()
        self._history_query = ""

    def close_bar(self) -> None:
        """Hide the bar and go back to the text."""
        self.hide()
        self._transcript.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    @Slot()
    def find_next(self) -> None:
        """Select the next hit behind the caret, after the last one the first."""
        self._open_to_search()
        caret = self._transcript.textCursor()
        index = bisect_left(self._hits, (caret.selectionStart() + caret.hasSelection(), 0))
        self._select(index)

    @Slot()
    def find_previous(self) -> None:
        """Select the hit before the caret, before the first one the last."""
        self._open_to_search()
        caret = self._transcript.textCursor()
        self._select(bisect_left(self._hits, (caret.selectionStart(), 0)) - 1)

    def _open_to_search(self) -> None:
        if self.isHidden():
            self.open_bar()
        else:
            self._search()

    def _select(self, index: int) -> None:
        if not self._hits:
            return
        start, end = self._hits[index % len(self._hits)]
        caret = self._transcript.textCursor()
        caret.setPosition(start)
        caret.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self._transcript.setTextCursor(caret)
        self._transcript.ensureCursorVisible()

    @Slot()
    def _typed(self) -> None:
        """Stay where the caret is as long as what is typed is found there, else go on from it."""
        self._search()
        if not self.isHidden() and self._hits:
            start = self._transcript.textCursor().selectionStart()
            self._select(bisect_left(self._hits, (start, 0)))

    @Slot()
    def _text_changed(self) -> None:
        if not self.isHidden():
            self._later.start()

    @Slot()
    def _take_shown(self) -> None:
        if self._waits:
            self._typed()
        else:
            self._text_changed()

    @Slot()
    def _search(self) -> None:
        self._later.stop()
        sought = self.field.text()
        wanted = bool(sought) and not self.isHidden()
        self._waits = wanted and self._transcript.is_loading
        if self._waits or not wanted:
            self._hits = []
        else:
            text = self._transcript.document().toRawText()
            spans = _spans(sought, text, words=sought == self._history_query)
            ends = unit_positions(text, [end for span in spans for end in span])
            self._hits = list(zip(ends[::2], ends[1::2], strict=True))
        self._revision = self._transcript.document().revision()
        self._mark_visible()
        self._tell()

    @Slot()
    def _mark_visible(self) -> None:
        """Mark the hits that are in sight: thousands of marks would slow every paint."""
        if self._revision != self._transcript.document().revision():
            return  # the text has changed and is searched again soon; marks move with it
        shown: list[tuple[int, int]] = []
        if self._hits and not self.isHidden():
            last = block_at(self._transcript, self._transcript.viewport().height())
            first = bisect_left(self._hits, (block_at(self._transcript, 0).position(), 0))
            behind = bisect_left(self._hits, (last.position() + last.length(), 0))
            shown = self._hits[first:behind]
        self._transcript.highlights.set(Layer.FOUND, shown)

    @Slot()
    def _tell(self) -> None:
        caret = self._transcript.textCursor()
        selected = (caret.selectionStart(), caret.selectionEnd())
        if self.isHidden() or not self.field.text():
            text = ""
        elif self._waits:
            text = "…"
        elif not self._hits:
            text = self.tr("Not found")
        elif selected in self._hits:
            number = self._hits.index(selected) + 1
            text = self.tr("{0} of {1}").format(number, len(self._hits))
        elif len(self._hits) == 1:
            text = self.tr("1 place")
        else:
            text = self.tr("{0} places").format(len(self._hits))
        self._result.setText(text)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._search()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.find_previous()
            else:
                self.find_next()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)


def _spans(sought: str, text: str, *, words: bool) -> list[tuple[int, int]]:
    """Return where `sought` stands in `text`; with `words`, where each of its words does."""
    if words:
        return [(start, start + length) for start, length in marks_of(terms_of(sought), text)]
    return [match.span() for match in re.finditer(re.escape(sought), text, re.IGNORECASE)]
