"""The placement engine: who sleeps in which cell, with a proof anybody can check again. Pure; see README.md."""
