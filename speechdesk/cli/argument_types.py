"""The types of arguments that argparse does not know."""

import argparse
import math
import os
from pathlib import Path

_MOST_TAKES = 2**63 - 1  # as many as the history can number


def seconds(text: str) -> float:
    """Return a number of seconds."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds")
    return number


def take_number(text: str) -> int:
    """Return the number of a take."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 0 < number <= _MOST_TAKES:
        raise argparse.ArgumentTypeError(f"{text!r} is not the number of a take")
    return number


def port(text: str) -> int:
    """Return a TCP port; 0 stands for any."""
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port")
    return number


def language(text: str) -> str:
    """Return a language tag in its usual capitals."""
    from speechdesk.errors import SettingsError
    from speechdesk.settings import checks

    try:
        return checks.language(text)
    except SettingsError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a language such as en-US") from None


def path(text: str) -> Path:
    """Return the file or folder that `text` names; an empty one would be the folder one is in."""
    return Path(output(text))


def output(text: str) -> str:
    """Return what `--output` says, with the slash by which it may name a folder."""
    if not text:
        raise argparse.ArgumentTypeError("it is empty")
    return text


def names_a_folder(output: str) -> bool:
    """Return whether `--output` means a folder: one that is there, or one by its last slash."""
    separators = tuple(each for each in (os.sep, os.altsep) if each)
    return output.endswith(separators) or Path(output).is_dir()
