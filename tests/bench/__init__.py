"""Benchmarks: every figure is a ratio to a named peer of the same run, after both were found to give the same."""
