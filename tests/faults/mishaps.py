"""One mishap after the other in one dictation, at random: they meet as nobody would think of."""

import random
from collections.abc import Callable, Iterator
from functools import partial

from tests.faults import meddling
from tests.faults.scenarios import Scenario, lock_history
from tests.faults.stage import Stage

_SECONDS = 200.0
_SEEDS = (1, 2)
_LONGEST_PEACE_S = 1.0
_LONGEST_MISHAP_S = 3.0


def mishaps() -> Iterator[Scenario]:
    """Return dictations in each of which about a hundred things go wrong."""
    for seed in _SEEDS:
        yield Scenario(f"mishaps at random, seed {seed}", partial(_befall, seed=seed), _SECONDS)


def _befall(stage: Stage, seed: int) -> None:
    chance = random.Random(seed)
    while not stage.recital.over.is_set():
        stage.pass_time(chance.uniform(0.0, _LONGEST_PEACE_S))
        mishap = chance.choice(_MISHAPS)
        mishap(stage, chance.uniform(0.0, _LONGEST_MISHAP_S))


def _reset(stage: Stage, _seconds: float) -> None:
    stage.host.strike("reset")


def _close(stage: Stage, _seconds: float) -> None:
    stage.host.strike("close", code=1011)


def _refuse(stage: Stage, seconds: float) -> None:
    stage.host.refuse()
    stage.host.strike("reset")
    stage.pass_time(seconds)
    stage.host.accept()


def _swallow(stage: Stage, seconds: float) -> None:
    stage.host.strike("black_hole", for_ms=int(1000 * seconds))


def _kill_worker(stage: Stage, _seconds: float) -> None:
    stage.processes[-1].kill()


def _stop_worker(stage: Stage, seconds: float) -> None:
    if stage.processes[-1].poll() is None:
        meddling.stop_worker(stage, seconds)


def _change_language(stage: Stage, _seconds: float) -> None:
    stage.change_config()


def _pause(stage: Stage, seconds: float) -> None:
    stage.session.pause()
    stage.pass_time(seconds / 3)
    stage.session.resume()


def _stop(stage: Stage, seconds: float) -> None:
    take_id = stage.history.takes()[0].id
    stage.session.stop()
    stage.pass_time(seconds)
    stage.record(take_id)


def _unplug(stage: Stage, _seconds: float) -> None:
    stage.recital.unplug()


def _remove_files(stage: Stage, _seconds: float) -> None:
    for file in stage.history_file.parent.rglob("*.*"):
        file.unlink(missing_ok=True)


_MISHAPS: tuple[Callable[[Stage, float], None], ...] = (
    _reset,
    _close,
    _refuse,
    _swallow,
    _kill_worker,
    _stop_worker,
    _change_language,
    _pause,
    _stop,
    _unplug,
    _remove_files,
    lock_history,
)
