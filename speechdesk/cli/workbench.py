"""What the commands that recognize are built from: history, settings, session and its parts."""

import argparse
import contextlib
import functools
import os
import queue
import shlex
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from speechdesk import paths
from speechdesk.cli.opened_history import opened_history
from speechdesk.cli.service_arguments import asked_for
from speechdesk.cli.terminal import say
from speechdesk.devices.microphone import Microphone
from speechdesk.devices.portaudio import PortAudio
from speechdesk.domain.connection import Service
from speechdesk.errors import RecognitionError, UsageError
from speechdesk.host.local import LocalService
from speechdesk.logs import LogFile
from speechdesk.messages import message_for
from speechdesk.session.configuring import Configuring
from speechdesk.session.events import SessionEvent
from speechdesk.session.meter import AudioMeter
from speechdesk.session.session import Session
from speechdesk.session.tidying import keeps_sound, tidy
from speechdesk.settings.choice import is_plain_elsewhere, take_environment
from speechdesk.settings.secrets import Secrets
from speechdesk.settings.store import SettingsStore
from speechdesk.speech.addresses import target_of
from speechdesk.speech.worker import WorkerPool
from speechdesk.storage.usage import Usage


class Workbench:
    """Everything a command needs, closed in order at the end. Events come out of `events`.

    `keep_warm`: while a recognizer is at work, another one is made ready.
    """

    def __init__(self, args: argparse.Namespace, *, keep_warm: bool = True) -> None:
        environment = take_environment(os.environ)
        audio = PortAudio()
        self._asked_home: Path | None = args.home
        self.home = paths.home(args.home)
        self.store = SettingsStore(self.home.settings_file)
        loaded = self.store.load()
        for problem in loaded.problems:
            say(message_for(problem.error).line)
        self.settings = loaded.settings
        self._local = LocalService()
        self.configuring = Configuring(
            lambda: self.settings,
            Secrets(),
            self._local,
            asked=asked_for(args),
            environment=environment,
        )
        # A key that contradicts the rest is bad usage: said before anything else is done.
        self.chosen = self.configuring.choose()
        if self.chosen.problem is not None:
            raise self.chosen.problem
        self._check_address(args)
        self.language = self._language(getattr(args, "language", None))
        paths.private_folder(self.home.data)
        self.history = opened_history(self.home)
        self._log = LogFile(self.home.log_file)
        self.events: queue.SimpleQueue[SessionEvent | Callable[[], None]] = queue.SimpleQueue()
        self._workers = WorkerPool(keep_warm=keep_warm)
        self._meter = AudioMeter(Usage(self.home.usage_file))
        self.session = Session(
            history=self.history,
            recordings=self.home.recordings,
            start_recognizer=self._workers.start,
            open_microphone=functools.partial(Microphone, audio=audio),
            post=self.events.put,
            keeps_sound=lambda take: keeps_sound(self.settings, take, of_files=False),
            sent=self._meter.sent,
        )

    def command(self, words: str) -> str:
        """Return, to be told, how SpeechDesk is called for the same home."""
        home = ["--home", str(self._asked_home)] if self._asked_home is not None else []
        return f"`{shlex.join(['speechdesk', *home])} {words}`"

    def warm(self) -> None:
        """Begin to load what recognition will need; it says itself what it then does not get."""
        with contextlib.suppress(OSError, RecognitionError):
            if self.chosen.connection.service is Service.LOCAL:
                self._local.start()
            self._workers.warm()

    def _check_address(self, args: argparse.Namespace) -> None:
        """Raise, before anything is done, what a recognizer would say of an address it cannot use:
        UsageError where it was asked for, RecognitionError where it is that of the settings.
        """
        connection = self.chosen.connection
        if connection.service is Service.LOCAL:
            return
        try:
            target_of(connection, with_credential=self.chosen.credential is not None)
        except RecognitionError as error:
            if args.url and is_plain_elsewhere(connection.url) and not connection.allow_plain:
                raise UsageError("ws:// to another machine needs --allow-plain beside it") from None
            if args.url or args.region:
                option = "--url" if args.url else "--region"
                raise UsageError(f"{option}: {error.failure.detail}") from None
            raise

    def _language(self, asked: str | None) -> str:
        """Return what is spoken; `asked` is what the command line says of it."""
        here = self.chosen.connection.spoken(asked or self.settings.language)
        if asked and here.casefold() != asked.casefold():
            raise UsageError(f"this computer recognizes {here} only: connect Azure for {asked}")
        return here

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.session.close(deadline_s=0.0)
        self._workers.close()
        self._local.stop()
        self._meter.close()
        tidy(self.history, self.home.recordings, self.settings)
        self.history.close()
        self._log.close()
