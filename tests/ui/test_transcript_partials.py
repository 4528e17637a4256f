"""Partials are shown in the text and are never part of it, whatever the user does meanwhile."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import (
    QAccessible,
    QGuiApplication,
    QInputMethodEvent,
    QTextCursor,
    QTextLayout,
)
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from speechdesk.settings.choices import Theme as Appearance
from speechdesk.ui.partial_overlay import Place
from speechdesk.ui.theme import Theme
from speechdesk.ui.transcript_view import TranscriptView
from tests.ui.transcripts import drawn, place_caret, said, show


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> Iterator[TranscriptView]:
    view = TranscriptView(theme)
    view.resize(700, 400)
    qtbot.addWidget(view)
    view.show()
    yield view


def compose(view: TranscriptView, text: str, commit: str = "") -> None:
    event = QInputMethodEvent(text, [])
    event.setCommitString(commit)
    QGuiApplication.sendEvent(view, event)


def click(view: TranscriptView, qtbot: QtBot, position: int) -> None:
    cursor = QTextCursor(view.document())
    cursor.setPosition(position)
    middle = view.cursorRect(cursor).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle + QPoint(1, 0))


def test_a_partial_is_neither_text_nor_a_step(view: TranscriptView) -> None:
    show(view, said("Hello."))
    view.begin_dictation()
    view.show_partial("how are")
    view.show_partial("how are you")
    assert drawn(view) == "Hello.|[ how are you]"
    assert view.plain_text() == "Hello."
    assert not view.document().isUndoAvailable()
    assert view.take_changes() is None
    view.clear_partial()
    assert drawn(view) == "Hello.|"


def test_typing_before_inside_and_after_the_paragraph(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, said("One two."), said("Three."))
    place_caret(view, after="two.")
    view.begin_dictation()
    view.show_partial("and a half")
    qtbot.keyClicks(view, "!")
    assert drawn(view) == "One two.!|[ and a half]\nThree."
    place_caret(view, after="One")
    qtbot.keyClicks(view, "s")
    assert drawn(view) == "Ones| two.![ and a half]\nThree."
    place_caret(view, after="Thr")
    qtbot.keyClick(view, Qt.Key.Key_Backspace)
    assert drawn(view) == "Ones two.![ and a half]\nTh|ee."
    view.undo()
    view.undo()
    view.undo()
    assert view.plain_text() == "One two.\nThree."


def test_it_stands_below_while_one_edits_behind_the_mark(
    view: TranscriptView, qtbot: QtBot
) -> None:
    show(view, said("One three."))
    place_caret(view, after="One")
    view.begin_dictation()
    view.show_partial("two")
    place_caret(view, after="three")
    assert drawn(view) == "One three|.[below: two]"
    qtbot.keyClicks(view, "s")
    assert drawn(view) == "One threes|.[below: two]"
    place_caret(view, after="On")
    assert drawn(view) == "On|e[ two] threes."
    place_caret(view, select="three")
    assert drawn(view) == "One {three}|s.[below: two]"


def test_the_arrow_keys_walk_over_the_text_alone(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, said("One."), said("Two."))
    place_caret(view, after="One.")
    view.begin_dictation()
    view.show_partial("a long partial that takes more than a line " * 3)
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.textCursor().position() == 4
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.textCursor().position() == 5
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.textCursor().position() == 9
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.textCursor().position() == 4
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.textCursor().position() == 9


def test_clicks_reach_the_character_that_is_seen(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, said("One two three four."), said("Five."))
    place_caret(view, after="two")
    view.begin_dictation()
    view.show_partial("a partial of some length")
    layout = view.document().firstBlock().layout()
    # The character as it is drawn: behind the partial, which is not in the text.
    shown = layout.lineAt(0).cursorToX(16 + len(layout.preeditAreaText()))[0]
    origin = view.document().documentLayout().blockBoundingRect(view.document().firstBlock())
    qtbot.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=QPoint(round(origin.left() + shown), round(origin.center().y())),
    )
    assert drawn(view) == "One two three fo|ur.[below: a partial of some length]\nFive."
    click(view, qtbot, 3)
    assert drawn(view) == "One| two[ a partial of some length] three four.\nFive."
    click(view, qtbot, 20)
    assert drawn(view) == "One two[ a partial of some length] three four.\n|Five."


def test_a_drag_selects_what_is_seen(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, said("One two three."))
    view.begin_dictation()
    view.show_partial("a partial")

    def at(position: int) -> QPoint:
        cursor = QTextCursor(view.document())
        cursor.setPosition(position)
        return view.cursorRect(cursor).center() + QPoint(1, 0)

    viewport = view.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=at(4))
    qtbot.mouseMove(viewport, pos=at(7))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=at(7))
    assert drawn(view) == "One {two}| three.[ a partial]"
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=at(10))
    assert drawn(view) == "One two {three}|.[ a partial]"


def test_an_input_method_composes_in_the_same_paragraph(view: TranscriptView) -> None:
    show(view, said("One."))
    view.begin_dictation()
    view.show_partial("two")
    compose(view, "に")
    assert drawn(view) == "One.|[strip: two]"
    layout = view.document().firstBlock().layout()
    assert layout.preeditAreaText() == "に"
    view.show_partial("two three")
    assert drawn(view) == "One.|[strip: two three]"
    read = QAccessible.queryAccessibleInterface(view.viewport().findChild(QLabel))
    assert read.text(QAccessible.Text.Name) == "two three"
    told = read.text(QAccessible.Text.Description)
    assert told == "Being said, and not part of the text yet"
    compose(view, "にほ")
    assert layout.preeditAreaText() == "にほ"
    compose(view, "", commit="日本")
    assert drawn(view) == "One.日本|[ two three]".replace("[ ", "[")
    view.clear_partial()
    assert drawn(view) == "One.日本|"


def test_an_input_method_composes_elsewhere(view: TranscriptView) -> None:
    show(view, said("One."), said("Two."))
    view.begin_dictation()
    view.show_partial("three")
    place_caret(view, after="One.")
    compose(view, "に")
    assert drawn(view) == "One.|\nTwo.[ three]"
    compose(view, "", commit="に")
    assert drawn(view) == "One.に|\nTwo.[ three]"


def test_an_input_method_gives_up(view: TranscriptView) -> None:
    view.begin_dictation()
    view.show_partial("one")
    compose(view, "に")
    compose(view, "")
    assert drawn(view) == "|[one]"
    assert view.plain_text() == ""


def test_undo_from_a_menu_moves_the_partial_along(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, said("One."))
    place_caret(view, after="O")
    qtbot.keyClicks(view, "xyz")
    place_caret(view, after="ne.")
    view.begin_dictation()
    view.show_partial("two")
    view.document().undo()
    assert drawn(view) == "One.|[ two]"
    layout = view.document().firstBlock().layout()
    assert layout.preeditAreaPosition() == 4


def test_its_colour_follows_the_theme(view: TranscriptView, theme: Theme) -> None:
    view.begin_dictation()
    view.show_partial("one")
    layout = view.document().firstBlock().layout()
    assert [_colour(each) for each in layout.formats()] == [theme.tokens.faint]
    theme.set_appearance(Appearance.DARK)
    assert [_colour(each) for each in layout.formats()] == [theme.tokens.faint]
    theme.set_appearance(Appearance.LIGHT)


def _colour(style: QTextLayout.FormatRange) -> str:
    return style.format.foreground().color().name()


def test_it_stays_through_changes_of_size(view: TranscriptView) -> None:
    show(view, *(said(f"Paragraph number {n}.", 5000 * n) for n in range(60)))
    view.begin_dictation()
    for size, zoom in ((300, 50), (900, 300), (200, 120)):
        view.show_partial(f"a partial for {size}")
        view.resize(size, size // 2)
        view.set_zoom(zoom)
        view.show_partial(f"a longer partial for {size} " * 5)
        assert view.partial.place is Place.MARK
        assert view.partial.tail().isValid()


def test_it_goes_with_the_take(view: TranscriptView) -> None:
    view.begin_dictation()
    view.show_partial("one")
    show(view, said("Another take."))
    assert drawn(view) == "Another take.|"
