"""From entries to intervals: what a place was when, where somebody slept, what was stated and still stands. Pure."""
