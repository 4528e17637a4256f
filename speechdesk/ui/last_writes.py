"""What is still to be written when the program ends, and nobody is there to be asked."""

import logging
import sys
from collections.abc import Callable, Iterable

from speechdesk.errors import SpeechDeskError
from speechdesk.messages import message_for

_log = logging.getLogger(__name__)


def write_each(writes: Iterable[Callable[[], object]]) -> bool:
    """Do all of `writes`, whichever of them fail; return whether none did.

    A failure (SpeechDeskError) is told on stderr and in the log: there is no window any more.
    """
    all_written = True
    for write in writes:
        try:
            write()
        except SpeechDeskError as error:
            all_written = False
            _log.error("not written at the end: %s", error)
            sys.stderr.write(f"speechdesk: {message_for(error).line}\n")
    return all_written
