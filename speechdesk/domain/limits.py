"""What the Speech service takes, each from the least to the most.

The SDK sends any value, and the service answers one beyond these with a closed connection.
"""

LANGUAGES_AT_START = 4
"""So many languages can be told apart once, at the beginning."""

LANGUAGES_CONTINUOUSLY = 10
"""So many can be told apart all the time."""

PHRASES = 500
PHRASE_WEIGHT = (0.0, 2.0)
STABLE_PARTIALS = (1, 10)
PAUSE_MS = (100, 5000)
LONGEST_SEGMENT_S = (20, 70)
INITIAL_SILENCE_MS = (0, 60_000)
