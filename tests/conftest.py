"""What every test may use."""

import os
from collections.abc import Generator

import pytest

# Where every part is installed (SPEECHDESK_NO_SKIPS, set by .ci/run), a test may be skipped only
# because it belongs to another system, or tries something that is not a part of ours.
_ALLOWED_SKIPS = (
    "Windows only",
    "macOS only",
    "needs the JavaScript SDK",
    "needs IPv6",
)


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if not report.skipped or hasattr(report, "wasxfail") or "SPEECHDESK_NO_SKIPS" not in os.environ:
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not reason.removeprefix("Skipped: ").startswith(_ALLOWED_SKIPS):
        report.outcome = "failed"
        report.longrepr = f"may not be skipped here, and was: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_if_skipped(report)
    return report
