"""`speechdesk doctor`: checks the set-up and says how to mend it."""

import argparse
import json

from speechdesk.cli.service_arguments import add_service_arguments


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `doctor`."""
    parser.add_argument("--json", action="store_true", help="for programs")
    add_service_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Run all checks; status 1 where there is a problem."""
    import dataclasses

    from speechdesk.cli.examination import examine
    from speechdesk.session.checks import Status

    found = examine(args)
    if args.json:
        checks = [dataclasses.asdict(check) for check in found]
        print(json.dumps({"version": 1, "checks": checks}, ensure_ascii=False, indent=2))
    else:
        signs = {Status.OK: "ok", Status.PROBLEM: "PROBLEM", Status.SKIPPED: "skipped"}
        for check in found:
            print(f"{check.name:<12}{signs[check.status]:<9}{check.message}")
            if check.mend:
                print(f"{'':<21}-> {check.mend}")
    return 1 if any(check.status is Status.PROBLEM for check in found) else 0
