"""What the real SDK sends for each option: URL, headers, speech.context."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from speechdesk.domain.connection import (
    Connection,
    Credential,
    CredentialKind,
    RecognitionOptions,
    RecognizerConfig,
    Service,
)
from speechdesk.domain.events import Connected, Ended, Final
from speechdesk.errors import FailureCode
from speechdesk.speech.worker import WorkerPool
from tests.hosts import ScriptHost, script_host
from tests.speech.collected import Collected
from tests.speech.services import config_for

V2 = "/stt/speech/universal/v2"


@pytest.fixture(scope="module")
def host() -> Iterator[ScriptHost]:
    with script_host({}, key="") as host:
        yield host


class Wire:
    """Starts recognizers and returns what the host got of them."""

    def __init__(self, workers: WorkerPool, host: ScriptHost, recording: Path) -> None:
        self._workers = workers
        self._host = host
        self._recording = recording
        recording.write_bytes(bytes(3200))

    @property
    def config(self) -> RecognizerConfig:
        return config_for(self._host)

    def request(self, config: RecognizerConfig) -> dict[str, Any]:
        heard = Collected()
        recognizer = self._workers.start(config, self._recording, 0, heard)
        recognizer.audio_until(3200)
        recognizer.finish()
        assert heard.wait_for_end() == Ended()
        recognizer.close()
        return self._host.requests()[-1]

    def context(self, config: RecognizerConfig) -> dict[str, Any]:
        context: dict[str, Any] = self.request(config)["turns"][0]["context"]
        return context

    def with_options(self, **options: Any) -> dict[str, Any]:
        return self.context(replace(self.config, options=RecognitionOptions(**options)))


@pytest.fixture
def wire(module_workers: WorkerPool, host: ScriptHost, tmp_path: Path) -> Wire:
    return Wire(module_workers, host, tmp_path / "take.pcm")


def test_nothing_but_the_language_and_full_detail_by_default(wire: Wire) -> None:
    request = wire.request(replace(wire.config, languages=("de-DE",)))
    assert (request["path"], request["query"]) == (V2, "")
    assert request["telemetry"] == []
    assert request["turns"][0]["context"] == {
        "phraseDetection": {"mode": "CONVERSATION", "language": "de-DE"},
        "phraseOutput": {
            "format": "Detailed",
            "detailed": {"options": ["WordTimings", "WordConfidence"]},
        },
        "audio": {"streams": {"1": None}},
    }


def test_dictation(wire: Wire) -> None:
    assert wire.with_options(dictation=True)["phraseDetection"]["mode"] == "DICTATION"


@pytest.mark.parametrize(
    ("ours", "sent"), [("automatic", "implicit"), ("none", "none"), ("explicit", "explicit")]
)
def test_punctuation_is_a_property_of_the_url(wire: Wire, ours: str, sent: str) -> None:
    options = RecognitionOptions(dictation=True, punctuation=ours)
    assert wire.request(replace(wire.config, options=options))["query"] == f"punctuation={sent}"


@pytest.mark.parametrize("profanity", ["masked", "removed", "raw"])
def test_profanity(wire: Wire, profanity: str) -> None:
    enrichment = wire.with_options(profanity=profanity)["phraseDetection"]["enrichment"]
    assert enrichment == {"profanity": profanity}


def test_true_text(wire: Wire) -> None:
    enrichment = wire.with_options(true_text=True)["phraseDetection"]["enrichment"]
    assert enrichment["conversation"]["disfluencyMode"] == "Removed"


def test_post_refinement(wire: Wire) -> None:
    enrichment = wire.with_options(post_refinement=True)["phraseDetection"]["enrichment"]
    assert enrichment == {"conversation": {"postprocessingoption": "PostRefinement"}}


def test_stable_partials(wire: Wire) -> None:
    output = wire.with_options(stable_partials=3)["phraseOutput"]
    assert output["interimResults"] == {"stableThreshold": 3}


@pytest.mark.parametrize(
    ("options", "segmentation"),
    [
        (
            {"segmentation": "pauses", "segmentation_silence_ms": 800},
            {"mode": "Custom", "segmentationSilenceTimeoutMs": 800},
        ),
        (
            {"segmentation_maximum_ms": 30_000},
            {
                "mode": "Custom",
                "segmentationSilenceTimeoutMs": 500,
                "segmentationForcedTimeoutMs": 30_000,
            },
        ),
        ({"segmentation": "meaning", "segmentation_silence_ms": 800}, {"mode": "Semantic"}),
    ],
)
def test_where_sentences_end(
    wire: Wire, options: dict[str, Any], segmentation: dict[str, Any]
) -> None:
    detection = wire.with_options(**options)["phraseDetection"]
    assert detection["CONVERSATION"]["segmentation"] == segmentation


def test_initial_silence(wire: Wire) -> None:
    detection = wire.with_options(initial_silence_ms=9000)["phraseDetection"]
    assert detection["initialSilenceTimeout"] == 9000


def test_words_to_expect_and_their_weight(wire: Wire) -> None:
    config = replace(wire.config, phrases=("Contoso", " ", "Jessie\n"), phrase_weight=1.5)
    phrases = wire.context(config)["dgi"]
    assert phrases["Groups"][0]["Items"] == [{"Text": "Contoso"}, {"Text": "Jessie"}]
    assert phrases["bias"] == 1.5


@pytest.mark.parametrize(
    ("continuously", "mode"), [(False, "DetectAtAudioStart"), (True, "DetectContinuous")]
)
def test_languages_to_tell_apart(wire: Wire, continuously: bool, mode: str) -> None:
    config = replace(
        wire.config,
        languages=("en-US", "de-DE", "fr-FR"),
        identify_continuously=continuously,
        endpoint_ids=(("de-DE", "model-for-german"),),
    )
    context = wire.context(config)
    assert context["languageId"]["mode"] == mode
    assert context["languageId"]["languages"] == ["en-US", "de-DE", "fr-FR"]
    assert {"language": "de-DE", "endpoint": "model-for-german"} in context["phraseDetection"][
        "customModels"
    ]


def test_a_custom_model(wire: Wire) -> None:
    connection = replace(wire.config.connection, endpoint_id="model-1")
    assert wire.request(replace(wire.config, connection=connection))["query"] == "cid=model-1"


def test_a_custom_model_of_the_language_comes_first(wire: Wire) -> None:
    connection = replace(wire.config.connection, endpoint_id="model-1")
    config = replace(wire.config, connection=connection, endpoint_ids=(("en-US", "model-2"),))
    assert wire.request(config)["query"] == "cid=model-2"


def test_a_container_is_asked_on_its_own_path_by_mode(wire: Wire) -> None:
    connection = Connection(Service.CONTAINER, wire.config.connection.url)
    plain = replace(wire.config, connection=connection)
    assert wire.request(plain)["path"] == "/speech/recognition/conversation/cognitiveservices/v1"
    dictated = replace(plain, options=RecognitionOptions(dictation=True))
    assert wire.request(dictated)["path"] == "/speech/recognition/dictation/cognitiveservices/v1"


def test_an_endpoint_keeps_its_own_path_and_query(wire: Wire) -> None:
    connection = Connection(Service.AZURE, f"{wire.config.connection.url}/speech/universal/v2?a=b")
    request = wire.request(replace(wire.config, connection=connection))
    assert (request["path"], request["query"]) == ("/speech/universal/v2", "a=b")


def test_a_key_goes_in_its_header(wire: Wire) -> None:
    config = replace(wire.config, credential=Credential(CredentialKind.KEY, "k" * 32))
    assert wire.request(config)["headers"]["ocp-apim-subscription-key"] == "k" * 32


def test_a_token_goes_in_its_header(wire: Wire) -> None:
    config = replace(wire.config, credential=Credential(CredentialKind.TOKEN, "token-1"))
    headers = wire.request(config)["headers"]
    assert headers["authorization"] == "Bearer token-1"
    assert "ocp-apim-subscription-key" not in headers


def test_a_renewed_token_is_used_for_the_next_connection(
    module_workers: WorkerPool, tmp_path: Path
) -> None:
    heard = Collected()
    recording = tmp_path / "take.pcm"
    recording.write_bytes(bytes(96_000))
    phrase = {"text": "Hello.", "at_ms": 1200, "end_ms": 1800}
    with script_host({"phrases": [phrase]}, key="") as host:
        token = Credential(CredentialKind.TOKEN, "token-1")
        recognizer = module_workers.start(config_for(host, credential=token), recording, 0, heard)
        recognizer.audio_until(32_000)
        heard.wait_for(Connected)
        recognizer.renew_token("token-2")
        recognizer.audio_until(64_000)
        heard.wait_for(Final)  # so the token before it has been taken, too
        host.strike("close", code=1006)
        recognizer.audio_until(96_000)
        recognizer.finish()
        assert heard.wait_for_end() == Ended()
        recognizer.close()
        sent = [request["headers"]["authorization"] for request in host.requests()]
    assert sent == ["Bearer token-1", "Bearer token-2"]


def test_without_credential_none_is_sent(wire: Wire) -> None:
    headers = wire.request(wire.config)["headers"]
    assert not {"authorization", "ocp-apim-subscription-key"} & set(headers)


def test_sound_is_never_kept_by_the_service(wire: Wire) -> None:
    everything = RecognitionOptions(dictation=True, punctuation="explicit", profanity="raw")
    request = wire.request(replace(wire.config, options=everything, fast=True))
    assert "storeaudio" not in str(request).lower()


def signing_in(token: str) -> WorkerPool:
    def spawn() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.speech.entra_worker", token],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    return WorkerPool(keep_warm=False, spawn=spawn)


def test_entra_id_gives_the_token(host: ScriptHost, tmp_path: Path) -> None:
    workers = signing_in("entra-token")
    wire = Wire(workers, host, tmp_path / "take.pcm")
    config = replace(wire.config, credential=Credential(CredentialKind.ENTRA))
    assert wire.request(config)["headers"]["authorization"] == "Bearer entra-token"
    workers.close()


@pytest.mark.parametrize(
    ("token", "detail"),
    [("no extra", "azure-identity is not installed"), ("nobody", "Please run 'az login'")],
)
def test_entra_id_that_does_not_sign_in(
    host: ScriptHost, tmp_path: Path, token: str, detail: str
) -> None:
    heard = Collected()
    recording = tmp_path / "take.pcm"
    recording.write_bytes(bytes(3200))
    workers = signing_in(token)
    workers.start(
        config_for(host, credential=Credential(CredentialKind.ENTRA)), recording, 0, heard
    )
    failure = heard.wait_for_failure()
    assert failure.code is FailureCode.SIGN_IN
    assert detail in failure.detail
    workers.close()


def test_entra_id_needs_an_endpoint(module_workers: WorkerPool, tmp_path: Path) -> None:
    heard = Collected()
    recording = tmp_path / "take.pcm"
    recording.write_bytes(bytes(3200))
    connection = Connection(Service.AZURE, region="westus")
    config = RecognizerConfig(connection, ("en-US",), Credential(CredentialKind.ENTRA))
    module_workers.start(config, recording, 0, heard)
    assert heard.wait_for_failure().code is FailureCode.BAD_OPTION


def test_the_sdks_log_is_for_the_user_alone_and_holds_no_key(wire: Wire, tmp_path: Path) -> None:
    log = tmp_path / "sdk.log"
    key = "0123456789abcdef" * 2
    credential = Credential(CredentialKind.KEY, key)
    wire.request(replace(wire.config, credential=credential, sdk_log=str(log)))
    assert log.stat().st_size > 0
    assert key not in log.read_text(encoding="utf-8", errors="replace")
    if sys.platform != "win32":
        assert log.stat().st_mode & 0o777 == 0o600


def test_a_log_that_cannot_be_written_is_told(
    wire: Wire, module_workers: WorkerPool, tmp_path: Path
) -> None:
    heard = Collected()
    config = replace(wire.config, sdk_log=str(tmp_path / "none" / "sdk.log"))
    module_workers.start(config, tmp_path / "take.pcm", 0, heard)
    assert heard.wait_for_failure().code is FailureCode.BAD_OPTION
