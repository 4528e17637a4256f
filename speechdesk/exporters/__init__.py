"""A transcript becomes a file."""
