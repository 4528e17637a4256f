"""PCM at rest: the recording, audio files, sample rates and level."""
