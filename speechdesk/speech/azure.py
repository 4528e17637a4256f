"""The Speech SDK. Nothing else imports it, and only the worker process imports this module.

The SDK's own event arguments are not used: their constructor reads the text into 2,048 bytes, loses
what is longer and, where the cut splits a character, the whole event; and it reads 115 properties
each time. `_ResultEvents` registers with the native library itself and reads the JSON instead.
"""

import ctypes
import threading
from collections.abc import Callable
from typing import Any

import azure.cognitiveservices.speech as sdk
from azure.cognitiveservices.speech import interop
from azure.cognitiveservices.speech.languageconfig import (
    AutoDetectSourceLanguageConfig,
    SourceLanguageConfig,
)
from azure.cognitiveservices.speech.properties import PropertyCollection
from azure.core.credentials import AccessToken, TokenCredential
from azure.core.exceptions import AzureError

from speechdesk.domain.connection import Credential, CredentialKind, Proxy
from speechdesk.domain.events import (
    AudioSent,
    Connected,
    Disconnected,
    Ended,
    Failed,
    Final,
    RecognizerEvent,
    SessionStarted,
    SpeechEnded,
    SpeechStarted,
)
from speechdesk.errors import Failure, FailureCode, RecognitionError, SoundError
from speechdesk.sound.recording import BYTES_PER_MS
from speechdesk.speech.addresses import Target
from speechdesk.speech.cleaning import clean_detail
from speechdesk.speech.clouds import Cloud, cloud_of
from speechdesk.speech.failures import Cancellation, failure_of
from speechdesk.speech.feed import AudioFeed
from speechdesk.speech.options import SdkOptions
from speechdesk.speech.recognizer import Post
from speechdesk.speech.results import RawResult, Stretch, partial_of, segment_of

_SENT_STEP_MS = 1000
_Handle = ctypes.c_void_p
SignIn = Callable[[Cloud], TokenCredential]
_EventCallback = ctypes.CFUNCTYPE(None, _Handle, _Handle, ctypes.c_void_p)


def entra_credential(cloud: Cloud) -> TokenCredential:
    """Return what signs in with Microsoft Entra ID in `cloud`, having signed in once.

    Blocks while it does. Raises RecognitionError with code SIGN_IN.
    """
    try:
        from azure.identity import DefaultAzureCredential
    except ImportError as error:
        detail = "azure-identity is not installed: pip install 'speechdesk[entra]'"
        raise RecognitionError(Failure(FailureCode.SIGN_IN, detail)) from error
    return signed_in(DefaultAzureCredential(authority=cloud.authority), cloud)


def signed_in(credential: TokenCredential, cloud: Cloud) -> TokenCredential:
    """Return `credential` once it gave a token: the SDK would only say that it got none."""
    try:
        credential.get_token(cloud.scope)
    except AzureError as error:
        detail = clean_detail(str(error))
        raise RecognitionError(Failure(FailureCode.SIGN_IN, detail)) from error
    return _OfCloud(credential, cloud)


class _OfCloud:
    """Gives tokens for `cloud`: the SDK asks for the public cloud's, whatever the address."""

    def __init__(self, credential: TokenCredential, cloud: Cloud) -> None:
        self._credential = credential
        self._cloud = cloud

    def get_token(self, *_scopes: str, **options: Any) -> AccessToken:
        return self._credential.get_token(self._cloud.scope, **options)


def speech_config(
    target: Target,
    credential: Credential | None,
    options: SdkOptions,
    *,
    proxy: Proxy | None = None,
    ipv6: bool = False,
    sdk_log: str = "",
    entra: SignIn = entra_credential,
) -> sdk.SpeechConfig:
    """Return the SDK's configuration. Raises RecognitionError: key_refused, sign_in, bad_option."""
    where = {"region": target.region, "endpoint": target.endpoint, "host": target.host}
    given: dict[str, Any] = {name: value for name, value in where.items() if value}
    token = ""
    if credential is None or (credential.kind is not CredentialKind.ENTRA and not credential.value):
        if target.region:
            raise RecognitionError(Failure(FailureCode.KEY_REFUSED, "no key"))
    elif credential.kind is CredentialKind.KEY:
        given["subscription"] = credential.value
    elif credential.kind is CredentialKind.ENTRA:
        if not target.endpoint:
            detail = "Entra ID needs the resource's own endpoint, not a region"
            raise RecognitionError(Failure(FailureCode.BAD_OPTION, detail))
        given["token_credential"] = entra(cloud_of(target.address))
    elif target.region:
        given["auth_token"] = credential.value
    else:  # with an endpoint or a host the SDK takes a token only afterwards
        token = credential.value
    config = sdk.SpeechConfig(**given)
    if token:
        config.authorization_token = token
    _apply(config, options)
    if proxy is not None:
        config.set_proxy(proxy.host, proxy.port, proxy.user or None, proxy.password or None)
    if ipv6:
        config.set_property(sdk.PropertyId.SpeechServiceConnection_EnableIpv6, "true")
    if sdk_log:
        config.set_property(sdk.PropertyId.Speech_LogFilename, sdk_log)
    return config


def _apply(config: sdk.SpeechConfig, options: SdkOptions) -> None:
    config.output_format = sdk.OutputFormat.Detailed
    config.request_word_level_timestamps()
    if options.dictation:
        config.enable_dictation()
    if options.profanity:
        config.set_profanity(sdk.ProfanityOption[options.profanity])
    for name, value in options.properties:
        config.set_property(sdk.PropertyId[name], value)
    for name, value in options.named:
        config.set_property_by_name(name, value)
    for name, value in options.query:
        config.set_service_property(name, value, sdk.ServicePropertyChannel.UriQueryParameter)


class _PullCallback(sdk.audio.PullAudioInputStreamCallback):  # type: ignore[misc]
    """Lets the SDK read the feed, on a thread of the SDK's; `moved` is called after each piece."""

    def __init__(
        self, feed: AudioFeed, failed: Callable[[Failure], None], moved: Callable[[], None]
    ) -> None:
        super().__init__()
        self._feed = feed
        self._failed = failed
        self._moved = moved

    def read(self, buffer: memoryview) -> int:
        try:
            pcm = self._feed.read(len(buffer))
        except SoundError as error:
            self._failed(Failure(FailureCode.RECORDING_UNREADABLE, clean_detail(str(error))))
            return 0
        buffer[: len(pcm)] = pcm
        self._moved()
        return len(pcm)

    def close(self) -> None:
        self._feed.close()


class _ResultEvents:
    """The three events that carry a result, taken from the native library directly.

    `handle(name, event)` is called on the SDK's thread and must not raise; the native `event` is
    valid during the call.
    """

    _NAMES = ("recognizing", "recognized", "canceled")

    def __init__(
        self, recognizer: sdk.SpeechRecognizer, handle: Callable[[str, int], None]
    ) -> None:
        self._recognizer = recognizer
        # The library keeps bare pointers to these.
        self._callbacks = {name: self._callback(name, handle) for name in self._NAMES}
        for name, callback in self._callbacks.items():
            self._register(name, callback)

    def disconnect(self) -> None:
        for name in self._NAMES:
            self._register(name, None)

    def _register(self, name: str, callback: object) -> None:
        register = getattr(interop._sdk_lib, f"recognizer_{name}_set_callback")
        interop._call_hr_fn(self._recognizer._handle, callback, None, fn=register)

    @staticmethod
    def _callback(name: str, handle: Callable[[str, int], None]) -> Any:
        def native(_recognizer: int, event: int, _context: int) -> None:
            handle(name, event)
            interop._sdk_lib.recognizer_event_handle_release(_Handle(event))

        return _EventCallback(native)


class _NativeResult:
    """The result of an event, as a context: released at its end."""

    def __init__(self, event: int) -> None:
        library = interop._sdk_lib
        self._handle = _Handle(0)
        interop._call_hr_fn(
            _Handle(event),
            ctypes.byref(self._handle),
            fn=library.recognizer_recognition_event_get_result,
        )
        properties = _Handle(0)
        interop._call_hr_fn(
            self._handle, ctypes.byref(properties), fn=library.result_get_property_bag
        )
        self._properties = PropertyCollection(properties)

    def __enter__(self) -> "_NativeResult":
        return self

    def __exit__(self, *_: object) -> None:
        interop._sdk_lib.recognizer_result_handle_release(self._handle)

    def raw(self) -> RawResult:
        return RawResult(
            json=self._property("SpeechServiceResponse_JsonResult"),
            offset_ticks=self._number("result_get_offset", ctypes.c_uint64),
            duration_ticks=self._number("result_get_duration", ctypes.c_uint64),
            language=self._property("SpeechServiceConnection_AutoDetectSourceLanguageResult"),
        )

    def latency_ms(self) -> int | None:
        text = self._property("SpeechServiceResponse_RecognitionLatencyMs")
        return int(text) if text.isdecimal() else None

    def cancellation(self) -> tuple[sdk.CancellationReason, Cancellation]:
        reason = self._number("result_get_reason_canceled", ctypes.c_int)
        code = self._number("result_get_canceled_error_code", ctypes.c_int)
        return sdk.CancellationReason(reason), Cancellation(
            sdk.CancellationErrorCode(code).name,
            self._property("SpeechServiceResponse_JsonErrorDetails"),
        )

    def _property(self, name: str) -> str:
        return str(self._properties.get_property(sdk.PropertyId[name]))

    def _number(self, function: str, kind: Any) -> int:
        number = kind(0)
        interop._call_hr_fn(
            self._handle, ctypes.byref(number), fn=getattr(interop._sdk_lib, function)
        )
        return int(number.value)


class AzureRecognizer:
    """Continuous recognition of one feed. Events are posted on the SDK's threads."""

    def __init__(
        self, config: sdk.SpeechConfig, options: SdkOptions, feed: AudioFeed, post: Post
    ) -> None:
        """Raises RuntimeError or ValueError where the SDK refuses the configuration."""
        self._feed = feed
        self._start_ms = self._answered_ms = feed.position_bytes // BYTES_PER_MS
        self._told_bytes = feed.position_bytes
        self._was_connected = False
        self._language = options.languages[0].tag
        self._post_event = post
        self._lock = threading.Lock()
        self._over = False
        self._drained = False
        # The SDK crashes when one of these goes while the recognizer lives.
        self._callback = _PullCallback(feed, self._fail, self._sound_moved)
        self._stream = sdk.audio.PullAudioInputStream(self._callback)
        self._audio = sdk.audio.AudioConfig(stream=self._stream)
        self._recognizer = sdk.SpeechRecognizer(config, self._audio, **_languages(options))
        self._secrets = [config.subscription_key, config.authorization_token]
        if options.phrases:
            phrases = sdk.PhraseListGrammar.from_recognizer(self._recognizer)
            for phrase in options.phrases:
                phrases.addPhrase(phrase)
            phrases.setWeight(options.phrase_weight)
        self._results = _ResultEvents(self._recognizer, self._guarded(self._on_result))
        self._connection = sdk.Connection.from_recognizer(self._recognizer)
        self._signals = (
            (self._recognizer.session_started, self._on_started),
            (self._recognizer.session_stopped, self._on_stopped),
            (self._recognizer.speech_start_detected, self._on_speech_start),
            (self._recognizer.speech_end_detected, self._on_speech_end),
            (self._connection.connected, self._on_connected),
            (self._connection.disconnected, lambda _: self._post(Disconnected())),
        )
        for signal, handle in self._signals:
            signal.connect(self._guarded(handle))

    def start(self) -> None:
        """Begin; blocks for up to half a second."""
        self._recognizer.start_continuous_recognition_async().get()

    def renew_token(self, token: str) -> None:
        self._secrets.append(token)
        self._recognizer.authorization_token = token

    def stop(self, deadline_s: float) -> None:
        """End the stream and the session; nothing is posted any more. Gives up at the deadline."""
        with self._lock:
            self._over = True
        self._feed.close()
        # The SDK's own wait has no timeout.
        stopping = threading.Thread(target=self._stop, daemon=True, name="sdk-stop")
        stopping.start()
        stopping.join(deadline_s)

    def _stop(self) -> None:
        self._recognizer.stop_continuous_recognition_async().get()
        self._results.disconnect()
        for signal, _ in self._signals:
            signal.disconnect_all()
        self._connection.close()

    def _guarded(self, handle: Callable[..., None]) -> Callable[..., None]:
        """Return `handle` with its errors told: in native code they would vanish."""

        def guarded(*arguments: Any) -> None:
            try:
                handle(*arguments)
            except Exception as error:  # whatever it is, a new worker tries again
                detail = clean_detail(f"{type(error).__name__}: {error}", self._secrets)
                self._fail(Failure(FailureCode.WORKER_GONE, detail))

        return guarded

    def _on_started(self, event: sdk.SessionEventArgs) -> None:
        self._post(SessionStarted(event.session_id))

    def _on_connected(self, _: sdk.ConnectionEventArgs) -> None:
        self._was_connected = True
        self._post(Connected())

    def _on_speech_start(self, event: sdk.RecognitionEventArgs) -> None:
        self._post(SpeechStarted(self._stretch().place(event.offset)))

    def _on_speech_end(self, event: sdk.RecognitionEventArgs) -> None:
        self._post(SpeechEnded(self._stretch().place(event.offset)))

    def _on_result(self, name: str, event: int) -> None:
        with _NativeResult(event) as result:
            if name == "canceled":
                self._on_canceled(*result.cancellation())
            elif name == "recognizing":
                self._post(partial_of(result.raw(), self._stretch()))
            else:
                segment = segment_of(result.raw(), self._stretch(), self._language)
                self._answered_ms = max(self._answered_ms, segment.end_ms)
                self._feed.answered(self._answered_ms * BYTES_PER_MS)
                self._post(Final(segment, result.latency_ms()))

    def _on_canceled(self, reason: sdk.CancellationReason, cancellation: Cancellation) -> None:
        if reason is sdk.CancellationReason.EndOfStream:
            self._drained = True
        elif reason is sdk.CancellationReason.Error:
            self._fail(failure_of(cancellation, self._secrets))

    def _on_stopped(self, _: sdk.SessionEventArgs) -> None:
        """The session is over: well if the stream's end was answered, badly otherwise.

        A stream without sound, or one that ends just where the service ended a turn, has no answer
        to its end; then it counts that every sound was answered.
        """
        is_all_answered = self._feed.is_finished and self._answered_ms >= self._stretch().end_ms
        if self._drained or is_all_answered:
            self._post(Ended(), last=True)
        elif self._feed.is_finished:
            detail = "the connection ended before all was recognized"
            self._fail(Failure(FailureCode.CONNECTION_LOST, detail))
        else:
            self._fail(Failure(FailureCode.STOPPED))

    def _fail(self, failure: Failure) -> None:
        self._post(Failed(failure), last=True)

    def _post(self, event: RecognizerEvent, *, last: bool = False) -> None:
        with self._lock:
            if not self._over:
                if last:
                    self._tell_sent(1)
                self._over = last
                self._post_event(event)

    def _sound_moved(self) -> None:
        with self._lock:
            if not self._over:
                self._tell_sent(_SENT_STEP_MS)

    def _tell_sent(self, least_ms: int) -> None:
        """Tell how much went to the service since the last time; the lock is held."""
        sent_ms = (self._feed.position_bytes - self._told_bytes) // BYTES_PER_MS
        if self._was_connected and sent_ms >= least_ms:
            self._told_bytes += sent_ms * BYTES_PER_MS
            self._post_event(AudioSent(sent_ms))

    def _stretch(self) -> Stretch:
        """What has been streamed so far."""
        return Stretch(self._start_ms, self._feed.position_bytes // BYTES_PER_MS)


def _languages(options: SdkOptions) -> dict[str, Any]:
    configs = [
        SourceLanguageConfig(language.tag, language.endpoint_id or None)
        for language in options.languages
    ]
    if len(configs) == 1:
        return {"source_language_config": configs[0]}
    automatic = AutoDetectSourceLanguageConfig(sourceLanguageConfigs=configs)
    return {"auto_detect_source_language_config": automatic}
