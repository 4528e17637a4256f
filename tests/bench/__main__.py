"""`python -m tests.bench [--quick] [--json] [GROUP…]`: measures, and prints the table."""

import argparse
import os
import platform
import sys
import tempfile
from datetime import date
from pathlib import Path

from tests.bench import (
    dictation,
    files,
    finals,
    first_frame,
    history,
    outage,
    painting,
    pipe,
    protocol,
    soak,
    stalls,
    startup,
)
from tests.bench.harness import Bench, Group, Line, Skipped, as_json, run, table

GROUPS: tuple[Group, ...] = tuple(
    group
    for module in (
        startup,
        first_frame,
        pipe,
        painting,
        finals,
        dictation,
        files,
        protocol,
        history,
        outage,
        stalls,
        soak,
    )
    for group in module.GROUPS
)


def main() -> int:
    """Measure what is asked for; what goes on is told on stderr."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="at most 15 minutes; fewer runs")
    parser.add_argument("--json", action="store_true", help="figures for programs")
    titles = [group.title for group in GROUPS]
    parser.add_argument("group", nargs="*", metavar="GROUP", help=", ".join(titles))
    wanted = parser.parse_args()
    if unknown := set(wanted.group) - set(titles):
        parser.error(f"there is no group {', '.join(sorted(unknown))}")
    lines: list[Line] = []
    skipped: list[Skipped] = []
    for group in GROUPS:
        if wanted.group and group.title not in wanted.group:
            continue
        sys.stderr.write(f"{group.title}\n")
        with tempfile.TemporaryDirectory(prefix="speechdesk-bench-") as folder:
            found, missing = run(group, Bench(Path(folder), wanted.quick))
        lines += found
        skipped += missing
    if wanted.json:
        sys.stdout.write(as_json(lines, skipped) + "\n")
    else:
        sys.stdout.write(f"{_machine()}\n\n{table(lines, skipped)}\n")
    return 0


def _machine() -> str:
    cores = f"{os.cpu_count()} cores {platform.machine()}"
    return f"{date.today()}, Python {platform.python_version()}, {cores}, {platform.platform()}"


if __name__ == "__main__":
    sys.exit(main())
