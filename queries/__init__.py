"""The questions, one folder each: Cypher files, and Python code for what a graph query alone cannot answer."""
