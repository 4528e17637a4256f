"""The real Speech SDK as a client, in a process of its own: `recognize(url, key, sound, …)`.

Run as a program it recognizes one file and prints what the SDK says, one JSON object a line.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_DEADLINE_S = 60


def recognize(url: str, key: str, sound: Path, *options: str) -> list[dict[str, Any]]:
    """Return the events of one recognition, in order: {"event", "text", "offset_ms", …}.

    `url` is a host; with the option "endpoint" it is the whole address. Other options: "once",
    "detailed", "dictation", "identify", "phrases", "token" (the key is sent as a Bearer token).
    """
    command = [sys.executable, __file__, url, key, str(sound), *options]
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=_DEADLINE_S
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def finals(events: list[dict[str, Any]]) -> list[str]:
    """Return the texts of the final phrases in which something was understood."""
    return [e["text"] for e in events if e["event"] == "recognized" and e["text"]]


def named(events: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [event for event in events if event["event"] == name]


def _main(arguments: Sequence[str]) -> int:
    import azure.cognitiveservices.speech as sdk

    url, key, sound, *options = arguments
    credential = {} if "token" in options else {"subscription": key}
    place = {"endpoint": url} if "endpoint" in options else {"host": url}
    config = sdk.SpeechConfig(**place, **credential)
    if "token" in options:
        config.authorization_token = key
    if "detailed" in options:
        config.output_format = sdk.OutputFormat.Detailed
        config.request_word_level_timestamps()
    if "dictation" in options:
        config.enable_dictation()
    more = {}
    if "identify" in options:
        more["auto_detect_source_language_config"] = (
            sdk.languageconfig.AutoDetectSourceLanguageConfig(languages=["en-US", "de-DE"])
        )
    recognizer = sdk.SpeechRecognizer(config, sdk.audio.AudioConfig(filename=sound), **more)
    if "phrases" in options:
        phrases = sdk.PhraseListGrammar.from_recognizer(recognizer)
        phrases.addPhrase("Contoso")
    if "once" in options:
        _say("recognized", recognizer.recognize_once_async().get())
        return 0
    _recognize_continuously(recognizer)
    return 0


def _recognize_continuously(recognizer: Any) -> None:
    ended = threading.Event()

    def canceled(event: Any) -> None:
        details = event.cancellation_details
        _say("canceled", None, code=details.code.name, details=details.error_details)

    recognizer.recognizing.connect(lambda event: _say("recognizing", event.result))
    recognizer.recognized.connect(lambda event: _say("recognized", event.result))
    recognizer.canceled.connect(canceled)
    recognizer.session_stopped.connect(lambda _: ended.set())
    recognizer.start_continuous_recognition()
    if not ended.wait(_DEADLINE_S):
        # Only here: once a session has failed, stopping it takes the SDK another ten seconds.
        recognizer.stop_continuous_recognition()
    for signal in (recognizer.recognizing, recognizer.recognized, recognizer.canceled):
        signal.disconnect_all()
    recognizer.session_stopped.disconnect_all()


def _say(name: str, result: Any, **facts: str) -> None:
    line: dict[str, Any] = {"event": name, **facts}
    if result is not None:
        from azure.cognitiveservices.speech import AutoDetectSourceLanguageResult

        line |= {
            "text": result.text,
            "offset_ms": result.offset // 10_000,
            "duration_ms": result.duration // 10_000,
            "reason": result.reason.name,
            "json": json.loads(result.json) if result.json else {},
            "language": AutoDetectSourceLanguageResult(result).language or "",
        }
    print(json.dumps(line), flush=True)  # noqa: T201 - a program of its own


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
