"""SpeechDesk: desktop dictation with Azure AI Speech that never loses a word."""

__version__ = "0.1.0"
