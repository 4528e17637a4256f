"""What the tests of speech/ share."""

from collections.abc import Iterator

import pytest

from speechdesk.speech.worker import WorkerPool


@pytest.fixture
def workers() -> Iterator[WorkerPool]:
    """Starts workers, and ends them with the test."""
    pool = WorkerPool(keep_warm=False)
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def module_workers() -> Iterator[WorkerPool]:
    """The same for all tests of a module, with a worker always ready."""
    pool = WorkerPool()
    pool.warm()
    yield pool
    pool.close()
