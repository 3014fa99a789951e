"""Whole runs: everything of a scope decided at once, written back, and asked for in plain Cypher."""
