"""Spoken commands: what was said, for the text and for the program, told apart."""
