"""A recording becomes events: the Speech SDK in a process of its own."""
