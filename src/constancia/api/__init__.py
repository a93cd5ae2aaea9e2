"""The HTTP API, version 1: every action and query of the web, for programs, with a token per account."""
