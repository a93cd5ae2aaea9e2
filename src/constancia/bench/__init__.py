"""Benchmarks: every figure stands beside its peer or its physical limit, measured in the same run, as a ratio."""
