"""The SDK's log as it is shown: the steps, and nothing of what was said or is secret."""

import threading
from pathlib import Path

import pytest

from speechdesk.session.one_shot import OneShots
from speechdesk.session.sdk_log import LEFT_OUT, readable_log
from speechdesk.session.service_check import check_service
from speechdesk.speech.worker import WorkerPool
from tests.hosts import script_host
from tests.speech.services import config_for

HEAD = "[830148]: 66ms SPX_TRACE_INFO:  file.cpp:12 "


def shown(folder: Path, *lines: str, secrets: tuple[str, ...] = ()) -> list[str]:
    path = folder / "sdk.log"
    path.write_text("\n".join(lines), encoding="utf-8")
    return readable_log(path, secrets).splitlines()


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Connect: entering...", "Connect: entering..."),
        ("SetStringValue: name='Format'; value='Detailed'", None),
        (
            "SetStringValue: name='Unknown'; value='hello world'",
            "SetStringValue: name='Unknown'; value=",
        ),
        ("SetStringValue: name='Unknown'; value='it's'", "SetStringValue: name='Unknown'; value="),
        (
            "SetStringValue: name='Unknown'; value='Müller'",
            "SetStringValue: name='Unknown'; value=",
        ),
        ("SetStringValue: name='Lexical'; value='hello'", ""),
        ("Response: Speech.Phrase message. Text: hello", ""),
        ("speech.context='{}'", ""),
        ('Message: {"a": "hello"}', "Message: "),
        ("Url: wss://host.example/path?name=value&x=y next", "Url: wss://host.example/path?"),
        ("name='SPEECH-SubscriptionKey'; value='*****57'", ""),
    ],
)
def test_a_line_keeps_what_tells_of_steps(tmp_path: Path, line: str, kept: str | None) -> None:
    (found,) = shown(tmp_path, HEAD + line)
    if kept is None or kept == line:
        assert found == HEAD + line
    else:
        assert found.startswith(HEAD + kept + LEFT_OUT)
        assert "hello" not in found
        assert "name=value" not in found


def test_what_has_no_head_is_dropped_and_secrets_and_home_never_show(tmp_path: Path) -> None:
    lines = shown(
        tmp_path,
        HEAD + "a message that goes on",
        "in the next line: hello",
        HEAD + f"cabc123 in {Path.home()}/x",
        secrets=("cabc123", ""),
    )
    assert lines == [HEAD + "a message that goes on", HEAD + f"{LEFT_OUT} in ~/x"]


def test_the_log_of_a_real_session_tells_its_steps_and_no_words(tmp_path: Path) -> None:
    log = tmp_path / "sdk.log"
    phrase = {"text": "Patient Müller has gout.", "at_ms": 100, "end_ms": 2000}
    with script_host({"phrases": [phrase]}) as host:
        config = config_for(host, phrases=("Contoso",), sdk_log=str(log))
        workers = WorkerPool(keep_warm=False)
        found = check_service(lambda: config, OneShots(workers.start), cancelled=threading.Event())
        workers.close()
    assert found.text == "Patient Müller has gout."
    raw = log.read_text(encoding="utf-8")
    assert "gout" in raw
    assert "Contoso" in raw
    text = readable_log(log, [host.key]).casefold()
    assert not [
        word for word in ("müller", "gout", "contoso", host.key, host.key[-4:]) if word in text
    ]
    assert found.sdk_session in text
    assert len(text.splitlines()) > 100
