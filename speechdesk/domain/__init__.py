"""What a take, a segment and a command are: pure Python, standard library only."""
