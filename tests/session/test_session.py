"""A live take and jobs, from the first frame to the history."""

from pathlib import Path

import pytest

from speechdesk.domain.events import Connected, Ended, Partial
from speechdesk.errors import DeviceError, Failure, FailureCode, StorageError
from speechdesk.session.events import (
    BehindChanged,
    Half,
    JobEnded,
    JobProgress,
    JobWaiting,
    NoticeCode,
    Noticed,
    PartialChanged,
    Recorded,
    SegmentCommitted,
    StateChanged,
)
from speechdesk.session.request import RecordRequest
from speechdesk.session.state import State
from speechdesk.sound.recording import RecordingWriter, is_locked
from speechdesk.storage.takes import Source, TakeState
from tests.scripted_recognizer import ScriptedRecognizer
from tests.session.conftest import LOUD, Studio, configure

LOST = Failure(FailureCode.CONNECTION_LOST)


def dictated(studio: Studio, take_id: int) -> list[str]:
    return [stored.segment.text for stored in studio.history.segments(take_id)]


def recognizer(studio: Studio, number: int) -> ScriptedRecognizer:
    started = studio.recognizers.wait(number)
    started.deliver(Connected())
    return started


def drain(started: ScriptedRecognizer) -> None:
    assert started.finished.wait(20)
    started.deliver(Ended())


def test_a_take_goes_through_its_states_into_the_history(studio: Studio) -> None:
    microphone = studio.record()
    take_id = studio.wait(StateChanged, state=State.STARTING).take_id
    microphone.hear(1000)
    studio.wait(StateChanged, state=State.LISTENING)
    speech = recognizer(studio, 1)
    speech.deliver(Partial("hello", 100, 300))
    studio.wait(PartialChanged, text="hello")
    speech.final("Hello.", 100, 900)
    committed = studio.wait(SegmentCommitted)
    assert committed.segment.text == "Hello."
    assert dictated(studio, take_id) == ["Hello."]
    studio.session.stop()
    studio.wait(StateChanged, state=State.STOPPING)
    drain(speech)
    studio.wait(StateChanged, state=State.IDLE)
    take = studio.history.take(take_id)
    assert (take.state, take.length_ms) == (TakeState.COMPLETE, 1000)
    assert (studio.recordings / take.recording).stat().st_size == 32_000


def test_the_recording_runs_on_while_the_service_is_lost(studio: Studio) -> None:
    microphone = studio.record()
    microphone.hear(500)
    speech = recognizer(studio, 1)
    speech.final("One.", 0, 400)
    speech.fail(LOST)
    studio.wait(StateChanged, state=State.RECONNECTING, failure=LOST, half=Half.RECOGNITION)
    microphone.hear(3000)
    studio.wait(BehindChanged, seconds=3)
    again = recognizer(studio, 2)
    assert again.start_ms == 400
    studio.until(lambda: studio.seen(StateChanged, state=State.LISTENING)[1:])
    again.final("Two.", 500, 3400)
    studio.wait(BehindChanged, seconds=0)


def test_a_refused_key_stops_recognition_only_and_the_same_take_goes_on_after(
    studio: Studio,
) -> None:
    refused = Failure(FailureCode.KEY_REFUSED)
    microphone = studio.record()
    microphone.hear(200)
    take_id = studio.wait(StateChanged, state=State.LISTENING).take_id
    recognizer(studio, 1).fail(refused)
    studio.wait(StateChanged, state=State.FAILED, failure=refused, half=Half.RECOGNITION)
    microphone.hear(2000)
    studio.wait(Recorded, length_ms=2180)
    studio.session.mended(configure())
    mended = recognizer(studio, 2)
    microphone.hear(200)
    studio.until(lambda: studio.seen(StateChanged, state=State.LISTENING)[1:])
    mended.final("All of it.", 0, 2000)
    studio.wait(SegmentCommitted)
    assert dictated(studio, take_id) == ["All of it."]


def test_a_lost_microphone_is_waited_for(studio: Studio) -> None:
    microphone = studio.record()
    microphone.hear(200)
    studio.wait(StateChanged, state=State.LISTENING)
    microphone.lost(DeviceError("device_gone", "Headset"))
    studio.wait(StateChanged, state=State.FAILED, half=Half.MICROPHONE)
    studio.wait(Noticed, code=NoticeCode.MICROPHONE_LOST, over=False)
    studio.forget()
    back = studio.microphone(2)
    back.hear(200)
    studio.wait(StateChanged, state=State.STARTING)
    studio.wait(StateChanged, state=State.LISTENING)
    studio.wait(Noticed, code=NoticeCode.MICROPHONE_LOST, over=True)


def test_a_microphone_that_cannot_be_opened_is_said_once(studio: Studio) -> None:
    studio.refused = DeviceError("device_busy")
    studio.session.record(None, RecordRequest("en-US", None, configure()))
    studio.wait(StateChanged, state=State.FAILED, half=Half.MICROPHONE)
    studio.until(lambda: len(studio.microphones) >= 2)
    studio.refused = None
    studio.microphone(3).hear(200)
    studio.wait(StateChanged, state=State.LISTENING)
    assert len(studio.seen(Noticed, code=NoticeCode.MICROPHONE_LOST, over=False)) == 1


def test_pause_ends_the_phrase_and_resume_goes_on_behind_it(studio: Studio) -> None:
    microphone = studio.record()
    microphone.hear(1000)
    studio.wait(StateChanged, state=State.LISTENING)
    studio.session.pause()
    studio.wait(StateChanged, state=State.PAUSED)
    drain(recognizer(studio, 1))
    assert not microphone.is_open
    studio.session.resume()
    again = studio.microphone(2)
    again.hear(500)
    assert recognizer(studio, 2).start_ms == 1000
    studio.wait(Recorded, length_ms=1500)


def test_record_after_stop_appends_to_the_take(studio: Studio) -> None:
    studio.record().hear(1000)
    take_id = studio.wait(StateChanged, state=State.LISTENING).take_id
    studio.session.stop()
    drain(recognizer(studio, 1))
    studio.wait(StateChanged, state=State.IDLE)
    studio.record(take_id).hear(1000)
    second = recognizer(studio, 2)
    assert second.start_ms == 1000
    studio.session.stop()
    drain(second)
    studio.until(lambda: studio.seen(StateChanged, state=State.IDLE)[1:])
    assert studio.history.take(take_id).length_ms == 2000


def test_record_while_the_rest_is_still_recognized_takes_the_take_back(studio: Studio) -> None:
    studio.record().hear(1000)
    take_id = studio.wait(StateChanged, state=State.LISTENING).take_id
    studio.session.stop()
    studio.wait(StateChanged, state=State.STOPPING)
    again = studio.record(take_id)
    again.hear(500)
    studio.until(lambda: studio.seen(StateChanged, state=State.LISTENING)[1:])
    drain(recognizer(studio, 1))
    assert recognizer(studio, 2).start_ms == 1000


def test_stopped_without_a_connection_the_rest_lands_later(studio: Studio) -> None:
    studio.record().hear(1000)
    take_id = studio.wait(StateChanged, state=State.LISTENING).take_id
    recognizer(studio, 1).fail(LOST)
    studio.wait(StateChanged, state=State.RECONNECTING)
    studio.session.stop()
    studio.wait(StateChanged, state=State.IDLE)
    studio.wait(Noticed, code=NoticeCode.REST_LATER)
    assert studio.history.take(take_id).state is TakeState.PARTLY
    later = recognizer(studio, 2)
    later.final("Better late.", 0, 900)
    drain(later)
    studio.wait(JobEnded, take_id=take_id, complete=True)
    assert dictated(studio, take_id) == ["Better late."]
    assert studio.history.take(take_id).state is TakeState.COMPLETE


def test_another_take_may_begin_while_the_last_one_drains(studio: Studio) -> None:
    studio.record().hear(1000)
    first = studio.wait(StateChanged, state=State.LISTENING).take_id
    studio.session.stop()
    studio.wait(StateChanged, state=State.STOPPING)
    studio.record()
    speech = recognizer(studio, 1)
    speech.final("The first take.", 0, 900)
    drain(speech)
    studio.wait(JobEnded, take_id=first, complete=True)
    assert dictated(studio, first) == ["The first take."]


def test_a_file_is_a_job_whose_sound_goes_when_it_is_done(studio: Studio) -> None:
    take_id = file_take(studio)
    studio.session.recognize(take_id, configure())
    studio.wait(JobProgress, done_ms=0, total_ms=1000)
    speech = recognizer(studio, 1)
    speech.final("From a file.", 0, 800)
    studio.wait(JobProgress, done_ms=800, total_ms=1000)
    drain(speech)
    studio.wait(JobEnded, take_id=take_id, complete=True)
    take = studio.history.take(take_id)
    assert (take.state, take.sound_kept) == (TakeState.COMPLETE, False)
    assert not (studio.recordings / "file.pcm").exists()


def test_a_job_waits_for_the_service_and_can_be_cancelled(studio: Studio) -> None:
    take_id = file_take(studio)
    studio.session.recognize(take_id, configure())
    recognizer(studio, 1).fail(LOST)
    studio.wait(JobWaiting, take_id=take_id, failure=LOST, was_connected=True)
    studio.session.cancel(take_id)
    studio.wait(JobEnded, take_id=take_id, complete=False, failure=None)
    assert studio.history.take(take_id).state is TakeState.PARTLY


def test_a_recording_in_use_elsewhere_is_left_alone(studio: Studio) -> None:
    take_id = file_take(studio)
    with RecordingWriter(studio.recordings / "file.pcm"):
        studio.session.recognize(take_id, configure())
        ended = studio.wait(JobEnded, take_id=take_id)
    assert not ended.complete and ended.failure.code == "locked"


def test_the_rest_of_the_live_take_is_no_job_of_its_own(studio: Studio) -> None:
    studio.record().hear(1000)
    take_id = studio.wait(StateChanged, state=State.LISTENING).take_id
    studio.session.recognize(take_id, configure())
    ended = studio.wait(JobEnded, take_id=take_id)
    assert (ended.complete, ended.failure) == (False, None)
    recognizer(studio, 1).final("One.", 0, 900)
    studio.wait(SegmentCommitted, take_id=take_id)


def test_closing_in_mid_dictation_keeps_the_rest_for_later(studio: Studio) -> None:
    studio.record().hear(1000)
    take_id = studio.wait(StateChanged, state=State.LISTENING).take_id
    assert studio.session.close(deadline_s=0.2)
    take = studio.history.take(take_id)
    assert (take.state, take.length_ms, take.cursor_ms) == (TakeState.PARTLY, 1000, 0)


def test_finals_wait_for_a_history_that_is_locked_and_come_in_order(studio: Studio) -> None:
    microphone = studio.record()
    microphone.hear(2000)
    take_id = studio.wait(StateChanged, state=State.LISTENING).take_id
    speech = recognizer(studio, 1)
    studio.history.refusal = StorageError("locked")
    speech.final("One.", 0, 900)
    speech.final("Two.", 900, 1800)
    studio.wait(PartialChanged, text="One. Two.")
    assert dictated(studio, take_id) == []
    studio.history.refusal = None
    studio.until(lambda: len(studio.seen(SegmentCommitted)) == 2)
    assert dictated(studio, take_id) == ["One.", "Two."]


def test_stop_with_a_history_that_is_locked_still_ends_and_saves_later(studio: Studio) -> None:
    studio.record().hear(1000)
    take_id = studio.wait(StateChanged, state=State.LISTENING).take_id
    speech = recognizer(studio, 1)
    studio.history.refusal = StorageError("locked")
    speech.final("One.", 0, 900)
    studio.session.stop()
    drain(speech)
    studio.wait(StateChanged, state=State.IDLE)
    studio.history.refusal = None
    studio.wait(JobEnded, take_id=take_id, complete=True)
    assert dictated(studio, take_id) == ["One."]
    assert studio.history.take(take_id).state is TakeState.COMPLETE


def test_a_job_whose_end_the_history_refuses_says_so_and_can_be_done_again(
    studio: Studio,
) -> None:
    take_id = file_take(studio)
    studio.session.recognize(take_id, configure())
    speech = recognizer(studio, 1)
    speech.final("From a file.", 0, 1000)
    studio.wait(SegmentCommitted)
    studio.history.refusal = StorageError("disk_full")
    drain(speech)
    ended = studio.wait(JobEnded, take_id=take_id)
    assert not ended.complete and ended.failure.code == "disk_full"
    studio.history.refusal = None
    studio.forget()
    studio.session.recognize(take_id, configure())
    studio.wait(JobEnded, take_id=take_id, complete=True)
    assert dictated(studio, take_id) == ["From a file."]


def test_a_take_that_cannot_be_begun_leaves_nothing_and_is_said(studio: Studio) -> None:
    studio.recordings.write_text("a file where the folder should be")
    studio.session.record(None, RecordRequest("en-US", None, configure()))
    refused = studio.wait(StateChanged, state=State.IDLE)
    assert refused.failure.code == "read_only"
    assert studio.history.takes() == []


def test_a_history_that_takes_nothing_closes_the_microphone_again(studio: Studio) -> None:
    take_id = studio.history.create_take(title="", language="en-US", source=Source.MICROPHONE)
    studio.history.refusal = StorageError("disk_full")
    studio.session.record(take_id, RecordRequest("en-US", None, configure()))
    refused = studio.wait(StateChanged, state=State.IDLE)
    assert (refused.take_id, refused.failure.code) == (take_id, "disk_full")
    (microphone,) = studio.microphones
    assert not microphone.is_open
    assert not is_locked(studio.recordings / f"take-{take_id}.pcm")
    studio.history.refusal = None
    studio.record(take_id).hear(1000)
    studio.wait(StateChanged, state=State.LISTENING)


@pytest.mark.parametrize("is_new", [True, False])
def test_a_take_begun_while_the_history_is_locked_is_recorded_all_the_same(
    studio: Studio, is_new: bool
) -> None:
    known = None
    if not is_new:
        known = studio.history.create_take(title="", language="en-US", source=Source.MICROPHONE)
        studio.history.update_take(known, state=TakeState.COMPLETE)
    studio.history.refusal = StorageError("locked")
    studio.record(known).hear(1000)
    take_id = studio.wait(StateChanged, state=State.LISTENING).take_id
    assert studio.history.take(take_id).recording == ""
    studio.history.refusal = None
    studio.until(lambda: studio.history.take(take_id).recording)
    take = studio.history.take(take_id)
    assert (take.recording, take.state) == (f"take-{take_id}.pcm", TakeState.RECORDING)
    assert take.sound_kept
    recognizer(studio, 1).final("One.", 0, 900)
    studio.wait(SegmentCommitted)
    assert dictated(studio, take_id) == ["One."]


def test_the_sound_of_a_lost_history_does_not_get_into_a_new_take(studio: Studio) -> None:
    studio.recordings.mkdir()
    (studio.recordings / "take-1.pcm").write_bytes(LOUD * 5000)
    studio.record().hear(1000)
    take_id = studio.wait(StateChanged, state=State.LISTENING).take_id
    assert recognizer(studio, 1).recording == studio.recordings / "take-1-2.pcm"
    studio.until(lambda: studio.history.take(take_id).recording == "take-1-2.pcm")


def test_a_recording_that_is_gone_is_said(studio: Studio) -> None:
    take_id = file_take(studio)
    (studio.recordings / "file.pcm").unlink()
    studio.session.recognize(take_id, configure())
    ended = studio.wait(JobEnded, take_id=take_id)
    assert not ended.complete and ended.failure.code == "not_found"
    assert studio.history.take(take_id).state is not TakeState.COMPLETE


def test_a_take_whose_sound_went_is_recorded_on_behind_its_length(studio: Studio) -> None:
    studio.keeps_sound = False
    studio.record().hear(1000)
    take_id = studio.wait(StateChanged, state=State.LISTENING).take_id
    studio.session.stop()
    speech = recognizer(studio, 1)
    speech.final("One.", 0, 900)
    drain(speech)
    studio.wait(StateChanged, state=State.IDLE)
    path = studio.recordings / studio.history.take(take_id).recording
    assert not path.exists() and not studio.history.take(take_id).sound_kept
    studio.forget()
    studio.record(take_id).hear(500)
    again = recognizer(studio, 2)
    assert again.start_ms == 1000
    again.final("Two.", 1000, 1400)
    studio.wait(SegmentCommitted)
    take = studio.history.take(take_id)
    assert (take.sound_from_ms, take.sound_kept) == (1000, True)
    assert path.read_bytes()[:32_000] == bytes(32_000)


def test_a_take_that_waits_for_its_turn_can_be_recorded_into_at_once(studio: Studio) -> None:
    takes = [file_take(studio, f"{number}.pcm") for number in range(3)]
    for take_id in takes:
        studio.session.recognize(take_id, configure())
    recognizer(studio, 2)
    studio.record(takes[2]).hear(200)
    studio.wait(StateChanged, state=State.LISTENING, take_id=takes[2])
    assert not studio.seen(JobEnded)


def test_recording_into_a_take_that_is_at_work_lets_the_next_one_begin(studio: Studio) -> None:
    takes = [file_take(studio, f"{number}.pcm") for number in range(3)]
    for take_id in takes:
        studio.session.recognize(take_id, configure())
    recognizer(studio, 2)
    studio.record(takes[0]).hear(200)
    studio.wait(JobProgress, take_id=takes[2])


def test_little_room_on_the_disk_is_said_in_minutes(studio: Studio) -> None:
    studio.free_bytes = 10 * 60 * 32_000 + 5_000_000
    studio.record().hear(200)
    assert studio.wait(Noticed, code=NoticeCode.DISK_LOW).detail == "12"


def test_a_full_disk_costs_neither_words_nor_sound(studio: Studio) -> None:
    microphone = studio.record()
    microphone.hear(2020)
    take_id = studio.wait(StateChanged, state=State.LISTENING).take_id
    studio.wait(Recorded, length_ms=2020)
    studio.free_bytes = 0
    studio.until(lambda: microphone.hear(80) or studio.seen(Noticed, code=NoticeCode.DISK_FULL))
    speech = recognizer(studio, 1)
    studio.until(lambda: speech.from_memory)
    studio.session.stop()
    drain(speech)
    studio.wait(StateChanged, state=State.IDLE)
    take = studio.history.take(take_id)
    path = studio.recordings / take.recording
    assert path.stat().st_size == take.length_ms * 32 == speech.length_bytes
    assert path.read_bytes() == LOUD * take.length_ms


def file_take(studio: Studio, name: str = "file.pcm") -> int:
    studio.recordings.mkdir(exist_ok=True)
    Path(studio.recordings / name).write_bytes(LOUD * 1000)
    return studio.history.create_take(
        title=name, language="en-US", source=Source.FILE, recording=name
    )
