"""Benchmarks: every figure is a ratio to a named peer that was measured in the same run and gave the same result."""
