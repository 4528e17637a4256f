"""Where the frozen program begins."""

import sys

from speechdesk.__main__ import main

sys.exit(main())
