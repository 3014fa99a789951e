"""The questions, one folder each: Cypher files, and beside them what a graph query alone cannot say."""
