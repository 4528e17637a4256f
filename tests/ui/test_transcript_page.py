"""The look of the transcript, and large takes that are filled in over some turns."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import (
    QContextMenuEvent,
    QDropEvent,
    QGuiApplication,
    QInputMethodEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from speechdesk.domain.transcript import Block, Document, Run
from speechdesk.ui.theme import Theme
from speechdesk.ui.transcript_page import COLUMN_CHARACTERS, FONT_PT, MARGIN, ZOOM_PERCENT
from speechdesk.ui.transcript_view import TranscriptView
from tests.ui.transcripts import drawn, place_caret, said, show, words_of


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> Iterator[TranscriptView]:
    view = TranscriptView(theme)
    view.resize(700, 400)
    qtbot.addWidget(view)
    view.show()
    yield view


def test_lines_are_short_however_wide_the_window(view: TranscriptView, qtbot: QtBot) -> None:
    view.resize(1600, 400)
    widest = COLUMN_CHARACTERS * view.fontMetrics().averageCharWidth() + 2 * MARGIN
    qtbot.waitUntil(lambda: 0.9 * widest < view.viewport().width() <= 1.05 * widest)
    assert view.document().textWidth() == view.viewport().width()
    left = view.viewport().x()
    right = view.width() - left - view.viewport().width()
    assert abs(left - right) <= view.verticalScrollBar().sizeHint().width()
    view.resize(400, 400)
    assert view.document().textWidth() == view.viewport().width() <= 400


def test_zoom_has_limits(view: TranscriptView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.zoom_changed) as zoomed:
        view.set_zoom(200)
    assert zoomed.args == [200]
    assert view.font().pointSizeF() == 2 * FONT_PT
    view.set_zoom(1)
    assert view.font().pointSizeF() == FONT_PT * ZOOM_PERCENT[0] / 100
    view.set_zoom(10_000)
    assert view.font().pointSizeF() == FONT_PT * ZOOM_PERCENT[1] / 100


def test_ctrl_and_the_wheel_zoom(view: TranscriptView) -> None:
    zoomed: list[int] = []
    view.zoom_changed.connect(zoomed.append)
    place = QPointF(50, 50)
    for turn in (120, 120, -120):
        event = QWheelEvent(
            place,
            view.mapToGlobal(place),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QGuiApplication.sendEvent(view.viewport(), event)
    assert zoomed == [110, 120, 110]


def test_it_has_a_name_and_says_what_it_is(view: TranscriptView) -> None:
    assert view.accessibleName() == "Transcript"
    assert view.accessibleDescription()
    assert view.placeholderText().startswith("What you say appears here.")


def test_what_the_page_is_for_is_said_where_there_is_room(view: TranscriptView) -> None:
    view.set_zoom(200)
    for height, said_whole in ((400, True), (60, False), (400, True)):
        view.resize(400, height)
        assert bool(view.placeholderText()) is said_whole


def large() -> Document:
    line = "word " * 79 + "end."
    return Document(tuple(Block(n, (Run(f"{n} {line}"),)) for n in range(1, 501)))


def test_a_large_take_is_filled_in_over_some_turns(view: TranscriptView, qtbot: QtBot) -> None:
    document = large()
    view.load(document, {})
    assert view.document().blockCount() < 500
    qtbot.waitUntil(lambda: view.document().blockCount() == 500)
    qtbot.waitUntil(lambda: view.textCursor().atEnd())
    assert view.plain_text() == document.text
    assert not view.document().isUndoAvailable()
    assert view.take_changes() is None


def test_what_is_typed_meanwhile_waits_for_the_rest(view: TranscriptView, qtbot: QtBot) -> None:
    document = large()
    view.load(document, {})
    qtbot.keyClicks(view, "!")
    compose = QInputMethodEvent()
    compose.setCommitString("?")
    QGuiApplication.sendEvent(view, compose)
    QGuiApplication.clipboard().setText(" More.")
    qtbot.keyClick(view, "v", Qt.KeyboardModifier.ControlModifier)
    view.insertFromMimeData(QGuiApplication.clipboard().mimeData())
    assert view.is_loading, "the window goes on"
    with qtbot.waitSignal(view.shown):
        pass
    assert view.plain_text() == document.text + "!? More. More."
    assert view.textCursor().atEnd()
    change = view.take_changes()
    assert change is not None
    assert [block.id for block in change.changed] == [500]


def test_where_one_clicks_meanwhile_one_stays(view: TranscriptView, qtbot: QtBot) -> None:
    document = large()
    view.load(document, {})
    place_caret(view)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect().center())
    qtbot.keyClicks(view, "x")
    assert view.is_loading, "the window goes on"
    with qtbot.waitSignal(view.shown):
        pass
    assert drawn(view).startswith("x|1 word")
    assert view.verticalScrollBar().value() == 0
    change = view.take_changes()
    assert change is not None
    assert change.order == tuple(range(1, 501))
    assert [block.id for block in change.changed] == [1]


def test_who_leaves_meanwhile_leaves_nothing_unsaved(view: TranscriptView, qtbot: QtBot) -> None:
    document = large()
    view.load(document, {})
    qtbot.keyClicks(view, "!")
    change = view.take_changes()
    assert change is not None
    assert [block.id for block in change.changed] == [500]
    assert view.plain_text() == document.text + "!"


def test_all_is_copied_though_not_all_is_there_yet(view: TranscriptView, qtbot: QtBot) -> None:
    document = large()
    view.load(document, {})
    assert view.copy_all(rich=True) == 500 * 81
    assert view.is_loading, "the window goes on"
    assert QGuiApplication.clipboard().text() == document.text
    with qtbot.waitSignal(view.shown):
        pass
    assert view.copy_all(rich=True) == 500 * 81
    assert QGuiApplication.clipboard().text() == document.text


def test_a_final_that_is_quicker_has_the_rest_at_once(view: TranscriptView, qtbot: QtBot) -> None:
    document = large()
    view.load(document, {})
    view.insert_final(1, said("Last."))
    assert view.plain_text() == document.text + " Last."
    view.load(document, {})
    view.load(Document(), {})
    turn = QTimer()
    turn.setSingleShot(True)
    with qtbot.waitSignal(turn.timeout):
        turn.start(0)
    assert view.plain_text() == ""


def test_a_click_beside_the_column_reaches_the_line(view: TranscriptView, qtbot: QtBot) -> None:
    view.resize(1600, 400)
    show(view, said("One two."), said("Three."))
    place_caret(view)
    line = view.cursorRect().center().y()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(1500, line))
    assert drawn(view) == "One two.|\nThree."
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(10, line))
    assert drawn(view) == "|One two.\nThree."


@pytest.mark.parametrize("button", [Qt.MouseButton.RightButton, Qt.MouseButton.BackButton])
@pytest.mark.parametrize("beside", [False, True], ids=["on the text", "beside the column"])
def test_a_button_that_the_text_ignores_comes_to_an_end(
    view: TranscriptView, qtbot: QtBot, button: Qt.MouseButton, beside: bool
) -> None:
    view.resize(1600, 400)
    show(view, said("One two."))
    target: QWidget = view if beside else view.viewport()
    before = drawn(view)
    qtbot.mouseClick(target, button, pos=QPoint(8, 60))
    qtbot.mouseMove(target, QPoint(9, 61))
    assert drawn(view) == before


@pytest.mark.parametrize("x", [8, 800, 1560])
def test_the_menu_is_asked_for_wherever_one_clicks(view: TranscriptView, x: int) -> None:
    view.resize(1600, 400)
    show(view, said("One two."))
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    asked: list[QPoint] = []
    view.customContextMenuRequested.connect(asked.append)
    place = QPoint(x, 60)
    target = view.childAt(place) or view
    local = target.mapFrom(view, place)
    mouse = QContextMenuEvent.Reason.Mouse
    QGuiApplication.sendEvent(target, QContextMenuEvent(mouse, local, view.mapToGlobal(place)))
    assert asked == [view.viewport().mapFrom(view, place)]


def test_the_keyboard_is_not_caught(view: TranscriptView, theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    before, editor, behind = QLineEdit(), TranscriptView(theme), QLineEdit()
    for widget in (before, editor, behind):
        column.addWidget(widget)
    window.show()
    window.activateWindow()
    control = Qt.KeyboardModifier.ControlModifier
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.plain_text() == "\t"
    qtbot.keyClick(editor, Qt.Key.Key_Tab, control)
    qtbot.waitUntil(behind.hasFocus)
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_Backtab, control | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(before.hasFocus)
    assert editor.plain_text() == "\t"


def test_text_can_be_dropped(view: TranscriptView) -> None:
    show(view, said("One three."))
    view.begin_dictation()
    view.show_partial("four")
    place_caret(view, after="One")
    target = view.cursorRect().center()
    data = QMimeData()
    data.setText(" two")
    event = QDropEvent(
        QPointF(target),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    view.dropEvent(event)
    assert view.plain_text() == "One two three."
    assert drawn(view).endswith("[ four]")


class Dragged(QDropEvent):
    """A drop of what was dragged from the text itself."""

    def __init__(self, view: TranscriptView, target: QPoint) -> None:
        self.view = view
        self.data = QMimeData()
        self.data.setText(view.textCursor().selectedText())
        super().__init__(
            QPointF(target),
            Qt.DropAction.CopyAction,
            self.data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )

    def source(self) -> QWidget:
        return self.view.viewport()


def test_words_that_are_dragged_keep_their_sound(view: TranscriptView) -> None:
    show(view, said("One two three."), said("Four.", 5000))
    place_caret(view, after="Four.")
    target = view.cursorRect().center()
    place_caret(view, select=" three.")
    view.dropEvent(Dragged(view, target))
    assert words_of(view) == "One<1.0> two<1.1> three.<1.2>\nFour.<2.0> three.<1.2>"
