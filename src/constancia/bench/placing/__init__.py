"""Placing people in cells, for benchmarks: made-up countries, two peers that share no code with the engine, and the judge."""
