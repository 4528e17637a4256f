"""The one owner of a take, from the microphone to the history."""
