"""The command line: one module a subcommand, heavy imports inside them."""
