"""`speechdesk settings test`: a key in a real keyring, the real SDK, a service that demands it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hosts import ScriptHost, script_host
from tests.keyring_daemon import keyring_session

SCRIPT = {"phrases": [{"text": "Hello world.", "at_ms": 300, "end_ms": 1200}]}


@dataclass
class Person:
    """Somebody at a terminal, with a home, a keyring and a service of their own."""

    home: Path
    environment: dict[str, str]
    host: ScriptHost
    output: list[str]

    def settings(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "speechdesk", "settings", "--home", str(self.home), *words],
            input=stdin,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=100,
        )
        self.output += [done.stdout, done.stderr]
        return done

    def test(self, **environment: str) -> tuple[int, str, str]:
        """Return status, code and message of a test."""
        before, self.environment = self.environment, {**self.environment, **environment}
        done = self.settings("test", "--json")
        self.environment = before
        assert "Traceback" not in done.stderr
        if not done.stdout:
            return done.returncode, "", done.stderr
        answer = json.loads(done.stdout)
        return done.returncode, answer["code"], answer["message"]


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    folder = tmp_path_factory.mktemp("person")
    with keyring_session(folder / "keyring") as environment, script_host(SCRIPT) as host:
        found = Person(folder / "home", environment, host, [])
        found.settings("set", "service", "container")
        found.settings("set", "url", host.url)
        yield found


@pytest.fixture(autouse=True)
def with_the_right_key(person: Person) -> Iterator[None]:
    done = person.settings("set-key", "--key-stdin", stdin=f"{person.host.key}\n")
    assert done.returncode == 0, done.stderr
    yield
    person.host.clear()


def test_the_right_key_opens_the_service(person: Person) -> None:
    assert person.test() == (0, "ok", "")
    assert person.host.requests()[-1]["status"] == 101


def test_a_wrong_key_and_none_are_refused(person: Person) -> None:
    person.settings("set-key", "--key-stdin", stdin="f" * 32)
    status, code, message = person.test()
    assert (status, code) == (1, "key_refused")
    assert "refused the key" in message
    person.settings("delete-key")
    assert person.test()[:2] == (1, "key_refused")


def test_the_key_of_the_environment_wins(person: Person) -> None:
    person.settings("delete-key")
    key, url = person.host.key, person.host.url
    assert person.test(SPEECH_KEY=key, SPEECH_ENDPOINT=url)[:2] == (0, "ok")
    status, _, message = person.test(SPEECH_KEY=key)
    assert status == 2
    assert "SPEECH_KEY needs" in message


@pytest.mark.parametrize(
    ("http", "code", "words"),
    [
        (403, "forbidden", "does not allow this key"),
        (404, "not_found", "no speech service at this address"),
        (429, "too_many", "Too many sessions"),
        (503, "unavailable", "a problem of its own"),
    ],
)
def test_what_the_service_answers_is_told_in_words(
    person: Person, http: int, code: str, words: str
) -> None:
    person.host.fault("http", code=http)
    status, found, message = person.test()
    assert (status, found) == (1, code)
    assert words in message


@pytest.mark.slow
def test_a_service_that_says_nothing_is_silent(person: Person) -> None:
    person.host.fault("silence", after_ms=0)
    status, code, message = person.test()
    assert (status, code) == (1, "silent")
    assert "does not answer" in message


def test_nothing_there_and_no_such_name_are_told_apart(person: Person) -> None:
    try:
        person.host.refuse()
        assert person.test()[:2] == (1, "refused")
        person.settings("set", "url", "wss://nowhere.invalid")
        assert person.test()[:2] == (1, "name_not_found")
    finally:
        person.host.accept()
        person.settings("set", "url", person.host.url)


def test_the_key_is_in_no_file_and_no_output(person: Person) -> None:
    assert person.test() == (0, "ok", "")
    key = person.host.key
    assert person.output
    assert not [text for text in person.output if key in text]
    files = [path for path in person.home.parent.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if key.encode() in path.read_bytes()]
