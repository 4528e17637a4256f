"""The doctor: each failure produced for real, and told from all the others."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from speechdesk.cli.main import run
from speechdesk.devices.listing import Device, Listing
from speechdesk.domain.connection import Credential, CredentialKind, Service
from speechdesk.errors import DeviceError, Failure, FailureCode, SecretsError
from speechdesk.host.local import LocalService
from speechdesk.session import checks
from speechdesk.session.checks import Check, Status
from speechdesk.session.configuring import Configuring
from speechdesk.session.doctor import Doctor, report
from speechdesk.session.examination import examined
from speechdesk.session.one_shot import OneShots
from speechdesk.session.service_check import ServiceCheck
from speechdesk.settings.choice import Asked
from speechdesk.settings.schema import Settings
from speechdesk.settings.secrets import Lookup, Presence, Secrets
from speechdesk.speech.worker import WorkerPool
from tests.hosts import ScriptHost, script_host
from tests.servers import tls_server
from tests.session.conftest import LOUD

NAMES = ["microphone", "disk", "keyring", "display", "network", "service", "clock", "versions"]
PHRASE = {"text": "Hello world, the weather is nice today.", "at_ms": 100, "end_ms": 2500}
ZEROS = bytes(32)


class Keyring:
    def __init__(self, key: str | None = None) -> None:
        self._key = key

    def get_password(self, service: str, username: str) -> str | None:
        return self._key

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("the doctor writes nothing")

    def delete_password(self, service: str, username: str) -> None:
        raise AssertionError("the doctor deletes nothing")


class Microphone:
    """Plays `sound`, or fails as `error` says: when it opens, or afterwards."""

    def __init__(
        self,
        sink: Callable[[bytes], None],
        lost: Callable[[DeviceError], None],
        sound: bytes,
        error: DeviceError | None,
        *,
        opens: bool = True,
    ) -> None:
        self._sink = sink
        self._lost = lost
        self._sound = sound
        self._error = error
        self._opens = opens

    def start(self) -> None:
        if self._error is not None and not self._opens:
            raise self._error
        if self._error is not None:
            self._lost(self._error)
        else:
            self._sink(self._sound * 2000)

    def stop(self) -> None:
        pass


class Patient:
    """A set-up that is in order, but for what the test changes in it."""

    def __init__(self, folder: Path, workers: WorkerPool) -> None:
        self.folder = folder
        self.settings = Settings()
        self.asked: Asked | None = None
        self.keyring = Keyring()
        self.listing = Listing((Device("Headset", "ALSA", default=True),))
        self.device_key = ""
        self.sound = LOUD
        self.microphone_error: DeviceError | None = None
        self.opens = True
        self.deadline_s = 60.0
        self._workers = workers
        self.local = LocalService()

    def asks_for(self, url: str, key: str = "") -> None:
        credential = Credential(CredentialKind.KEY, key) if key else None
        self.asked = Asked(Service.CONTAINER, url=url, credential=credential)

    def doctor(self) -> Doctor:
        secrets = Secrets(lambda: self.keyring)
        return Doctor(
            data_folder=self.folder,
            configuring=Configuring(lambda: self.settings, secrets, self.local, asked=self.asked),
            secrets=secrets,
            list_devices=lambda: self.listing,
            open_microphone=lambda device, sink, lost, overflowed: Microphone(
                sink, lost, self.sound, self.microphone_error, opens=self.opens
            ),
            one_shots=OneShots(self._workers.start),
            language="de-DE",
            device_key=self.device_key,
            service_deadline_s=self.deadline_s,
        )

    def check(self, name: str) -> Check:
        found = self.doctor().check()
        assert [each.name for each in found] == NAMES
        return next(each for each in found if each.name == name)

    def code(self, name: str) -> str:
        found = self.check(name)
        assert found.message
        assert (found.status is Status.OK) == (found.code == "ok")
        assert found.mend or found.status is not Status.PROBLEM
        return found.code


@pytest.fixture(scope="module")
def workers() -> Iterator[WorkerPool]:
    pool = WorkerPool()
    yield pool
    pool.close()


@pytest.fixture
def patient(tmp_path: Path, workers: WorkerPool) -> Iterator[Patient]:
    patient = Patient(tmp_path, workers)
    yield patient
    patient.local.stop()


@pytest.fixture(scope="module")
def shared_host() -> Iterator[ScriptHost]:
    with script_host({"phrases": [PHRASE]}) as host:
        yield host


@pytest.fixture
def host(shared_host: ScriptHost) -> ScriptHost:
    shared_host.clear()
    return shared_host


# The service


def test_a_service_that_works_is_told_with_its_times_and_session(
    patient: Patient, host: ScriptHost
) -> None:
    patient.asks_for(host.url, host.key)
    found = patient.check("service")
    assert (found.status, found.code, found.mend) == (Status.OK, "ok", "")
    assert '"Hello world, the weather is nice today."' in found.message
    for part in ("connected after", "answered after", "latency", "session"):
        assert part in found.message
    assert patient.code("network") == "ok"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "key_refused"),
        (403, "forbidden"),
        (404, "not_found"),
        (429, "too_many"),
        (307, "redirect"),
        (503, "unavailable"),
        (418, "http_other"),
    ],
)
@pytest.mark.parametrize("with_key", [True, False])
def test_each_answer_of_a_service_has_its_code(
    patient: Patient, host: ScriptHost, status: int, code: str, with_key: bool
) -> None:
    location = {"Location": "wss://elsewhere.example/"} if status == 307 else {}
    host.fault("http", code=status, headers=location)
    patient.asks_for(host.url, host.key if with_key else "")
    found = patient.check("service")
    assert (found.status, found.code) == (Status.PROBLEM, code)
    assert found.mend


def test_a_service_that_says_nothing_is_silent(patient: Patient, host: ScriptHost) -> None:
    host.fault("silence", after_ms=0)
    patient.asks_for(host.url, host.key)
    patient.deadline_s = 4.0
    assert patient.code("service") == "silent"


def test_nobody_listens(patient: Patient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    patient.asks_for(f"ws://127.0.0.1:{port}")
    assert (patient.code("network"), patient.code("service")) == ("refused", "refused")


def test_a_name_that_does_not_exist(patient: Patient) -> None:
    patient.asks_for("wss://speech.invalid")
    found = patient.doctor().check()
    codes = {each.name: each.code for each in found}
    assert (codes["network"], codes["service"]) == ("name_not_found", "name_not_found")


def test_a_region_that_does_not_exist_is_not_taken_for_a_bad_key(patient: Patient) -> None:
    patient.settings = Settings(service=Service.AZURE, region="nosuchregion")
    patient.keyring = Keyring("a key")
    assert (patient.code("network"), patient.code("service")) == (
        "name_not_found",
        "name_not_found",
    )


def test_a_certificate_that_nobody_vouches_for(patient: Patient, tmp_path: Path) -> None:
    with tls_server(tmp_path) as port:
        patient.asks_for(f"wss://localhost:{port}")
        found = {each.name: each.code for each in patient.doctor().check()}
    assert (found["network"], found["service"]) == ("tls", "tls")


def test_azure_without_a_key_is_a_matter_of_the_key(patient: Patient) -> None:
    patient.settings = Settings(service=Service.AZURE, region="westeurope")
    found = patient.check("service")
    assert (found.status, found.code) == (Status.PROBLEM, "key_refused")
    assert "No key is known" in found.message


def test_an_address_that_no_key_may_go_to_is_said(patient: Patient) -> None:
    patient.settings = Settings(service=Service.CONTAINER, url="ws://speech.example")
    assert patient.code("service") == "bad_address"


def test_what_this_computer_recognizes_needs_no_network(patient: Patient) -> None:
    codes = {each.name: each.code for each in patient.doctor().check()}
    assert codes["network"] == "local"
    assert codes["service"] in ("ok", "engine_missing")


# The microphone


@pytest.mark.parametrize(
    ("problem", "code"), [("portaudio_missing", "portaudio_missing"), ("", "no_device")]
)
def test_no_microphone_at_all(patient: Patient, problem: str, code: str) -> None:
    patient.listing = Listing((), problem)
    assert patient.code("microphone") == code


def test_a_microphone_that_is_not_plugged_in(patient: Patient) -> None:
    patient.device_key = "Desk microphone|ALSA"
    found = patient.check("microphone")
    assert (found.code, found.message) == ("no_device", "Desk microphone is not plugged in.")


@pytest.mark.parametrize("code", FailureCode)
def test_the_doctor_says_what_to_do_where_a_banner_has_a_button(code: FailureCode) -> None:
    found = checks.check_service(ServiceCheck(failure=Failure(code)))
    assert found.mend.endswith(".")


@pytest.mark.parametrize("opens", [True, False])
def test_a_microphone_that_fails(patient: Patient, opens: bool) -> None:
    patient.microphone_error = DeviceError("device_busy", "Headset")
    patient.opens = opens
    assert patient.code("microphone") == "device_busy"


def test_a_muted_microphone_and_one_that_hears(patient: Patient) -> None:
    patient.sound = ZEROS
    assert patient.code("microphone") == "silent"
    patient.sound = LOUD
    assert "speech was heard" in patient.check("microphone").message


# The rest


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    below_a_file = checks.check_disk(tmp_path / "file" / "below")
    assert (below_a_file.code, below_a_file.message) == (
        "read_only",
        f"{tmp_path / 'file'} is not a folder.",
    )
    assert checks.check_disk(tmp_path / "not" / "yet").code == "ok"


@pytest.mark.parametrize(("needed", "status"), [(True, Status.PROBLEM), (False, Status.SKIPPED)])
def test_a_locked_keyring_matters_where_a_key_is_needed(needed: bool, status: Status) -> None:
    locked = Lookup(Presence.LOCKED, error=SecretsError("locked"))
    found = checks.check_keyring(lambda: locked, needed=needed)
    assert (found.status, found.code) == (status, "locked")


def test_a_check_that_hangs_does_not_hold_up_the_doctor() -> None:
    released = threading.Event()

    def hang() -> Check:
        released.wait(60)
        return Check("disk", Status.OK, "ok", "late")

    assert checks.begun(hang, "disk", 0.1)().code == "silent"
    released.set()


def test_a_check_that_fails_is_a_problem_that_is_told() -> None:
    def fail() -> Check:
        raise RuntimeError("out of paper")

    found = checks.begun(fail, "disk", 10)()
    assert (found.status, found.code) == (Status.PROBLEM, "failed")
    assert found.message == "The check itself failed (RuntimeError: out of paper)."


def test_the_report_and_the_log_hold_no_secret_and_tell_the_session(
    patient: Patient, host: ScriptHost
) -> None:
    patient.asks_for(host.url, host.key)
    found = examined(patient.doctor(), with_log=True)
    assert report(list(found.checks)).splitlines()[1:] == found.report.splitlines()[1:]
    session = found.checks[NAMES.index("service")].message.rpartition("session ")[2].rstrip(".")
    for text in (found.report, found.sdk_log):
        assert session in text
        assert host.key not in text
    assert "weather" not in found.sdk_log
    assert examined(patient.doctor(), with_log=False).sdk_log == ""


def test_the_command_tells_it_as_lines_and_as_json(
    tmp_path: Path,
    host: ScriptHost,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    host.fault("http", code=403)
    words = ["--home", str(tmp_path), "doctor", "--service", "container", "--url", host.url]
    monkeypatch.setenv("SPEECH_KEY", host.key)
    assert run([*words, "--json"]) == 1
    body = json.loads(capsys.readouterr().out)
    assert body["version"] == 1
    assert [each["name"] for each in body["checks"]] == NAMES
    service = body["checks"][NAMES.index("service")]
    assert service.keys() == {"name", "status", "code", "message", "mend"}
    assert (service["status"], service["code"]) == ("problem", "forbidden")
    monkeypatch.setenv("SPEECH_KEY", host.key)
    (tmp_path / "settings.toml").write_text("text_size = 900\n")
    capsys.readouterr()
    assert run(words) == 1
    told = capsys.readouterr()
    assert "service     PROBLEM  " in told.out
    assert told.err.startswith("speechdesk: A setting has a value that is not possible. (text_size")
