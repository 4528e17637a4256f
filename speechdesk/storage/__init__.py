"""Takes on disk: the history, atomic writes, retention."""
