"""An operating system's lock on an open file: it ends with its owner, however that ends."""

import os
import sys
import time

_PATIENCE_S = 0.5
_RETRY_S = 0.01

if sys.platform == "win32":
    import msvcrt

    # Windows keeps everybody from reading a locked byte, so the lock lies where no sound will be.
    _LOCK_OFFSET = 1 << 40

    def _try_lock(descriptor: int, *, shared: bool) -> bool:
        del shared  # msvcrt knows exclusive locks alone
        os.lseek(descriptor, _LOCK_OFFSET, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCK_OFFSET, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int, *, shared: bool) -> bool:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def try_exclusive(descriptor: int) -> bool:
    """Lock the file until `descriptor` is closed; False where another owner has it.

    Waits a moment: whoever only asks `is_held` holds the lock for an instant.
    """
    deadline = time.monotonic() + _PATIENCE_S
    while not _try_lock(descriptor, shared=False):
        if time.monotonic() > deadline:
            return False
        time.sleep(_RETRY_S)
    return True


def is_held(descriptor: int) -> bool:
    """Return whether some owner has the file locked through another descriptor."""
    if _try_lock(descriptor, shared=True):
        _unlock(descriptor)
        return False
    return True
