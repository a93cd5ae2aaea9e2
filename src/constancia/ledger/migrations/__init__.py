"""Schema history of the journal."""
