"""The library: every norm with its citation, read strictly from the data files. Pure."""
