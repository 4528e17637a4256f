"""How fast SpeechDesk is, beside what people would use instead: `python -m tests.bench`.

Nothing here passes or fails. Each line measures ours and a reference in turns in the same call:
machines are noisy, only the ratios say something.
"""
