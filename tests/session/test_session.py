"""A live take and jobs, from the first frame to the history."""

from pathlib import Path

from speechdesk.domain.events import Connected, Ended, Partial
from speechdesk.errors import DeviceError, Failure, FailureCode
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
from speechdesk.sound.recording import RecordingWriter
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
    studio.wait(Recorded, length_ms=2160)
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
    studio.wait(Recorded, length_ms=1480)


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


def test_closing_in_mid_dictation_keeps_the_rest_for_later(studio: Studio) -> None:
    studio.record().hear(1000)
    take_id = studio.wait(StateChanged, state=State.LISTENING).take_id
    assert studio.session.close(deadline_s=0.2)
    take = studio.history.take(take_id)
    assert (take.state, take.length_ms, take.cursor_ms) == (TakeState.PARTLY, 1000, 0)


def file_take(studio: Studio, name: str = "file.pcm") -> int:
    studio.recordings.mkdir(exist_ok=True)
    Path(studio.recordings / name).write_bytes(LOUD * 1000)
    return studio.history.create_take(
        title=name, language="en-US", source=Source.FILE, recording=name
    )
