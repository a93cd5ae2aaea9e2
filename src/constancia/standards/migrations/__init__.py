"""Schema history of the standards room."""
