"""A token is renewed on the live recognizer, before its ten minutes end."""

import queue
import threading
from collections.abc import Callable

from speechdesk.domain.connection import (
    Connection,
    Credential,
    CredentialKind,
    RecognizerConfig,
    Service,
)
from speechdesk.domain.events import Connected
from speechdesk.errors import Failure, FailureCode, RecognitionError
from speechdesk.session.events import StateChanged
from speechdesk.session.renewal import AGAIN_AFTER_S, RENEW_AFTER_S, TokenRenewal
from speechdesk.session.state import State
from tests.session.conftest import Studio

DEADLINE_S = 20.0


def token(value: str) -> Credential:
    return Credential(CredentialKind.TOKEN, value)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Source:
    """Gives what the test put into it, and says when it was asked."""

    def __init__(self) -> None:
        self.answers: queue.SimpleQueue[Credential | Exception | None] = queue.SimpleQueue()
        self.asked = threading.Semaphore(0)

    def __call__(self) -> Credential | None:
        self.asked.release()
        answer = self.answers.get(timeout=DEADLINE_S)
        if isinstance(answer, Exception):
            raise answer
        return answer


def renewed_until(renewal: TokenRenewal, condition: Callable[[], bool]) -> None:
    ticked = threading.Event()
    for _ in range(int(DEADLINE_S / 0.01)):
        renewal.tick()
        if condition():
            return
        ticked.wait(0.01)
    raise AssertionError("it was not renewed")


def test_a_token_is_fetched_after_eight_minutes_and_again_after_eight_more() -> None:
    clock, source, given = Clock(), Source(), list[str]()
    renewal = TokenRenewal("one", source, given.append, clock)
    clock.now += RENEW_AFTER_S - 1
    renewal.tick()
    assert not source.asked.acquire(blocking=False)
    clock.now += 1
    source.answers.put(token("two"))
    renewed_until(renewal, lambda: given == ["two"])
    clock.now += RENEW_AFTER_S - 1
    renewal.tick()
    assert source.asked.acquire(timeout=DEADLINE_S)
    assert not source.asked.acquire(blocking=False)
    clock.now += 1
    source.answers.put(token("three"))
    renewed_until(renewal, lambda: given == ["two", "three"])


def test_what_fails_or_brings_nothing_new_is_tried_again_soon() -> None:
    clock, source, given = Clock(), Source(), list[str]()
    renewal = TokenRenewal("one", source, given.append, clock)
    clock.now += RENEW_AFTER_S
    for answer in (
        RecognitionError(Failure(FailureCode.SIGN_IN, "offline")),
        OSError("a keyring's own"),
        None,
        Credential(CredentialKind.KEY, "a key"),
        token("one"),
    ):
        source.answers.put(answer)
        renewed_until(renewal, lambda: source.asked.acquire(blocking=False))
        clock.now += AGAIN_AFTER_S
    source.answers.put(token("two"))
    renewed_until(renewal, lambda: given == ["two"])


def test_a_source_that_hangs_is_asked_once_only() -> None:
    clock, source, given = Clock(), Source(), list[str]()
    renewal = TokenRenewal("one", source, given.append, clock)
    clock.now += RENEW_AFTER_S
    renewal.tick()
    assert source.asked.acquire(timeout=DEADLINE_S)
    clock.now += 10 * AGAIN_AFTER_S
    renewal.tick()
    assert not source.asked.acquire(blocking=False)
    source.answers.put(token("two"))
    renewed_until(renewal, lambda: given == ["two"])


def test_a_live_take_gets_the_token_that_holds_then(studio: Studio) -> None:
    tokens = iter(["one", "two", "three"])
    azure = Connection(Service.AZURE, region="westeurope")
    microphone = studio.record(
        config=lambda: RecognizerConfig(azure, ("en-US",), token(next(tokens)))
    )
    microphone.hear(200)
    speech = studio.recognizers.wait(1)
    speech.deliver(Connected())
    studio.wait(StateChanged, state=State.LISTENING)
    assert speech.tokens == []
    studio.ahead_s = RENEW_AFTER_S + 1
    studio.until(lambda: speech.tokens == ["two"])
    assert len(studio.recognizers.started) == 1


def test_a_token_that_ran_out_while_the_computer_slept_is_replaced(studio: Studio) -> None:
    tokens = iter(["one", "two"])
    azure = Connection(Service.AZURE, region="westeurope")
    studio.record(config=lambda: RecognizerConfig(azure, ("en-US",), token(next(tokens)))).hear(
        1000
    )
    speech = studio.recognizers.wait(1)
    speech.deliver(Connected())
    refused = Failure(FailureCode.KEY_REFUSED)
    speech.fail(refused)
    speech = studio.recognizers.wait(2)
    assert speech.config.credential == token("two")
    # One that is refused from the beginning is wrong, and no waiting mends that.
    speech.fail(refused)
    studio.wait(StateChanged, state=State.FAILED, failure=refused)
    assert len(studio.recognizers.started) == 2


def test_a_key_that_is_refused_rests_at_once(studio: Studio) -> None:
    key = Credential(CredentialKind.KEY, "key")
    studio.record(config=lambda: RecognizerConfig(Connection(), ("en-US",), key)).hear(200)
    speech = studio.recognizers.wait(1)
    speech.deliver(Connected())
    refused = Failure(FailureCode.KEY_REFUSED)
    speech.fail(refused)
    studio.wait(StateChanged, state=State.FAILED, failure=refused)


def test_a_key_is_not_renewed(studio: Studio) -> None:
    asked: list[int] = []
    key = Credential(CredentialKind.KEY, "key")

    def config() -> RecognizerConfig:
        asked.append(1)
        return RecognizerConfig(Connection(), ("en-US",), key)

    studio.record(config=config).hear(200)
    speech = studio.recognizers.wait(1)
    speech.deliver(Connected())
    studio.wait(StateChanged, state=State.LISTENING)
    studio.ahead_s = 2 * RENEW_AFTER_S
    studio.forget()
    studio.session.pause()
    studio.wait(StateChanged, state=State.PAUSED)
    assert len(asked) == 1
