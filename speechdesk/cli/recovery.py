"""What `recover` does: lists the interrupted takes, or recognizes the rest of each."""

import argparse

from speechdesk import paths
from speechdesk.cli.interruption import interruptions
from speechdesk.cli.jobs import Jobs
from speechdesk.cli.opened_history import opened_history
from speechdesk.cli.terminal import printable, say
from speechdesk.cli.titles import give_title
from speechdesk.cli.workbench import Workbench
from speechdesk.session.interrupted import Interrupted, interrupted_takes
from speechdesk.settings.store import SettingsStore


def list_interrupted(args: argparse.Namespace) -> int:
    """Print a line for each interrupted take."""
    home = paths.home(args.home)
    if not home.history_file.exists() and not home.recordings.exists():
        return 0
    history = opened_history(home)
    language = SettingsStore(home.settings_file).load().settings.language
    try:
        for each in interrupted_takes(history, home.recordings, language=language):
            print(_line(each, f"{each.rest_ms / 1000:.0f} s to recognize"))
    finally:
        history.close()
    return 0


def recover(args: argparse.Namespace) -> int:
    """Recognize the rest of all interrupted takes; status 1 where one of them failed."""
    failed = False
    bench = Workbench(args)
    with interruptions() as interruption, bench:
        found = interrupted_takes(bench.history, bench.home.recordings, language=bench.language)
        takes = {each.take.id: each for each in found}

        def ended(take_id: int, problem: str) -> None:
            nonlocal failed
            failed = failed or bool(problem)
            if problem:
                say(f"take {take_id}: {problem}")
            else:
                give_title(bench.history, take_id)
                print(_line(takes[take_id], "recognized"), flush=True)

        later = f"{bench.command('recover')} goes on later"
        jobs = Jobs(bench, interruption, ended, give_up_after=args.give_up_after, later=later)
        for take_id, each in takes.items():
            jobs.start(take_id, f"take {take_id}", each.take.language)
        jobs.run()
    return 1 if failed else 0


def _line(each: Interrupted, what: str) -> str:
    started = each.take.started.astimezone().strftime("%Y-%m-%d %H:%M")
    title = printable(each.take.title) or "untitled"
    return f"{each.take.id}  {started}  {each.recorded_ms / 1000:.0f} s  {title}: {what}"
