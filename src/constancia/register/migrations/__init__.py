"""Schema history of the register."""
