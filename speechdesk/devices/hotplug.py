"""Tells when microphones come or go."""

import logging
import sys
import threading
from collections.abc import Callable

from speechdesk.devices.listing import Listing, list_devices
from speechdesk.devices.server_watch import ServerState, ServerWatch

_log = logging.getLogger(__name__)

_POLL_S = 10.0
_STOP_DEADLINE_S = 1.0  # a listing under way may take longer, and is then left to its end


class DeviceWatcher:
    """Calls `changed`, on a thread of its own, whenever the list of microphones may have changed.

    On Linux the sound server's own news are followed; elsewhere, and while there is no server, the
    list is read every `poll_s` seconds by `listing`.
    """

    def __init__(
        self,
        changed: Callable[[], None],
        *,
        listing: Callable[[], Listing] = list_devices,
        poll_s: float = _POLL_S,
    ) -> None:
        self._changed = changed
        self._listing = listing
        self._poll_s = poll_s
        self._server = ServerState()
        self._serverless = threading.Event()
        self._stopping = threading.Event()
        self._watch: ServerWatch | None = None
        self._thread = threading.Thread(target=self._poll, name="device-watcher", daemon=True)

    def start(self) -> None:
        if sys.platform.startswith("linux"):
            try:
                self._watch = ServerWatch(self._server_changed, self._serverless.set)
            except OSError as error:
                _log.warning("the sound server is not watched: %s", error)
        if self._watch is None:
            self._serverless.set()
        self._thread.start()

    def stop(self) -> None:
        """End it: `changed` is not called after this."""
        self._stopping.set()
        self._serverless.set()
        if self._watch is not None:
            self._watch.stop()
        self._thread.join(_STOP_DEADLINE_S)

    def _server_changed(self, state: ServerState) -> None:
        before, self._server = self._server, state
        if state.running:
            self._serverless.clear()
        else:
            self._serverless.set()
        if _listed(before) != _listed(state):
            self._tell()

    def _poll(self) -> None:
        """Compare listings for as long as no server tells."""
        known: Listing | None = None
        while not self._stopping.is_set():
            if not self._serverless.wait(self._poll_s):
                known = None
                continue
            if self._stopping.is_set():
                return
            now = self._listing()
            if known is not None and now != known:
                self._tell()
            known = now
            self._stopping.wait(self._poll_s)

    def _tell(self) -> None:
        if not self._stopping.is_set():
            self._changed()


def _listed(state: ServerState) -> tuple[object, ...]:
    """What of the state the list of microphones shows."""
    return state.running, state.default, state.sources
