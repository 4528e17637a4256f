"""The formats of a result, and how each may be written."""

FORMATS = ("txt", "md", "srt", "vtt", "json", "docx", "html")
JOINABLE = ("txt", "md", "json")  # results of several files may share standard output
BINARY = ("docx",)
