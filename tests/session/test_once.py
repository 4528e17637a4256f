"""One sentence: a dictation that ends by itself, and loses nothing said around its end."""

from speechdesk.domain.events import Connected, Ended
from speechdesk.session.events import Recorded, StateChanged
from speechdesk.session.state import State
from speechdesk.storage.takes import TakeState
from tests.session.conftest import Studio


def test_it_ends_after_one_utterance(studio: Studio) -> None:
    microphone = studio.record(once=True)
    microphone.hear(2000)
    speech = studio.recognizers.wait(1)
    speech.deliver(Connected())
    speech.final("", 0, 400)  # silence is no utterance
    assert not studio.seen(StateChanged, state=State.STOPPING)
    speech.final("Hello there.", 500, 1500)
    studio.wait(StateChanged, state=State.STOPPING)
    assert speech.finished.wait(20)
    speech.final("And more.", 1600, 2000)
    speech.deliver(Ended())
    take_id = studio.wait(StateChanged, state=State.IDLE).take_id
    assert [each.segment.text for each in studio.history.segments(take_id)] == [
        "Hello there.",
        "And more.",
    ]
    assert studio.history.take(take_id).state is TakeState.COMPLETE


def test_it_ends_after_fifteen_seconds_of_silence(studio: Studio) -> None:
    microphone = studio.record(once=True)
    microphone.hear(14_900)
    studio.wait(Recorded, length_ms=14_900)
    assert not studio.seen(StateChanged, state=State.STOPPING)
    microphone.hear(200)
    studio.wait(StateChanged, state=State.STOPPING)


def test_what_was_said_before_does_not_end_it(studio: Studio) -> None:
    microphone = studio.record()
    microphone.hear(1000)
    first = studio.recognizers.wait(1)
    first.deliver(Connected())
    take_id = studio.wait(StateChanged, state=State.LISTENING).take_id
    studio.session.stop()
    assert first.finished.wait(20)
    studio.forget()
    studio.record(take_id, once=True).hear(1000)
    studio.wait(StateChanged, state=State.LISTENING)
    first.final("From before.", 0, 900)
    first.deliver(Ended())
    second = studio.recognizers.wait(2)
    assert not studio.seen(StateChanged, state=State.STOPPING)
    second.deliver(Connected())
    second.final("From now.", 1100, 1900)
    studio.wait(StateChanged, state=State.STOPPING)


def test_without_it_recording_goes_on(studio: Studio) -> None:
    microphone = studio.record()
    microphone.hear(1000)
    speech = studio.recognizers.wait(1)
    speech.deliver(Connected())
    speech.final("Hello.", 0, 900)
    microphone.hear(15_020)
    studio.wait(Recorded, length_ms=16_020)
    assert not studio.seen(StateChanged, state=State.STOPPING)
