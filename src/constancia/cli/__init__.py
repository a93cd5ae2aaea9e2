"""The command line: `constancia`, one sentence to the domain per command."""
