"""The worker: a process that plays one recognizer, told what to do on stdin.

Events leave on a descriptor of their own, since native code may print to stdout. The process ends
when stdin does: when its parent says so, and when there is no parent any more.
"""

import os
import threading
from typing import TYPE_CHECKING, BinaryIO

from speechdesk.domain.addresses import Address
from speechdesk.domain.connection import RecognizerConfig
from speechdesk.domain.events import Failed, RecognizerEvent
from speechdesk.errors import Failure, FailureCode, RecognitionError, SoundError
from speechdesk.sound.recording import BYTES_PER_MS, RecordingReader
from speechdesk.speech.addresses import has_only_ipv6, target_of
from speechdesk.speech.cleaning import clean_detail
from speechdesk.speech.feed import AudioFeed
from speechdesk.speech.options import sdk_options
from speechdesk.speech.pipe import (
    Audio,
    AudioUntil,
    Finish,
    RenewToken,
    Start,
    decode_command,
    encode_event,
)
from speechdesk.speech.redirects import refuse_redirects

if TYPE_CHECKING:
    from speechdesk.speech.azure import AzureRecognizer, SignIn

_STOP_DEADLINE_S = 1.0


def child_main() -> int:
    """Play the worker until stdin ends, then leave the process.

    Not by returning: the SDK's threads can abort the interpreter's own way out.
    """
    events = os.dup(1)
    os.dup2(2, 1)
    status = 1
    try:
        with open(0, "rb", closefd=False) as commands:
            Worker(events).run(commands)
        status = 0
    finally:
        os._exit(status)


class Worker:
    """Reads commands, plays one recognizer, writes its events to the descriptor `events`.

    `sign_in` gets what Microsoft Entra ID needs; without it, that is `azure.entra_credential`.
    """

    def __init__(self, events: int, sign_in: "SignIn | None" = None) -> None:
        self._events = events
        self._sign_in = sign_in
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._feed: AudioFeed | None = None
        self._recognizer: AzureRecognizer | None = None
        self._token = ""

    def run(self, commands: BinaryIO) -> None:
        """Obey until `commands` end. Raises LineError for a line that says nothing."""
        missing = _load_sdk()
        for line in commands:
            match decode_command(line):
                case Start() if missing is not None:
                    self._write(Failed(missing))
                case Start() as start:
                    self._start(start)
                case AudioUntil(length_bytes) if self._feed:
                    self._feed.grew(length_bytes)
                case Audio(position_bytes, pcm) if self._feed:
                    self._feed.add(position_bytes, pcm)
                case Finish() if self._feed:
                    self._feed.finish()
                case RenewToken(token):
                    self._renew_token(token)
        self._stop()

    def _start(self, start: Start) -> None:
        try:
            recording = RecordingReader(start.recording)
        except SoundError as error:
            self._write(Failed(_unreadable(error)))
            return
        self._feed = AudioFeed(recording, start.start_ms * BYTES_PER_MS)
        # Names, probes and sign-in may take long; commands are obeyed meanwhile.
        threading.Thread(
            target=self._begin, args=(start.config, self._feed), name="begin", daemon=True
        ).start()

    def _begin(self, config: RecognizerConfig, feed: AudioFeed) -> None:
        secrets = [config.credential.value] if config.credential else []
        try:
            recognizer = self._build(config, feed)
            with self._lock:
                self._recognizer = recognizer
                token = self._token
            if token:
                recognizer.renew_token(token)
            recognizer.start()
        except RecognitionError as error:
            self._write(Failed(error.failure))
        except (RuntimeError, ValueError, OSError) as error:
            # The SDK's ways to refuse what it is given; or a log that cannot be written.
            detail = clean_detail(str(error), secrets)
            self._write(Failed(Failure(FailureCode.BAD_OPTION, detail)))

    def _build(self, config: RecognizerConfig, feed: AudioFeed) -> "AzureRecognizer":
        """Return a recognizer ready to start, once its address has been found harmless."""
        from speechdesk.speech.azure import AzureRecognizer, entra_credential, speech_config

        connection, credential = config.connection, config.credential
        options = sdk_options(config)
        target = target_of(connection, with_credential=credential is not None)
        address = target.address
        proxy = None if address and address.is_loopback else connection.proxy
        if address and target.must_be_probed:
            refuse_redirects(address, target.resource, proxy)
        if config.sdk_log:  # it will hold what is said: for the user's eyes only
            os.close(os.open(config.sdk_log, os.O_WRONLY | os.O_CREAT, 0o600))
        sdk_config = speech_config(
            target,
            credential,
            options,
            proxy=proxy,
            ipv6=_needs_ipv6(address) if address and proxy is None else False,
            sdk_log=config.sdk_log,
            entra=self._sign_in or entra_credential,
        )
        return AzureRecognizer(sdk_config, options, feed, self._write)

    def _renew_token(self, token: str) -> None:
        with self._lock:
            self._token = token
            recognizer = self._recognizer
        if recognizer:
            recognizer.renew_token(token)

    def _stop(self) -> None:
        with self._lock:
            recognizer = self._recognizer
        if recognizer:
            recognizer.stop(_STOP_DEADLINE_S)

    def _write(self, event: RecognizerEvent) -> None:
        line = memoryview(encode_event(event))
        with self._writing:
            try:
                while line:
                    line = line[os.write(self._events, line) :]
            except OSError:  # nobody is left to tell, on whatever thread of the SDK's
                os._exit(0)  # not only for a BrokenPipeError: Windows calls it EINVAL


def _needs_ipv6(address: Address) -> bool:
    """Whether only IPv6 leads to the host; Azure's own are not even looked up."""
    return not address.is_azure and has_only_ipv6(address.host)


def _load_sdk() -> Failure | None:
    """Load the SDK, which takes a while; return why it cannot be loaded."""
    try:
        import speechdesk.speech.azure  # noqa: F401
    except (ImportError, OSError) as error:
        return Failure(FailureCode.SDK_MISSING, clean_detail(str(error)))
    return None


def _unreadable(error: SoundError) -> Failure:
    return Failure(FailureCode.RECORDING_UNREADABLE, clean_detail(str(error)))
