"""Finals with commands in a real transcript and a whole window."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from speechdesk.domain.connection import Service
from speechdesk.domain.spoken.edits import Command
from speechdesk.domain.vocabulary import ReplacementRule
from speechdesk.session.events import SegmentCommitted, StateChanged, TakeChanged
from speechdesk.session.state import State
from speechdesk.settings.schema import Settings
from speechdesk.settings.store import SettingsStore
from speechdesk.storage.takes import Source
from speechdesk.ui.commands_dialog import CommandsDialog
from speechdesk.ui.main_window import MainWindow
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.spoken_commands import Heard, SpokenCommands
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.theme import Theme
from speechdesk.ui.transcript_view import TranscriptView
from tests.ui.fakes import Behind
from tests.ui.transcripts import drawn, place_caret, said, show, words_of


class Speaker:
    """Speaks into a view, a phrase a second."""

    def __init__(self, view: TranscriptView, preferences: Preferences) -> None:
        self.view = view
        self.preferences = preferences
        self.commands = SpokenCommands(view, preferences)
        self.heard: list[Heard] = []
        self.wanted: list[Command] = []
        self.stopped: list[ReplacementRule] = []
        self.commands.heard.connect(self.heard.append)
        self.commands.wanted.connect(lambda command, _take: self.wanted.append(command))
        self.commands.stopped.connect(self.stopped.extend)
        self._number = 0

    def say(self, *phrases: str, at: int | None = None, commands: bool = True) -> str:
        """Say phrases and return what is then drawn."""
        for text in phrases:
            self._number += 1
            segment = said(text, 1000 * self._number if at is None else at)
            event = SegmentCommitted(1, self._number, segment)
            self.commands.write(event, commands=commands)
        return drawn(self.view)


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> Iterator[TranscriptView]:
    view = TranscriptView(theme)
    view.resize(700, 400)
    qtbot.addWidget(view)
    view.show()
    yield view


@pytest.fixture
def speaker(view: TranscriptView, tasks: Tasks, tmp_path: Path) -> Speaker:
    store = SettingsStore(tmp_path / "settings.toml")
    speaker = Speaker(view, Preferences(store, Settings(), tasks))
    view.begin_dictation()
    return speaker


# The transcript


def test_a_letter(speaker: Speaker) -> None:
    text = speaker.say(
        "Dear tenants comma",
        "New paragraph.",
        "the heating will be off",
        "Period.",
        "New line.",
        "Please dress warmly exclamation mark",
    )
    assert text == ("Dear tenants,\nThe heating will be off.↵Please dress warmly!|")
    assert [heard.words for heard in speaker.heard] == [("new paragraph",), ("new line",)]


def test_each_command_is_one_undo_step(speaker: Speaker) -> None:
    states = [speaker.say(text) for text in ("Hello world.", "Question mark.", "New paragraph.")]
    assert states == ["Hello world.|", "Hello world?|", "Hello world?\n|"]
    speaker.view.undo()
    assert drawn(speaker.view) == "Hello world?|"
    speaker.view.undo()
    assert drawn(speaker.view) == "Hello world.|"
    speaker.view.undo()
    assert not speaker.view.document().isUndoAvailable()


def test_scratch_takes_back_phrase_after_phrase(speaker: Speaker) -> None:
    assert speaker.say("One.", "Two.", "Three.", "Scratch that.") == "One. Two.|"
    assert speaker.say("Scratch that.", "Delete that.") == "|"
    assert speaker.say("Scratch that.") == "|"
    assert [heard.done for heard in speaker.heard] == [True, True, True, False]
    assert speaker.heard[-1].undo is None


def test_scratch_leaves_what_was_typed(speaker: Speaker, qtbot: QtBot) -> None:
    speaker.say("One.")
    qtbot.keyClicks(speaker.view, " typed")
    assert speaker.say("Scratch that.") == "One. typed|"


def test_words_deleted_undone_and_redone(speaker: Speaker) -> None:
    assert speaker.say("One two.", "Delete last word.") == "One|"
    assert speaker.say("Undo that.") == "One two.|"
    assert speaker.say("Redo that.") == "One|"
    assert words_of(speaker.view) == "One<1.0>"


def test_in_the_middle_of_a_text(speaker: Speaker) -> None:
    show(speaker.view, said("The end."))
    place_caret(speaker.view, after="The")
    speaker.view.begin_dictation()
    speaker._number = 1
    assert speaker.say("very comma very long") == "The very, very long| end."
    assert speaker.say("Scratch that.") == "The| end."
    assert speaker.say("Very long.") == "The Very long| end."


def test_a_mark_after_a_long_pause_joins_its_word(speaker: Speaker) -> None:
    speaker.say("Hello there.", at=0)
    assert speaker.say("Question mark.", at=60_000) == "Hello there?|"
    assert speaker.say("New line.", at=120_000) == "Hello there?↵|"
    assert speaker.say("Yes.", at=180_000) == "Hello there?↵Yes.|"
    assert speaker.say("New paragraph.", at=240_000) == "Hello there?↵Yes.\n|"


def test_what_the_chip_takes_back(speaker: Speaker) -> None:
    speaker.say("Hello.", "New paragraph.")
    undo = speaker.heard[-1].undo
    assert undo is not None
    undo()
    assert drawn(speaker.view) == "Hello.|"
    speaker.say("caps on hello there")
    undo = speaker.heard[-1].undo
    assert undo is not None
    undo()
    assert drawn(speaker.view) == "Hello. caps on hello there|", "no word of it is lost"
    assert words_of(speaker.view).endswith("there<3.3>")


def test_undo_of_undo(speaker: Speaker) -> None:
    speaker.say("One.", "Two.", "Undo that.")
    undo = speaker.heard[-1].undo
    assert undo is not None
    undo()
    assert drawn(speaker.view) == "One. Two.|"


def test_commands_of_the_program_are_told(speaker: Speaker) -> None:
    speaker.say("Stop dictation.", "Pause dictation.", "Copy all.", "Save.", "What can I say?")
    assert speaker.wanted == [
        Command.STOP,
        Command.PAUSE,
        Command.COPY_ALL,
        Command.SAVE,
        Command.HELP,
    ]
    assert drawn(speaker.view) == "|"


def test_a_final_that_is_known_commands_nothing_again(speaker: Speaker) -> None:
    speaker.say("One.", "Two.", "Scratch that.")
    speaker._number = 2
    assert speaker.say("Scratch that.") == "One.|"


def test_files_are_not_commanded_but_their_words_replaced(speaker: Speaker) -> None:
    speaker.preferences.change(replacements=(ReplacementRule("azure", "Azure"),))
    assert speaker.say("we say new line on azure", commands=False) == "we say new line on Azure|"


def test_switches_and_rules_hold_from_the_next_final_on(speaker: Speaker) -> None:
    speaker.say("one comma")
    speaker.preferences.change(spoken_punctuation=False)
    speaker.say("two comma")
    speaker.preferences.change(spoken_commands=False)
    assert speaker.say("three new line four") == "One, two comma three new line four|"


def test_a_slow_rule_is_told_once(speaker: Speaker) -> None:
    slow = ReplacementRule("(a|aa)+$", "x", regex=True)
    speaker.preferences.change(replacements=(slow,))
    speaker.say("a" * 60 + " b", "a" * 60 + "b")
    speaker.say("a" * 60 + "b")
    assert speaker.stopped == [slow]


def test_partials_show_the_words_that_are_said(speaker: Speaker) -> None:
    speaker.say("Hello.")
    speaker.view.show_partial("new line")
    assert drawn(speaker.view) == "Hello.|[ new line]"


# The window


def listen(window: MainWindow, behind: Behind) -> int:
    window.commands["record"].trigger()
    take_id = behind.take()
    window.handle(TakeChanged(take_id))
    window.handle(StateChanged(State.STARTING, take_id))
    window.handle(StateChanged(State.LISTENING, take_id))
    return take_id


def say(window: MainWindow, behind: Behind, take_id: int, *phrases: str) -> None:
    for text in phrases:
        segment = replace(said(text), offset_ms=1000 * len(behind.history.segments(take_id)))
        segment_id = behind.history.commit_final(take_id, segment, segment.end_ms)
        assert segment_id is not None
        window.handle(SegmentCommitted(take_id, segment_id, segment))


def test_the_chip_shows_what_was_heard_and_undoes_it(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    take_id = listen(window, behind)
    chip = window.parts.paper.chip
    say(window, behind, take_id, "Hello.")
    assert chip.text == ""
    say(window, behind, take_id, "New paragraph.")
    assert chip.text == "Heard: new paragraph"
    qtbot.mouseClick(chip.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert window.parts.paper.transcript.plain_text() == "Hello."
    assert chip.text == ""


def test_the_chip_goes_when_something_else_is_edited(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    take_id = listen(window, behind)
    chip = window.parts.paper.chip
    say(window, behind, take_id, "Hello.", "New paragraph.")
    qtbot.keyClicks(window.parts.paper.transcript, "x")
    assert chip.text == ""
    say(window, behind, take_id, "New line.")
    say(window, behind, take_id, "World.")
    assert chip.text == ""
    say(window, behind, take_id, "Scratch that.", "Scratch that.", "Scratch that.")
    assert chip.text == "Heard: scratch that. There is nothing to do."
    assert not chip.findChild(QPushButton).isVisibleTo(chip)


def test_stop_pause_copy_and_save_by_voice(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    take_id = listen(window, behind)
    say(window, behind, take_id, "Hello world.", "Copy all.", "Pause dictation.")
    assert QGuiApplication.clipboard().text() == "Hello world."
    say(window, behind, take_id, "Save.")
    (dialog,) = window.findChildren(QFileDialog)
    dialog.close()
    say(window, behind, take_id, "Stop dictation.")
    assert behind.session.orders[1:] == ["pause", "stop"]


def test_a_take_that_is_not_live_stops_nothing(window: MainWindow, behind: Behind) -> None:
    take_id = listen(window, behind)
    window.handle(StateChanged(State.IDLE, take_id))
    say(window, behind, take_id, "Hello.", "Stop dictation.")
    assert window.parts.paper.transcript.plain_text() == "Hello."
    assert "stop" not in behind.session.orders


def test_the_title_is_of_what_is_written(window: MainWindow, behind: Behind) -> None:
    take_id = listen(window, behind)
    say(window, behind, take_id, "New paragraph.", "cap hello world")
    assert window.controllers.open_take.title == "Hello world"


def test_an_opened_audio_file_is_not_commanded(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    take_id = behind.history.create_take(title="a.wav", language="en-US", source=Source.FILE)
    with qtbot.waitSignal(window.controllers.open_take.opened):
        window.controllers.open_take.open(take_id)
    say(window, behind, take_id, "he said new line and left")
    assert window.parts.paper.transcript.plain_text() == "he said new line and left"


def test_what_can_i_say(window: MainWindow, behind: Behind, qtbot: QtBot) -> None:
    take_id = listen(window, behind)
    say(window, behind, take_id, "What can I say?")
    (dialog,) = window.findChildren(CommandsDialog)
    assert ("Start a new line", "“new line”, “next line”") in dialog.shown
    assert (".", "“period”, “full stop”") in dialog.shown
    qtbot.keyClicks(dialog.search, "paragr")
    assert dialog.shown == [("Start a new paragraph", "“new paragraph”, “next paragraph”")]
    window.commands["commands"].trigger()
    assert window.findChildren(CommandsDialog) == [dialog], "it is not opened twice"
    dialog.close()


def test_what_can_be_said_where_it_is_off_or_unknown(qtbot: QtBot, window: MainWindow) -> None:
    off = CommandsDialog("en-US", Settings(spoken_punctuation=False), window)
    assert all(what != "." for what, _ in off.shown)
    assert "Spoken punctuation is off." in off.note.text()
    unknown = CommandsDialog("sv-SE", Settings(), window)
    assert unknown.shown == []
    assert "Svenska" in unknown.note.text() or "svenska" in unknown.note.text()


def add_to_vocabulary(window: MainWindow, word: str) -> str:
    place_caret(window.parts.paper.transcript, select=word)
    menu = window.controllers.sound.menu.build()
    (action,) = (each for each in menu.actions() if "vocabulary" in each.text())
    action.trigger()
    return window.parts.status.sentence


def test_a_selected_word_is_expected_from_the_next_phrase_on(
    window: MainWindow, behind: Behind
) -> None:
    behind.preferences.change(service=Service.AZURE, region="westeurope")
    take_id = listen(window, behind)
    say(window, behind, take_id, "We deploy Kubernetes today.")
    assert add_to_vocabulary(window, "Kubernetes") == "In the vocabulary: Kubernetes"
    assert behind.preferences.settings.phrases == ("Kubernetes",)
    assert behind.session.orders[1:] == ["change_config"], "the recording goes on"
    assert add_to_vocabulary(window, "Kubernetes") == "In the vocabulary: Kubernetes"
    assert behind.session.orders[1:] == ["change_config"], "it is known: nothing changes"


def test_a_full_vocabulary_takes_no_more(window: MainWindow, behind: Behind) -> None:
    full = tuple(f"word {number}" for number in range(500))
    behind.preferences.change(phrases=full)
    take_id = listen(window, behind)
    say(window, behind, take_id, "We deploy Kubernetes today.")
    told = add_to_vocabulary(window, "Kubernetes")
    assert told == (
        "Not added, because the words to expect must have at most 500 entries: Kubernetes"
    )
    assert behind.preferences.settings.phrases == full


def test_rules_change_without_a_new_recognizer(window: MainWindow, behind: Behind) -> None:
    listen(window, behind)
    behind.preferences.change(replacements=(ReplacementRule("a", "b"),), spoken_commands=False)
    assert behind.session.orders[1:] == []


def test_the_list_of_commands_fits_the_screen(window: MainWindow) -> None:
    dialog = CommandsDialog("en-US", Settings(), window)
    room = dialog.screen().availableSize()
    assert dialog.size().boundedTo(room * 0.9) == dialog.size()
