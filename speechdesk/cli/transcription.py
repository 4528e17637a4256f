"""One call of `transcribe`: decode each file, recognize it as a take, give out the result."""

import argparse
import functools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from os import cpu_count
from pathlib import Path

from speechdesk.cli.interruption import interruptions
from speechdesk.cli.jobs import Jobs
from speechdesk.cli.results import Results
from speechdesk.cli.terminal import say
from speechdesk.cli.workbench import Workbench
from speechdesk.domain.spoken.document import spoken_document
from speechdesk.domain.spoken.layer import SpokenLayer
from speechdesk.errors import SpeechDeskError, StorageError
from speechdesk.exporters.base import export
from speechdesk.exporters.exportable import Exportable, exportable_of
from speechdesk.messages import message_for
from speechdesk.session.open_file import content_hash, open_file
from speechdesk.settings.spoken import spoken_options
from speechdesk.storage.takes import Take, TakeState

_AT_ONCE = cpu_count() or 1
_AHEAD = 2 * _AT_ONCE  # those that are recognized, and as many that are decoded meanwhile


class Transcription:
    """Runs `transcribe` as `args` says. Raises UsageError before anything is done."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._files: list[Path] = args.files
        self._format: str = args.format
        self._resume: bool = args.resume
        self._commands: bool = args.commands
        self._results = Results(args.files, args.format, args.output)
        self._bench = Workbench(args, keep_warm=len(args.files) > 1)
        self._undecoded = set(range(len(args.files)))
        self._waiting: dict[int, list[int]] = {}  # for a take: two files may have one content
        self._failed = False
        self._give_up_after: float | None = args.give_up_after
        self._decoders = ThreadPoolExecutor(_AT_ONCE, "decode")
        # What is no file is told of first, not after hours of recognition.
        self._to_decode = iter(sorted(self._undecoded, key=self._is_file))
        self._over = False

    def run(self) -> int:
        """Return the exit status."""
        with interruptions() as self._interruption, self._bench:
            self._jobs = Jobs(
                self._bench,
                self._interruption,
                self._ended,
                give_up_after=self._give_up_after,
                later="--resume goes on later",
            )
            self._bench.warm()  # while the files are decoded
            try:
                for _ in range(_AHEAD):
                    self._decode_next()
                self._jobs.run(more=lambda: bool(self._undecoded) and not self._is_cancelled())
            finally:
                self._over = True
                self._decoders.shutdown(cancel_futures=True)
            for index in sorted(self._undecoded):
                self._fail(index, "interrupted")
        self._results.close()
        return 1 if self._failed else 0

    def _is_file(self, index: int) -> bool:
        try:
            return self._files[index].is_file()
        except OSError:  # its folder is closed to us
            return False

    def _is_cancelled(self) -> bool:
        return self._over or self._interruption.asked

    def _decode_next(self) -> None:
        """Have another file decoded; its sound takes room on the disk until it is recognized."""
        index = next(self._to_decode, None)
        if index is not None and not self._is_cancelled():
            self._decoders.submit(self._decode, index)

    def _decode(self, index: int) -> None:
        """Make a take of a file, in a thread of the pool."""
        try:
            take = self._take_of(self._files[index])
        except SpeechDeskError as error:
            if error.code != "cancelled":  # which `run` tells of
                self._jobs.post(functools.partial(self._refuse, index, message_for(error).line))
        except Exception as error:
            # Whatever a decoder makes of a broken file must cost that file alone.
            reason = f"This file cannot be read. ({type(error).__name__})"
            self._jobs.post(functools.partial(self._refuse, index, reason))
        else:
            self._jobs.post(functools.partial(self._recognize, index, take))

    def _take_of(self, file: Path) -> Take:
        if self._resume:
            digest = content_hash(file, self._is_cancelled)
            if (known := self._known(digest)) is not None:
                return known
        bench = self._bench
        opened = open_file(
            bench.history, bench.home.recordings, file, bench.language, self._is_cancelled
        )
        if opened.problem is not None:
            # What could be read of it is recognized all the same.
            reason = message_for(opened.problem).line
            self._jobs.post(functools.partial(self._complain, file, reason))
        return opened.take

    def _known(self, digest: str) -> Take | None:
        """Return the newest take of this content that is done or can go on."""
        for take in self._bench.history.with_content(digest):
            if take.language != self._bench.language:
                continue
            recorded = (self._bench.home.recordings / take.recording).is_file()
            if take.state is TakeState.COMPLETE or (take.recording and recorded):
                return take
        return None

    def _recognize(self, index: int, take: Take) -> None:
        self._undecoded.discard(index)
        if take.state is TakeState.COMPLETE:
            self._give_out(index, take.id)
            self._decode_next()
            return
        waiting = self._waiting.setdefault(take.id, [])
        waiting.append(index)
        if len(waiting) == 1:
            self._jobs.start(take.id, str(self._files[index]), take.language)

    def _refuse(self, index: int, reason: str) -> None:
        self._undecoded.discard(index)
        self._fail(index, reason)
        self._decode_next()

    def _ended(self, take_id: int, problem: str) -> None:
        for index in self._waiting.pop(take_id):
            if problem:
                self._fail(index, problem)
            else:
                self._give_out(index, take_id)
            self._decode_next()

    def _give_out(self, index: int, take_id: int) -> None:
        try:
            self._results.put(index, export(self._format, self._exportable(index, take_id)))
        except BrokenPipeError:
            raise
        except OSError as error:
            where = error.filename or "standard output"
            self._fail(
                index,
                f"{where} cannot be written: {error.strerror}. The text is kept: "
                f"{self._bench.command(f'history export {take_id}')}",
            )

    def _exportable(self, index: int, take_id: int) -> Exportable:
        """Return what is given out, which is what the history has from now on.

        Commands and rules are carried out once: not in a text that was shaped or edited before.
        """
        take = exportable_of(self._bench.history, take_id)
        options = spoken_options(self._bench.settings, commands=self._commands)
        if take.is_edited or not (options.commands or options.rules):
            return take
        finals = ((each, take.heard[each]) for each in sorted(take.heard.keys() - take.replaced))
        document = spoken_document(finals, SpokenLayer(options))
        try:
            self._bench.history.save_blocks(take_id, document.as_change())
        except StorageError as error:
            # The text is whole all the same, and the history has it as it was said.
            self._complain(self._files[index], message_for(error).line)
        return replace(take, document=document)

    def _fail(self, index: int, reason: str) -> None:
        self._complain(self._files[index], reason)
        self._results.put(index, None)

    def _complain(self, file: Path, reason: str) -> None:
        self._failed = True
        say(f"{file}: {reason}")
