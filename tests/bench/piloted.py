"""The program's window in a process of its own, with the pilot in it; starts as the program does.

`python -m tests.bench.piloted HOME [SPEED]`: orders come on stdin, what happens goes to stdout.
With SPEED the microphone is one that delivers a tone so many times faster than real.
"""

import os
import sys
from pathlib import Path

from speechdesk.devices.listing import ListingAhead
from speechdesk.ui.loading import prepare


def main() -> int:
    """Run the window; what is heavy is loaded after the list of microphones is asked for."""
    ahead = ListingAhead()
    prepare()
    from tests.bench.pilot import fly

    if len(sys.argv) > 2:
        from tests.bench.fast_microphone import use_fast_microphone

        use_fast_microphone(int(sys.argv[2]))
    return fly(Path(sys.argv[1]), ahead)


if __name__ == "__main__":
    os._exit(main())  # the reader of stdin may still wait for a line
