"""What the template of exported files' names may hold; `exporters/file_names.py` fills it in."""

DEFAULT_TEMPLATE = "{date} {title}"

FIELDS = ("title", "date", "time", "language")
"""The names that may stand in {braces}."""
