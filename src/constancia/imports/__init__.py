"""Imports: files handed over to be read into the register in the background, and what became of each."""
