"""The reference: the Speech SDK's console quickstart, in a process of its own.

`python -m tests.bench.quickstart URL SOUND`: recognizes a WAV file, or the default microphone for
"-", and tells every event. It ends with the file, or with its stdin.
"""

import os
import sys
import threading
from typing import Any

import azure.cognitiveservices.speech as sdk

from tests.bench.telling import say


def main() -> int:
    url, sound = sys.argv[1:3]
    config = sdk.SpeechConfig(host=url)
    config.speech_recognition_language = "en-US"
    if sound == "-":
        audio = sdk.audio.AudioConfig(use_default_microphone=True)
    else:
        audio = sdk.audio.AudioConfig(filename=sound)
    recognizer = sdk.SpeechRecognizer(speech_config=config, audio_config=audio)
    over = threading.Event()

    def canceled(event: Any) -> None:
        say("canceled", detail=event.cancellation_details.error_details)
        over.set()

    def stopped(_event: Any) -> None:
        over.set()

    recognizer.recognizing.connect(lambda event: say("partial", text=event.result.text))
    recognizer.recognized.connect(lambda event: say("final", text=event.result.text))
    recognizer.canceled.connect(canceled)
    recognizer.session_stopped.connect(stopped)
    say("start")
    recognizer.start_continuous_recognition()
    say("started")
    threading.Thread(target=_wait_for_stdin, args=(over,), daemon=True).start()
    over.wait()
    recognizer.stop_continuous_recognition()
    say("over")
    return 0


def _wait_for_stdin(over: threading.Event) -> None:
    sys.stdin.read()
    over.set()


if __name__ == "__main__":
    os._exit(main())
