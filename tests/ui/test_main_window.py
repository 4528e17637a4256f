"""The window in each state, drawn as text, and what its controls order."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from speechdesk.domain.connection import Service
from speechdesk.domain.events import Segment
from speechdesk.domain.transcript import Block, Document, Run
from speechdesk.errors import DeviceError, Failure, FailureCode, StorageError
from speechdesk.session.events import (
    BehindChanged,
    Half,
    NoticeCode,
    Noticed,
    PartialChanged,
    Recorded,
    SegmentCommitted,
    StateChanged,
    TakeChanged,
)
from speechdesk.session.state import State
from speechdesk.settings.choices import RecordMode
from speechdesk.sound.level import Level
from speechdesk.storage.history import History
from speechdesk.storage.takes import TakeState
from speechdesk.ui.icons import Icons
from speechdesk.ui.main_window import MainWindow
from speechdesk.ui.takes_model import Row
from speechdesk.ui.theme import Theme
from speechdesk.ui.transcript_page import FONT_PT
from tests.ui.conftest import OpenWindow
from tests.ui.drawn import drawn, takes
from tests.ui.fakes import Behind, Spoken
from tests.ui.played import begin, happen

GOOD = Level(rms_db=-20.0, peak=0.4, clipped=False, zeros=False)
LOUD = Level(rms_db=-3.0, peak=1.0, clipped=True, zeros=False)
LOST = Failure(FailureCode.CONNECTION_LOST, "reset")


def listen(window: MainWindow, behind: Behind) -> int:
    take_id = begin(window, behind)
    happen(
        window,
        StateChanged(State.LISTENING, take_id),
        Recorded(take_id, 6000, GOOD),
        Recorded(take_id, 6080, GOOD),
    )
    return take_id


def final(behind: Behind, take_id: int, text: str, offset_ms: int = 0) -> SegmentCommitted:
    segment = Segment(text, offset_ms, 1000, "en-US")
    segment_id = behind.history.commit_final(take_id, segment, segment.end_ms)
    assert segment_id is not None
    return SegmentCommitted(take_id, segment_id, segment)


# States


def test_ready(window: MainWindow) -> None:
    assert drawn(window) == (
        "New dictation — SpeechDesk\n"
        "[Record] 0:00 Ready\n"
        "card: [Connect Azure…] [Add to the applications menu]\n"
        "Ready. Press Record and speak; recognized by: This computer."
    )


def test_starting_until_the_first_frame(window: MainWindow, behind: Behind) -> None:
    begin(window, behind)
    assert drawn(window) == (
        "New dictation — SpeechDesk\n[Stop] 0:00 Starting [Pause]\nThe microphone is being opened."
    )


def test_listening(window: MainWindow, behind: Behind) -> None:
    listen(window, behind)
    assert drawn(window) == (
        "New dictation — SpeechDesk\n"
        "[Stop] 0:06 Listening · good level [Pause]\n"
        "Listening. Everything you say is saved as you say it."
    )


def test_too_loud(window: MainWindow, behind: Behind) -> None:
    take_id = listen(window, behind)
    happen(window, Recorded(take_id, 6160, LOUD))
    assert "Listening · too loud" in drawn(window)


def test_paused(window: MainWindow, behind: Behind) -> None:
    take_id = listen(window, behind)
    happen(window, StateChanged(State.PAUSED, take_id))
    assert drawn(window) == (
        "New dictation — SpeechDesk\n"
        "[Stop] 0:06 Paused [Go on]\n"
        "Paused: nothing is recorded. What you said so far is saved."
    )


def test_reconnecting(window: MainWindow, behind: Behind) -> None:
    take_id = listen(window, behind)
    happen(
        window,
        PartialChanged(take_id, "we will keep you"),
        StateChanged(State.RECONNECTING, take_id, LOST, Half.RECOGNITION),
        BehindChanged(take_id, 12),
    )
    assert drawn(window) == (
        "New dictation — SpeechDesk\n"
        "[Stop] 0:06 Reconnecting · 12 s behind [Pause]\n"
        "banner: The connection to the service was lost. "
        "Your recording is kept and goes on. [Try again] [Details]\n"
        "Reconnecting: your words are kept; 12 s behind."
    )
    assert window.parts.paper.transcript.partial.text == ""


def test_finishing_lets_one_record_again(window: MainWindow, behind: Behind) -> None:
    take_id = listen(window, behind)
    happen(window, StateChanged(State.STOPPING, take_id))
    assert drawn(window) == (
        "New dictation — SpeechDesk\n"
        "[Record] 0:06 Finishing\n"
        "Finishing: the last words are being written."
    )
    window.commands["record"].trigger()
    assert behind.session.orders == ["record None", f"record {take_id}"]


def test_failed_recognition_goes_on_recording(window: MainWindow, behind: Behind) -> None:
    take_id = listen(window, behind)
    refused = Failure(FailureCode.KEY_REFUSED)
    happen(window, StateChanged(State.FAILED, take_id, refused, Half.RECOGNITION))
    assert drawn(window) == (
        "New dictation — SpeechDesk\n"
        "[Stop] 0:06 Needs attention · still recording [Pause]\n"
        "banner: The service refused the key. Check the key, and that the region is the one of "
        "this resource. Your recording is kept and goes on. [Open settings]\n"
        "Recognition needs attention. The recording goes on."
    )


def test_failed_microphone(window: MainWindow, behind: Behind) -> None:
    take_id = listen(window, behind)
    gone = DeviceError("device_gone", "Headset")
    happen(window, StateChanged(State.FAILED, take_id, gone, Half.MICROPHONE))
    assert drawn(window) == (
        "New dictation — SpeechDesk\n"
        "[Stop] 0:06 Needs attention [Pause]\n"
        "banner: The microphone is gone. The take goes on when it is back, or with another one. "
        "Everything said so far is kept. [Choose microphone] [Details]\n"
        "The microphone needs attention. What you said so far is saved."
    )


@pytest.mark.parametrize(
    ("notice", "said"),
    [
        (Noticed(NoticeCode.DISK_FULL, "90"), "The disk is full."),
        (Noticed(NoticeCode.DISK_LOW, "12"), "The disk is nearly full: room for about 12 minutes."),
        (Noticed(NoticeCode.MICROPHONE_SILENT), "No sound: is the microphone muted?"),
        (Noticed(NoticeCode.MICROPHONE_LOST, "device_busy"), "Another program holds"),
    ],
)
def test_notices_until_they_are_over(
    window: MainWindow, behind: Behind, notice: Noticed, said: str
) -> None:
    listen(window, behind)
    happen(window, notice)
    assert said in drawn(window)
    happen(window, replace(notice, over=True))
    assert "banner" not in drawn(window)


def test_passing_notices_are_told_in_the_status_line(window: MainWindow) -> None:
    happen(window, Noticed(NoticeCode.REST_LATER))
    assert window.parts.status.sentence == (
        "Stopped. The rest is recorded and is written in the background."
    )


def test_a_take_whose_recognition_failed_is_offered_again_when_it_is_stopped(
    window: MainWindow, behind: Behind
) -> None:
    take_id = listen(window, behind)
    refused = Failure(FailureCode.KEY_REFUSED)
    for state in (State.FAILED, State.STOPPING):
        happen(window, StateChanged(state, take_id, refused, Half.RECOGNITION))
    happen(window, StateChanged(State.IDLE, take_id))
    assert window.parts.status.sentence == (
        "Stopped. All of it is recorded, but not all is recognized."
    )
    [button] = window.parts.status.findChildren(QPushButton)
    assert (button.isVisible(), button.text()) == (True, "Recognize the rest")
    button.click()
    assert behind.session.orders == ["record None", f"recognize {take_id}"]
    assert "job: " in drawn(window)


def test_what_was_mended_before_the_stop_needs_no_offer(window: MainWindow, behind: Behind) -> None:
    take_id = listen(window, behind)
    refused = Failure(FailureCode.KEY_REFUSED)
    happen(window, StateChanged(State.FAILED, take_id, refused, Half.RECOGNITION))
    for state in (State.LISTENING, State.STOPPING, State.IDLE):
        happen(window, StateChanged(state, take_id))
    assert window.parts.status.sentence.startswith("Ready.")


def test_a_recording_that_cannot_even_begin_is_explained(
    window: MainWindow, behind: Behind
) -> None:
    happen(window, StateChanged(State.IDLE, None, StorageError("read_only", "/recordings")))
    assert "banner: The history's folder cannot be written." in drawn(window)
    listen(window, behind)
    assert "banner" not in drawn(window)


def test_a_hidden_banner_comes_back_with_something_new(window: MainWindow, behind: Behind) -> None:
    take_id = listen(window, behind)
    happen(window, StateChanged(State.RECONNECTING, take_id, LOST, Half.RECOGNITION))
    window.parts.banner.dismissed.emit()
    assert "banner" not in drawn(window)
    happen(window, BehindChanged(take_id, 3))
    assert "banner" not in drawn(window)
    silent = Failure(FailureCode.SILENT)
    happen(window, StateChanged(State.RECONNECTING, take_id, silent, Half.RECOGNITION))
    assert "The service hears speech but does not answer." in drawn(window)


# Orders


def test_a_second_record_appends(window: MainWindow, behind: Behind) -> None:
    take_id = listen(window, behind)
    happen(window, StateChanged(State.IDLE, take_id))
    window.commands["record"].trigger()
    assert behind.session.orders == ["record None", f"record {take_id}"]


def test_the_keyboard_alone(window: MainWindow, behind: Behind, qtbot: QtBot) -> None:
    take_id = listen(window, behind)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    happen(window, StateChanged(State.PAUSED, take_id))
    qtbot.keyClick(window, Qt.Key.Key_F8)
    happen(window, StateChanged(State.LISTENING, take_id))
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert behind.session.orders[1:] == ["pause", "resume", "stop", "stop"]


def test_the_mouse_alone(window: MainWindow, behind: Behind, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.parts.bar.record, Qt.MouseButton.LeftButton)
    take_id = behind.take()
    happen(window, StateChanged(State.LISTENING, take_id))
    qtbot.mouseClick(window.parts.bar.pause, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.parts.bar.record, Qt.MouseButton.LeftButton)
    assert behind.session.orders == ["record None", "pause", "stop"]


def test_trying_again_from_the_banner(window: MainWindow, behind: Behind) -> None:
    take_id = listen(window, behind)
    happen(window, StateChanged(State.RECONNECTING, take_id, LOST, Half.RECOGNITION))
    window.parts.banner.mend_button.click()
    assert behind.session.orders[-1] == "mended"


# Text


def test_finals_become_text_and_are_saved(window: MainWindow, behind: Behind, qtbot: QtBot) -> None:
    take_id = listen(window, behind)
    happen(window, PartialChanged(take_id, "dear ten"))
    assert window.parts.paper.transcript.plain_text() == ""
    happen(window, final(behind, take_id, "Dear tenants,"))
    assert window.parts.paper.transcript.plain_text() == "Dear tenants,"
    assert window.windowTitle() == "Dear tenants — SpeechDesk"
    qtbot.waitUntil(lambda: behind.history.take(take_id).title == "Dear tenants")
    qtbot.waitUntil(lambda: not window.controllers.saver.unsaved())
    assert behind.history.load_document(take_id).blocks[0].text == "Dear tenants,"


def test_a_final_waits_for_the_rest_of_a_long_take(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    transcript = window.parts.paper.transcript
    take_id = behind.take("Long")
    line = "a word " * 190 + "end"
    blocks = tuple(Block(number, (Run(line),)) for number in range(1, 101))
    behind.written(take_id, Document(blocks).as_change())
    was_loading = []

    def speak() -> None:
        happen(window, final(behind, take_id, "Last words."))
        was_loading.append(transcript.is_loading)
        window.controllers.open_take.open(take_id)  # a click on what is open already

    window.controllers.open_take.opened.connect(speak)
    with qtbot.waitSignal(transcript.shown):
        window.controllers.open_take.open(take_id)
    assert was_loading == [True], "nobody waits for the editor"
    assert transcript.plain_text().endswith("end Last words.")
    qtbot.waitUntil(lambda: not window.controllers.saver.unsaved())
    assert behind.history.load_document(take_id).text.endswith("end Last words.")


def test_what_another_program_recognized_of_the_take_comes_before_the_next_final(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    take_id = listen(window, behind)
    happen(window, final(behind, take_id, "One."))
    happen(window, StateChanged(State.IDLE, take_id), TakeChanged(take_id))
    final(behind, take_id, "Two.", 1000)  # by `speechdesk recover`
    window.commands["record"].trigger()
    happen(
        window,
        TakeChanged(take_id),
        StateChanged(State.STARTING, take_id),
        StateChanged(State.LISTENING, take_id),
        final(behind, take_id, "Three.", 2000),
    )
    transcript = window.parts.paper.transcript
    qtbot.waitUntil(lambda: transcript.plain_text() == "One. Two. Three.")
    qtbot.waitUntil(lambda: not window.controllers.saver.unsaved())
    assert behind.history.load_document(take_id).text == "One. Two. Three."


def test_finals_of_another_take_stay_out_of_the_text(window: MainWindow, behind: Behind) -> None:
    other = behind.take("Other")
    listen(window, behind)
    happen(window, PartialChanged(other, "nothing"), final(behind, other, "Nothing."))
    assert window.parts.paper.transcript.plain_text() == ""


def test_what_is_typed_first_becomes_a_take(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.controllers.saver.saved):
        qtbot.keyClicks(window.parts.paper.transcript, "Shopping list")
    (take,) = behind.history.takes()
    assert take.title == "Shopping list"
    assert behind.history.load_document(take.id).text == "Shopping list"
    window.commands["record"].trigger()
    assert behind.session.orders == [f"record {take.id}"]


def test_record_waits_for_the_take_of_what_was_typed(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    qtbot.keyClicks(window.parts.paper.transcript, "Dear")
    window.commands["record"].trigger()
    qtbot.waitUntil(lambda: bool(behind.session.orders))
    (take,) = behind.history.takes()
    assert behind.session.orders == [f"record {take.id}"]


def test_record_is_shown_while_its_take_is_being_made_and_can_be_taken_back(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    qtbot.keyClicks(window.parts.paper.transcript, "Dear")
    window.commands["record"].trigger()
    assert "[Stop] 0:00 Starting" in drawn(window)
    window.commands["record"].trigger()
    assert "[Record] 0:00 Ready" in drawn(window)
    qtbot.waitUntil(lambda: not window.controllers.open_take.is_unsaved)
    assert behind.session.orders == []


class HistoryOnFullDisk(History):
    """Makes no take as long as the disk is full."""

    full = True

    def create_take(self, **more: object) -> int:
        if self.full:
            raise StorageError("disk_full")
        return super().create_take(**more)


def test_nothing_is_recorded_later_when_the_take_could_not_be_made(
    open_window: OpenWindow, behind: Behind, qtbot: QtBot
) -> None:
    behind.history.close()
    behind.history = history = HistoryOnFullDisk(behind.folder / "history.sqlite3")
    window = open_window()
    qtbot.keyClicks(window.parts.paper.transcript, "Dear")
    with qtbot.waitSignal(window.controllers.open_take.failed):
        window.commands["record"].trigger()
    assert "[Record] 0:00 Ready" in drawn(window)
    history.full = False
    qtbot.waitUntil(lambda: not window.controllers.open_take.is_unsaved)
    assert behind.session.orders == []


class HistoryWithAFault(HistoryOnFullDisk):
    """Makes no take for a reason that nobody has thought of."""

    def create_take(self, **more: object) -> int:
        if self.full:
            raise RuntimeError("a fault")
        return super().create_take(**more)


def test_a_take_that_cannot_be_made_for_an_unknown_reason(
    open_window: OpenWindow, behind: Behind, qtbot: QtBot
) -> None:
    behind.history.close()
    behind.history = history = HistoryWithAFault(behind.folder / "history.sqlite3")
    window = open_window()
    text = window.parts.paper.transcript
    with qtbot.captureExceptions() as told:
        qtbot.keyClicks(text, "Dear")
        with qtbot.waitSignal(window.controllers.open_take.failed):
            window.commands["record"].trigger()
    assert [str(error) for _, error, _ in told] == ["a fault"], "it is logged and shown"
    assert "[Record] 0:00 Ready" in drawn(window)
    history.full = False
    with qtbot.waitSignal(window.controllers.saver.saved):
        qtbot.keyClicks(text, " all")
    window.commands["record"].trigger()
    (take,) = behind.history.takes()
    assert behind.session.orders == [f"record {take.id}"]
    assert behind.history.load_document(take.id).text == "Dear all"


def test_record_and_stop_show_at_once_while_the_session_is_being_opened(
    window: MainWindow, behind: Behind
) -> None:
    window.commands["record"].trigger()
    assert "[Stop] 0:00 Starting" in drawn(window)
    window.commands["record"].trigger()
    assert "[Record] 0:00 Finishing" in drawn(window)
    assert behind.session.orders == ["record None", "stop"]
    take_id = behind.take()
    happen(window, *(StateChanged(each, take_id) for each in (State.STARTING, State.STOPPING)))
    happen(window, StateChanged(State.IDLE, take_id))
    assert "[Record] 0:00 Ready" in drawn(window)


def test_stop_in_the_first_moment_stays_finishing_until_the_session_knows(
    window: MainWindow, behind: Behind, spoken: Spoken
) -> None:
    window.commands["record"].trigger()
    window.commands["record"].trigger()
    take_id = behind.take()
    spoken.heard.clear()
    for state in (State.STARTING, State.LISTENING, State.RECONNECTING):
        happen(window, StateChanged(state, take_id))
        assert "[Record] 0:00 Finishing" in drawn(window)
    happen(window, StateChanged(State.STOPPING, take_id), final(behind, take_id, "Hello."))
    assert window.parts.paper.transcript.plain_text() == "Hello.", "it is the page's own take"
    happen(window, StateChanged(State.IDLE, take_id))
    assert "[Record] 0:00 Ready" in drawn(window)
    assert not any("Listening" in each for each in spoken.heard)
    window.commands["record"].trigger()
    happen(window, StateChanged(State.STARTING, take_id), StateChanged(State.LISTENING, take_id))
    assert "[Stop] 0:00 Listening" in drawn(window)


def test_record_and_stop_while_the_take_before_ends_move_only_forward(
    window: MainWindow, behind: Behind
) -> None:
    take_id = listen(window, behind)
    happen(window, StateChanged(State.STOPPING, take_id))
    seen: list[str] = []
    window.controllers.dictation.changed.connect(lambda live: seen.append(live.state.name))
    window.commands["record"].trigger()
    window.commands["record"].trigger()
    told = (State.IDLE, State.STARTING, State.LISTENING, State.STOPPING, State.IDLE)
    happen(window, *(StateChanged(each, take_id) for each in told))
    assert behind.session.orders == ["record None", f"record {take_id}", "stop"]
    assert list(dict.fromkeys(seen)) == ["STARTING", "STOPPING", "IDLE"]


def test_record_while_the_take_before_ends_is_starting_until_it_listens(
    window: MainWindow, behind: Behind
) -> None:
    before = listen(window, behind)
    happen(window, StateChanged(State.STOPPING, before))
    window.commands["new"].trigger()
    seen: list[str] = []
    window.controllers.dictation.changed.connect(lambda live: seen.append(live.state.name))
    window.commands["record"].trigger()
    take_id = behind.take()
    happen(
        window,
        StateChanged(State.IDLE, before),
        StateChanged(State.STARTING, take_id),
        StateChanged(State.LISTENING, take_id),
    )
    assert list(dict.fromkeys(seen)) == ["STARTING", "LISTENING"]
    assert window.controllers.open_take.take_id == take_id


def test_stop_in_the_first_moment_of_what_cannot_begin_says_why(
    window: MainWindow, behind: Behind
) -> None:
    window.commands["record"].trigger()
    window.commands["record"].trigger()
    happen(window, StateChanged(State.IDLE, None, StorageError("read_only", "/recordings")))
    assert "[Record] 0:00 Ready" in drawn(window)
    assert "banner: The history's folder cannot be written." in drawn(window)


def test_what_is_painted_first_is_what_stands_there_once_everything_reacts(
    theme: Theme, icons: Icons, behind: Behind, qtbot: QtBot
) -> None:
    behind.preferences.change(
        service=Service.CONTAINER,
        url="ws://localhost:5000",
        language="de-DE",
        text_size=20,
        record_mode=RecordMode.HOLD,
    )
    window = MainWindow(behind.services(), theme, icons)
    qtbot.addWidget(window)
    window.show()
    words, picture = drawn(window), window.grab().toImage()
    assert "[Hold]" in words
    window.begin()
    assert drawn(window) == words
    assert window.grab().toImage() == picture


def test_a_window_that_has_not_begun_closes(
    theme: Theme, icons: Icons, behind: Behind, qtbot: QtBot
) -> None:
    window = MainWindow(behind.services(), theme, icons)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(window.closed):
        window.commands["quit"].trigger()


def test_record_in_the_first_moment_keeps_its_page(
    theme: Theme, icons: Icons, behind: Behind, qtbot: QtBot
) -> None:
    behind.take("Older")
    window = MainWindow(behind.services(), theme, icons)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(window.model.loaded):
        window.begin()
        window.commands["record"].trigger()
    assert not window.controllers.open_take.loading
    take_id = behind.take()
    happen(window, TakeChanged(take_id), StateChanged(State.STARTING, take_id))
    assert window.controllers.open_take.take_id == take_id
    qtbot.waitUntil(lambda: takes(window) == ["● New dictation", "Older"])


def test_new_keeps_what_was_typed_a_moment_ago(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    qtbot.keyClicks(window.parts.paper.transcript, "Kept")
    with qtbot.waitSignal(window.controllers.saver.saved):
        window.commands["new"].trigger()
    assert window.parts.paper.transcript.plain_text() == ""
    (take,) = behind.history.takes()
    assert (take.title, behind.history.load_document(take.id).text) == ("Kept", "Kept")


def test_the_last_take_is_shown_as_it_was(
    open_window: OpenWindow, behind: Behind, qtbot: QtBot
) -> None:
    take_id = behind.take("Letter")
    final(behind, take_id, "Dear tenants,")
    behind.history.update_take(take_id, length_ms=372_000, state=TakeState.COMPLETE)
    window = open_window()
    qtbot.waitUntil(lambda: window.controllers.open_take.take_id == take_id)
    assert window.parts.paper.transcript.plain_text() == "Dear tenants,"
    assert drawn(window) == (
        "Letter — SpeechDesk\n"
        "[Record] 6:12 Ready\n"
        "Ready. Press Record and speak; recognized by: This computer."
    )


def test_copy_all(window: MainWindow, behind: Behind) -> None:
    take_id = listen(window, behind)
    happen(window, final(behind, take_id, "Three plain words."))
    window.commands["copy"].trigger()
    assert QGuiApplication.clipboard().text() == "Three plain words."
    assert window.parts.status.sentence == "Copied 3 words."


def test_nothing_to_copy(window: MainWindow) -> None:
    window.commands["copy"].trigger()
    assert window.parts.status.sentence == "There is no text yet."


def test_the_text_is_copied_when_one_stops(window: MainWindow, behind: Behind) -> None:
    behind.preferences.change(copy_on_stop=True)
    take_id = listen(window, behind)
    happen(window, final(behind, take_id, "Copied by itself."))
    happen(window, StateChanged(State.STOPPING, take_id), StateChanged(State.IDLE, take_id))
    assert QGuiApplication.clipboard().text() == "Copied by itself."


# The list


def test_the_live_take_has_a_dot(window: MainWindow, behind: Behind, qtbot: QtBot) -> None:
    behind.take("Older")
    listen(window, behind)
    qtbot.waitUntil(lambda: takes(window) == ["● New dictation"])


def test_a_deleted_take_can_be_had_back(
    open_window: OpenWindow, behind: Behind, qtbot: QtBot
) -> None:
    behind.take("Shopping")
    letter = behind.take("Letter")
    window = open_window()
    qtbot.waitUntil(lambda: window.controllers.open_take.take_id == letter)
    window.parts.panel.list.setFocus()
    qtbot.keyClick(window.parts.panel.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(behind.history.takes()) == 1)
    assert takes(window) == ["Shopping"]
    assert window.controllers.open_take.take_id is None
    assert window.parts.status.sentence == "Deleted: Letter"
    window.controllers.bin.undo()
    qtbot.waitUntil(lambda: takes(window) == ["Letter", "Shopping"])
    qtbot.waitUntil(lambda: window.controllers.open_take.take_id == letter)


def test_the_take_that_is_recorded_is_not_deleted(window: MainWindow, behind: Behind) -> None:
    take_id = listen(window, behind)
    window.parts.panel.delete_asked.emit((Row(take_id, "Live", ""),))
    assert window.parts.status.sentence == (
        "The take that is being recorded cannot be deleted: stop it first."
    )
    assert len(behind.history.takes()) == 1


def test_renaming_in_the_header_and_in_the_list(
    open_window: OpenWindow, behind: Behind, qtbot: QtBot
) -> None:
    shopping = behind.take("Shopping")
    letter = behind.take("Letter")
    window = open_window()
    qtbot.waitUntil(lambda: window.controllers.open_take.take_id == letter)
    title = window.parts.header.title
    window.commands["rename"].trigger()
    qtbot.keyClicks(title, "To all tenants")
    qtbot.keyClick(title, Qt.Key.Key_Return)
    assert window.windowTitle() == "To all tenants — SpeechDesk"
    window.model.setData(window.model.index(1), "Groceries")
    qtbot.waitUntil(lambda: takes(window) == ["To all tenants", "Groceries"])
    assert behind.history.take(shopping).title == "Groceries"


def test_searching_all_takes(open_window: OpenWindow, behind: Behind, qtbot: QtBot) -> None:
    letter = behind.take("Letter")
    final(behind, letter, "The lift in the east stairwell.")
    behind.take("Shopping")
    window = open_window()
    window.commands["search"].trigger()
    with qtbot.waitSignal(window.model.modelReset):
        qtbot.keyClicks(window.parts.panel.search, "stairw")
    assert takes(window) == ["Letter"]
    with qtbot.waitSignal(window.model.modelReset):
        window.parts.panel.search.clear()
    assert takes(window) == ["Shopping", "Letter"]


# Settings


def test_choosing_a_microphone_while_recording(window: MainWindow, behind: Behind) -> None:
    listen(window, behind)
    picker = window.parts.pickers.microphone
    picker.open()
    headset = next(each for each in picker.menu.actions() if each.text() == "Headset")
    headset.trigger()
    picker.menu.close()
    assert behind.session.orders[-1] == "change_device Headset"
    assert behind.preferences.settings.device == "Headset|ALSA"


def test_the_language_holds_from_the_next_phrase_on(window: MainWindow, behind: Behind) -> None:
    behind.preferences.change(service=Service.AZURE, region="westeurope")
    listen(window, behind)
    window.parts.pickers.language.chosen.emit("de-DE")
    assert behind.session.orders[-1] == "change_config"
    assert behind.languages[-1] == "de-DE"
    assert window.parts.pickers.language.text() == "Deutsch (DE)"
    assert behind.preferences.settings.recent_languages == ("de-DE",)


def test_this_computer_hears_english_only(window: MainWindow, behind: Behind) -> None:
    behind.preferences.change(language="de-DE")
    assert window.parts.pickers.language.text() == "English (US)"
    begin(window, behind)
    assert behind.session.requests[0].language == "en-US"


def test_a_service_that_is_not_set_up_leads_to_the_settings(
    window: MainWindow, behind: Behind
) -> None:
    picker = window.parts.pickers.service
    picker.open()
    next(each for each in picker.menu.actions() if each.data() == Service.AZURE).trigger()
    picker.menu.close()
    assert behind.pages == [Service.AZURE]
    behind.preferences.change(region="westeurope")
    picker.chosen.emit(Service.AZURE)
    assert picker.text() == "Azure, West Europe"


def test_the_card_leads_to_azure_and_to_the_menu(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    card = window.parts.paper.card
    card.connect_button.click()
    assert behind.pages == [Service.AZURE]
    card.menu_button.click()
    qtbot.waitUntil(lambda: not card.menu_button.isEnabled())
    assert behind.menu_entries == 1


# Announcements


def test_states_and_finals_are_announced(
    window: MainWindow, behind: Behind, spoken: Spoken
) -> None:
    take_id = listen(window, behind)
    happen(window, PartialChanged(take_id, "hello"), final(behind, take_id, "Hello."))
    happen(window, StateChanged(State.RECONNECTING, take_id, LOST, Half.RECOGNITION))
    assert spoken.heard == [
        "The microphone is being opened.",
        "Listening. Everything you say is saved as you say it.",
        "Hello.",
        "! Reconnecting: your words are kept. The connection to the service was lost.",
    ]


# The end


def test_closing_drains_first(window: MainWindow, behind: Behind, qtbot: QtBot) -> None:
    take_id = listen(window, behind)
    window.commands["quit"].trigger()
    assert window.isVisible()
    assert behind.session.orders[-1] == "stop"
    happen(window, StateChanged(State.STOPPING, take_id), final(behind, take_id, "The end."))
    assert window.isVisible()
    with qtbot.waitSignal(window.closed):
        happen(window, StateChanged(State.IDLE, take_id))
    qtbot.waitUntil(lambda: not window.isVisible())
    assert behind.history.load_document(take_id).text == "The end."


def test_closing_saves_what_was_typed_last(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    qtbot.keyClicks(window.parts.paper.transcript, "Last words")
    with qtbot.waitSignal(window.closed):
        window.close()
    (take,) = behind.history.takes()
    assert behind.history.load_document(take.id).text == "Last words"


def test_a_second_try_closes_at_once(window: MainWindow, behind: Behind) -> None:
    listen(window, behind)
    window.close()
    assert window.isVisible()
    window.close()
    assert not window.isVisible()


def test_text_zoom(window: MainWindow, behind: Behind, qapp: QApplication) -> None:
    text = window.parts.paper.transcript
    window.commands["larger"].trigger()
    assert behind.preferences.settings.text_size == 14
    assert text.font().pointSizeF() == FONT_PT * 108 / 100
    window.commands["normal"].trigger()
    assert text.font().pointSizeF() == FONT_PT
